import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ready } from '../../sandbox/ready.ts';

export interface SandboxProcess {
  readonly child: ChildProcess;
  readonly ready: Ready;
  readonly readyFile: string;
  /** Its temporary directory, of which nothing may remain. */
  readonly temp: string;
  readonly stderr: () => string;
  /** Resolves with the exit code once the process has ended. */
  readonly ended: Promise<number | null>;
  /** Ends what is left and removes the folders of the test. */
  readonly dispose: () => Promise<void>;
}

const MAIN = join(import.meta.dirname, '../../sandbox/main.ts');

/** Starts `main.ts` as `npm run sandbox` does, in a temporary directory of its own. */
export async function startSandboxProcess(...options: string[]): Promise<SandboxProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'kvcert-test-'));
  const temp = await mkdtemp(join(folder, 'tmp-'));
  const readyFile = join(folder, 'ready.json');
  const child = spawn(process.execPath, [MAIN, '--ready-file', readyFile, ...options], {
    env: { ...process.env, TMPDIR: temp },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const dispose = async () => {
    child.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const waiting = new AbortController();
  void ended.then(() => {
    waiting.abort();
  });
  await untilThere(folder, readyFile, waiting.signal);
  if (waiting.signal.aborted) {
    await dispose();
    throw new Error(`The sandbox did not start:\n${stderr}`);
  }
  const ready = JSON.parse(await readFile(readyFile, 'utf8')) as Ready;
  return { child, ready, readyFile, temp, stderr: () => stderr, ended, dispose };
}

/** Until the file is there or the signal is aborted. */
async function untilThere(folder: string, file: string, signal: AbortSignal): Promise<void> {
  const watcher = watch(folder);
  try {
    while (!existsSync(file)) await once(watcher, 'change', { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    watcher.close();
  }
}
