/** What every contestant is given, and what is measured of it. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Certificates at the same time. */
export const LANES = 10;

/** A certificate to be had: wildcard and apex of a name that nobody has asked for before. */
export interface Job {
  readonly names: readonly string[];
  /** Made beforehand, as Key Vault would. */
  readonly csrDer: Uint8Array;
  readonly csrPem: string;
}

/** A CA with an answering time of its own. */
export interface Course {
  readonly directoryUrl: string;
  /** PEM of the root that its web server's certificate leads to. */
  readonly rootPem: string;
  readonly rootFile: string;
  /** Added to every round trip. */
  readonly delayMs: number;
  /** Adds a value to what the name server answers. */
  publish(record: string, value: string): void;
  /** The same for other programs: a value is a line of the file of the record's name in it. */
  readonly valuesFolder: string;
  /** Empty, for what a contestant keeps. */
  newFolder(): Promise<string>;
}

export interface Contestant {
  readonly name: string;
  /** Everything that comes before the first certificate: a registered account above all. */
  prepare(course: Course): Promise<Runner>;
}

export interface Runner {
  /** Resolves with the chain in PEM. `lane`: which of those at the same time, from 0. */
  issue(job: Job, lane: number): Promise<string>;
  /** What cannot be had without a certificate, before the time is taken. */
  warmUp?(job: Job): Promise<void>;
}

/** For all together; the slowest takes half a minute. */
const LIMIT_MS = 180_000;

/** Issues them all; resolves with the milliseconds that this took. */
export async function timeOf(runner: Runner, jobs: readonly Job[]): Promise<number> {
  const waiting = [...jobs];
  const work = async (lane: number): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      const chain = await runner.issue(job, lane);
      if (!chain.includes('BEGIN CERTIFICATE'))
        throw new Error(`no certificate for ${job.names[0] ?? ''}`);
    }
  };
  const start = performance.now();
  const limit = new AbortController();
  try {
    const lanes = Array.from({ length: Math.min(LANES, jobs.length) }, (_, lane) => work(lane));
    await Promise.race([Promise.all(lanes), tooLate(limit.signal)]);
    return performance.now() - start;
  } finally {
    limit.abort();
  }
}

/** Not every contestant has a time-out of its own. */
async function tooLate(signal: AbortSignal): Promise<never> {
  await sleep(LIMIT_MS, undefined, { signal });
  throw new Error(`not done after ${LIMIT_MS / 1000} s`);
}
