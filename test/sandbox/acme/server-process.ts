import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '../server/listen.ts';
import { OutputTail } from './output-tail.ts';
import { isAnswering } from './pebble-probe.ts';
import { spawnTied, type TiedProcess } from './tied-process.ts';

export interface ServerProgram {
  /** For people: `Pebble`. */
  readonly name: string;
  readonly binary: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** https URLs that answer 200 once it is up. */
  readonly urls: readonly string[];
  /** The certificate that signed its own. */
  readonly ca: string;
  /** Told, with its last output, if it ends before it is closed. */
  readonly onDeath: (report: string) => void;
}

export interface ServerProcess {
  readonly close: () => Promise<void>;
}

/** A port can be taken between being found free and being used. */
const ATTEMPTS = 3;
const START_LIMIT_MS = 10_000;

/** Tries once more, on other ports, where one was taken meanwhile. */
export async function onFreePorts<Server>(
  start: (ports: readonly [number, number]) => Promise<Server>,
): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(await findFreePorts());
    } catch (error) {
      const portTaken = (error as Error).message.includes('address already in use');
      if (!portTaken || attempt === ATTEMPTS) throw error;
    }
  }
}

/** Starts the program; resolves when all of its URLs answer. It cannot outlive this process. */
export async function startServerProcess(program: ServerProgram): Promise<ServerProcess> {
  const { name, binary, args, env, urls, ca, onDeath } = program;
  const child = spawnTied(binary, args, env);
  const output = new OutputTail(child.stdout, child.stderr);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('close', (code, signal) => {
      resolve(`${name} ended (${signal ?? String(code)}). Its last output:\n${output.text()}`);
    });
  });
  try {
    await untilAnswering(name, urls, ca, ended);
  } catch (error) {
    await end(child);
    throw error;
  }
  let closing = false;
  void ended.then((report) => {
    if (!closing) onDeath(report);
  });
  const close = async () => {
    closing = true;
    await end(child);
  };
  return { close };
}

async function untilAnswering(
  name: string,
  urls: readonly string[],
  ca: string,
  ended: Promise<string>,
): Promise<void> {
  const limit = performance.now() + START_LIMIT_MS;
  const death = ended.then((report) => {
    throw new Error(report);
  });
  for (const url of urls) {
    while (!(await Promise.race([isAnswering(url, ca), death]))) {
      if (performance.now() > limit) throw new Error(`${name} does not answer at ${url}.`);
      await Promise.race([sleep(20), death]);
    }
  }
  death.catch(() => undefined);
}

async function end(child: TiedProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  child.stdin.destroy();
  await closed;
}

/** Neither program tells which port it got when asked for any. */
async function findFreePorts(): Promise<readonly [number, number]> {
  const servers = [createServer(), createServer()] as const;
  const ports = [await listen(servers[0]), await listen(servers[1])] as const;
  for (const server of servers) server.close();
  return ports;
}
