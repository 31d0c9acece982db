import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

export type TiedProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * The shell becomes the program; a reader in the background ends it, with all that it has started,
 * when standard input closes, which the kernel does for us however this process ends. So no SIGKILL
 * leaves an orphan. The reader keeps the output pipes open: `close` is emitted when all have ended.
 */
const TIE = `exec 3<&0
(cat <&3 >/dev/null 2>&1; kill -9 -$$ 2>/dev/null) &
exec "$@" 3<&- </dev/null`;

/** Starts a program that cannot outlive this process. */
export function spawnTied(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd = process.cwd(),
): TiedProcess {
  return spawn('/bin/sh', ['-c', TIE, 'sh', program, ...args], {
    env: { PATH: '/usr/bin:/bin', ...env },
    cwd,
    // A process group of its own: Ctrl-C in the terminal is for us, and we end it.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}
