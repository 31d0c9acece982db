import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Profile } from './profile.ts';
import type { Server } from './server.ts';

/** In code-server's log. */
const START_OR_END = /<(\d+)> (?:(Launched) Extension Host Process|Extension Host Process exited)/g;

/** In an extension host's own log; hosts of one window that follow each other share a file. */
const STARTED_OR_READY = /Extension host with pid (\d+) started|Eager extensions activated/g;

/** Process ids of the extension hosts that run, in the order of their start. */
export async function runningHosts(server: Server): Promise<number[]> {
  const hosts = new Set<number>();
  for (const [, id, launched] of (await readFile(server.logFile, 'utf8')).matchAll(START_OR_END)) {
    if (launched === undefined) hosts.delete(Number(id));
    else hosts.add(Number(id));
  }
  return [...hosts];
}

/** Those of them in which everything runs that is to run from the start. */
export async function readyHosts(server: Server, profile: Profile): Promise<number[]> {
  const logs = join(profile.userData, 'logs');
  const ready = new Set<number>();
  for await (const file of glob('**/remoteexthost.log', { cwd: logs })) {
    let host = 0;
    for (const [, id] of (await readFile(join(logs, file), 'utf8')).matchAll(STARTED_OR_READY)) {
      if (id === undefined) ready.add(host);
      else host = Number(id);
    }
  }
  return (await runningHosts(server)).filter((id) => ready.has(id));
}
