/**
 * A file that says which process is at work: it names its holder by process id and start time, so
 * that a killed holder is recognised at once and a process that got the same id later is not taken
 * for it.
 */
import { readFileSync } from 'node:fs';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { hasCode, makeFolder, unreadable, unwritable } from './state-files.ts';

/** A process, recognisable after its id was given to another one. */
export interface Holder {
  readonly pid: number;
  /** What the system says about when that process started; empty where it does not tell. */
  readonly started: string;
}

export interface ProcessLock {
  release(): Promise<void>;
}

const ATTEMPTS = 5;

/** The lock, or the id of the process that has it; the folder is made where it is missing. */
export async function lockFile(file: string): Promise<ProcessLock | { readonly heldBy: number }> {
  const folder = dirname(file);
  await unwritable(folder, () => makeFolder(folder));
  for (let attempt = 1; ; attempt++) {
    if (await takeLock(file)) return { release: () => rm(file, { force: true }) };
    const holder = await readHolder(file);
    if (holder === undefined) continue;
    if ((await isAlive(holder)) || attempt >= ATTEMPTS) return { heldBy: holder.pid };
    await removeStale(file, holder);
  }
}

/** The process that has the lock now; undefined when none does. */
export async function holderOf(file: string): Promise<number | undefined> {
  const holder = await readHolder(file);
  return holder !== undefined && (await isAlive(holder)) ? holder.pid : undefined;
}

/** A lock appears whole or not at all: it is written elsewhere and linked into place. */
async function takeLock(file: string): Promise<boolean> {
  const draft = `${file}.${randomUUID()}`;
  const holder = thisProcess();
  await unwritable(file, () => writeFile(draft, JSON.stringify(holder), { mode: 0o600 }));
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    return await unwritable(file, () => Promise.reject(asError(error)));
  } finally {
    await rm(draft, { force: true });
  }
}

async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    const parsed: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isHolder(parsed) ? parsed : { pid: 0, started: '' };
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    if (error instanceof SyntaxError) return { pid: 0, started: '' };
    throw unreadable(file, error);
  }
}

/** Moves the lock away first, so that of several who found it stale only one removes it. */
async function removeStale(file: string, stale: Holder): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  const moved = await readHolder(aside);
  if (moved && (moved.pid !== stale.pid || moved.started !== stale.started)) {
    await link(aside, file).catch((error: unknown) => {
      if (!hasCode(error, 'EEXIST')) throw error;
    });
  }
  await rm(aside, { force: true });
}

/** This process, as it stands in its locks. Read at once: an editor that starts waits for nobody. */
export function thisProcess(): Holder {
  const { pid } = process;
  try {
    return { pid, started: startIn(readFileSync(statOf(pid), 'utf8')) ?? '' };
  } catch {
    return { pid, started: '' };
  }
}

/** True while that very process is there; where the system tells no start time, one of its id. */
export async function isAlive(holder: Holder): Promise<boolean> {
  if (holder.pid <= 0) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (hasCode(error, 'ESRCH')) return false;
  }
  const started = await startOf(holder.pid);
  return started === undefined || holder.started === '' || started === holder.started;
}

async function startOf(pid: number): Promise<string | undefined> {
  try {
    return startIn(await readFile(statOf(pid), 'utf8'));
  } catch {
    return undefined;
  }
}

function statOf(pid: number): string {
  return `/proc/${String(pid)}/stat`;
}

/** Field 22 of /proc/PID/stat (proc(5)): start time in clock ticks since boot. Linux only. */
function startIn(stat: string): string | undefined {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function isHolder(value: unknown): value is Holder {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'started' in value &&
    typeof value.started === 'string'
  );
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
