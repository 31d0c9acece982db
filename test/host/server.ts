import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { CodeServer } from '../../scripts/provision/code-server.ts';
import { spawnTied, type TiedProcess } from '../sandbox/acme/tied-process.ts';
import type { Environment } from './environment.ts';
import type { Profile } from './profile.ts';
import { until } from './until.ts';

/** A code-server on loopback with one profile. */
export interface Server {
  readonly port: number;
  /** Its own log and that of its extension hosts' starts and ends. */
  readonly logFile: string;
  /** Where a browser finds a window on a folder. */
  urlOf(folder: string): string;
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly codeServer: CodeServer;
  readonly profile: Profile;
  readonly env: Environment;
  /** A free one without it. The browser keeps VS Code's state per port. */
  readonly port?: number;
}

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 8000;

/** Arguments that every start of code-server with this profile needs. */
export function profileArguments(profile: Profile): string[] {
  return [
    ...['--config', join(profile.home, 'code-server.yaml')],
    ...['--user-data-dir', profile.userData, '--extensions-dir', profile.extensions],
    ...['--disable-telemetry', '--disable-update-check'],
  ];
}

/**
 * Starts code-server; resolves when it listens. It ends with this process, however that ends.
 *
 * @throws Error with what it wrote, if it does not start.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { codeServer, profile, env, port = 0 } = options;
  const logFile = join(profile.base, 'server.log');
  const child = spawnTied(
    process.execPath,
    [
      codeServer.entry,
      ...profileArguments(profile),
      ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
      ...['--disable-workspace-trust', '--disable-getting-started-override'],
      '--ignore-last-opened',
    ],
    env,
    profile.workspace,
  );
  const log = createWriteStream(logFile, { flags: 'a' });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const listening = await listeningPort(child);
  return {
    port: listening,
    logFile,
    urlOf: (folder) =>
      `http://localhost:${listening}/?${new URLSearchParams({ folder }).toString()}`,
    stop: () => stop(child),
  };
}

function listeningPort(child: TiedProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    const fail = (what: string) => {
      reject(new Error(`code-server ${what}:\n${text}`));
    };
    const timer = setTimeout(() => {
      fail('did not start');
      kill(child, 'SIGKILL');
    }, START_LIMIT_MS);
    const read = (chunk: Buffer) => {
      text += chunk.toString();
      const port = /HTTP server listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(text)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      child.stdout.off('data', read);
      resolve(Number(port));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with ${code ?? 'a signal'}`);
    });
  });
}

async function stop(child: TiedProcess): Promise<void> {
  const gone = () => child.exitCode !== null || child.signalCode !== null;
  kill(child, 'SIGTERM');
  if (!(await until(gone, STOP_LIMIT_MS))) kill(child, 'SIGKILL');
  await until(gone, STOP_LIMIT_MS);
  // Extension hosts and watchers that have not seen the end of their server.
  kill(child, 'SIGKILL');
}

/** The whole group: the program is a wrapper, and extension hosts are its grandchildren. */
function kill({ pid }: TiedProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
