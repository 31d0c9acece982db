import { spawn } from 'node:child_process';

/** How a child process ended, with everything that it wrote, in order. */
export interface ChildResult {
  /** Exit code 0 within the time. */
  readonly ok: boolean;
  /** Standard output alone. */
  readonly stdout: string;
  /** Standard output and standard error as they came. */
  readonly output: string;
  /** Said after the output of a failed child: `exit code 2`, `killed after 60 s`, `not found`. */
  readonly ending: string;
}

export interface ChildOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
}

/**
 * Runs a program to its end and keeps what it writes. Never throws: a program that is not there is a
 * result too. Its standard input is empty.
 */
export function runChild(
  file: string,
  args: readonly string[],
  options: ChildOptions,
): Promise<ChildResult> {
  return new Promise((resolve) => {
    const stdout: Buffer[] = [];
    const output: Buffer[] = [];
    let timedOut = false;
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const finish = (ok: boolean, ending: string) => {
      clearTimeout(timer);
      resolve({
        ok,
        stdout: Buffer.concat(stdout).toString(),
        output: Buffer.concat(output).toString(),
        ending,
      });
    };
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
      // A grandchild may hold the pipes open for as long as it likes.
      child.stdout.destroy();
      child.stderr.destroy();
    }, options.timeoutMs);
    child.stdout.on('data', (chunk: Buffer) => {
      stdout.push(chunk);
      output.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', (error) => {
      finish(false, 'code' in error && error.code === 'ENOENT' ? 'not found' : error.message);
    });
    child.on('close', (code, signal) => {
      if (timedOut) {
        finish(false, `killed after ${(options.timeoutMs / 1000).toFixed(0)} s`);
      } else {
        finish(code === 0, signal === null ? `exit code ${code ?? '?'}` : `ended by ${signal}`);
      }
    });
  });
}
