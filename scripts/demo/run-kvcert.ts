import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Ready } from '../../test/sandbox/ready.ts';

const PROGRAM = join(import.meta.dirname, '../../dist/kvcert.cjs');

/**
 * What the command line writes to stdout; its progress goes through to the terminal. It lives in
 * the sandbox by environment variables alone, with a state folder that is gone afterwards.
 */
export async function runKvcert(ready: Ready, args: readonly string[]): Promise<string> {
  const state = await mkdtemp(join(tmpdir(), 'kvcert-demo-state-'));
  try {
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      env: { ...process.env, ...ready.env, XDG_STATE_HOME: state },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [written, [code]] = await Promise.all([
      text(child.stdout),
      once(child, 'exit') as Promise<[number | null]>,
    ]);
    if (code !== 0) throw new Error(`kvcert has ended with ${String(code)}: ${written}`);
    return written.trimEnd();
  } finally {
    await rm(state, { recursive: true, force: true });
  }
}
