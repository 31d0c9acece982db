import { execFileSync } from 'node:child_process';

/** The arguments that a shell makes of a command line. */
export function readByShell(command: string): readonly string[] {
  const out = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' });
  return out.split('\0').slice(0, -1);
}
