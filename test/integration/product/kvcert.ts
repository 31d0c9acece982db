/** The product as it is shipped: the built command line, run in the sandbox's world. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

const PROGRAM = join(import.meta.dirname, '../../../dist/kvcert.cjs');

export interface Ended {
  /** null: ended by a signal. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly ended: Promise<Ended>;
  /** Resolves as soon as stderr contains the text; rejects if the process ends without it. */
  saying(text: string): Promise<void>;
}

export function startKvcert(
  env: Readonly<Record<string, string>>,
  args: readonly string[],
): Running {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const ended = once(child, 'close').then(([code]) => ({
    code: code as number | null,
    stdout,
    stderr,
  }));
  return {
    child,
    ended,
    async saying(text) {
      while (!stderr.includes(text)) {
        const end = ended.then((how) => how);
        const heard = await Promise.race([once(child.stderr, 'data'), end]);
        if (!Array.isArray(heard) && !stderr.includes(text)) {
          throw new Error(
            `kvcert has ended (${String(heard.code)}) without saying "${text}":\n${stderr}`,
          );
        }
      }
    },
  };
}
