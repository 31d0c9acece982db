/** All contestants on all courses, in turns. */
import { type Contestant, type Course, type Runner, timeOf } from './contest.ts';
import { onCourse } from './course.ts';
import { makeJobs } from './jobs.ts';

const ATTEMPTS = 3;

/** What one contestant took for so many certificates on one course, a figure per round. */
export interface Times {
  readonly contestant: string;
  readonly count: number;
  readonly delayMs: number;
  readonly ms: readonly number[];
}

export interface Plan {
  /** Milliseconds added to every round trip. */
  readonly delays: readonly number[];
  readonly counts: readonly number[];
  readonly contestants: readonly { readonly contestant: Contestant; readonly rounds: number }[];
  readonly progress: (line: string) => void;
}

interface Entry {
  readonly name: string;
  readonly runner: Runner;
  readonly rounds: number;
  readonly ms: number[];
}

export async function runRounds(plan: Plan): Promise<readonly Times[]> {
  const times: Times[] = [];
  for (const delayMs of plan.delays) {
    for (const count of plan.counts) times.push(...(await heatOf(plan, delayMs, count)));
  }
  return times;
}

/**
 * Pebble can stop for ever under load (sandbox/acme/acme-api.ts says how). Nothing of such a heat
 * counts: it is run again, with another Pebble.
 */
async function heatOf(plan: Plan, delayMs: number, count: number): Promise<readonly Times[]> {
  const { progress } = plan;
  for (let attempt = 1; ; attempt++) {
    try {
      return await onCourse(delayMs, progress, (course) => runHeat(plan, course, count));
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      progress(`${count} at ${delayMs} ms is run again, with another Pebble: ${String(error)}`);
    }
  }
}

async function runHeat(
  { contestants, progress }: Plan,
  course: Course,
  count: number,
): Promise<readonly Times[]> {
  const { delayMs } = course;
  const entries: Entry[] = [];
  for (const { contestant, rounds } of contestants) {
    const runner = await contestant.prepare(course);
    // Code is compiled and connections are open for everybody before the time is taken.
    for (const job of await makeJobs(1)) await (runner.warmUp?.(job) ?? runner.issue(job, 0));
    entries.push({ name: contestant.name, runner, rounds, ms: [] });
  }
  const most = Math.max(...entries.map(({ rounds }) => rounds));
  for (let round = 0; round < most; round++) {
    for (const { name, runner, rounds, ms } of entries) {
      if (round >= rounds) continue;
      const jobs = await makeJobs(count);
      ms.push(Math.round(await timeOf(runner, jobs)));
      progress(`${count} at ${delayMs} ms, ${name}: ${ms.at(-1) ?? 0} ms`);
    }
  }
  return entries.map(({ name, ms }) => ({ contestant: name, count, delayMs, ms }));
}
