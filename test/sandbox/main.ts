import { rename, rm, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Ready } from './ready.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from './start.ts';
import { WORLD_NAMES, type WorldName } from './worlds/worlds.ts';

/**
 * `npm run --silent sandbox -- --ready-file FILE [--world lived-in|big|delegations] [--dns-port PORT]
 * [--exit-with-parent]`
 *
 * Stays until SIGTERM or SIGINT, and takes the ready file with it when it ends. With --exit-with-parent it also ends when its standard input
 * closes or, started with an IPC channel, when that is disconnected. Variables `PEBBLE_…` of its
 * environment go through to Pebble.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'ready-file': { type: 'string' },
      'dns-port': { type: 'string' },
      world: { type: 'string' },
      'exit-with-parent': { type: 'boolean', default: false },
    },
  });
  const stopping = new AbortController();
  const stop = () => {
    stopping.abort(new Error('Stopped while starting.'));
  };
  const stopped = new Promise((resolve) => {
    stopping.signal.addEventListener('abort', resolve, { once: true });
  });
  process.on('SIGTERM', stop).on('SIGINT', stop);
  if (values['exit-with-parent']) {
    process.stdin.once('close', stop).resume();
    process.once('disconnect', stop);
  }

  const say = (line: string) => {
    console.error(line);
  };
  const sandbox = await startUnlessStopped({
    progress: say,
    signal: stopping.signal,
    pebbleEnv: pebbleSwitches(process.env),
    ...(values.world === undefined ? {} : { world: readWorldName(values.world) }),
    ...(values['dns-port'] === undefined ? {} : { dnsPort: readPort(values['dns-port']) }),
  });
  if (sandbox === undefined) return;
  const readyFile = values['ready-file'];
  try {
    if (readyFile !== undefined) await writeAtomically(readyFile, sandbox.ready);
    say(summarize(sandbox.ready));
    await stopped;
  } finally {
    await sandbox.close();
    if (readyFile !== undefined) await rm(readyFile, { force: true });
  }
}

/** Undefined if it was stopped before it was up, which is no failure. */
async function startUnlessStopped(
  options: SandboxOptions & { readonly signal: AbortSignal },
): Promise<Sandbox | undefined> {
  try {
    return await startSandbox(options);
  } catch (error) {
    if (options.signal.aborted) return undefined;
    throw error;
  }
}

function readWorldName(text: string): WorldName {
  const name = WORLD_NAMES.find((each) => each === text);
  if (name === undefined) {
    throw new Error(`--world ${text}: the worlds are ${WORLD_NAMES.join(', ')}.`);
  }
  return name;
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`--dns-port ${text}: a port is a number from 1 to 65535.`);
  }
  return port;
}

function pebbleSwitches(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter(
      (each): each is [string, string] => each[0].startsWith('PEBBLE_') && each[1] !== undefined,
    ),
  );
}

/** Whoever waits for the file finds it whole or not at all. It holds client secrets. */
async function writeAtomically(file: string, ready: Ready): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, `${JSON.stringify(ready, undefined, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
}

const SHOWN_NAMES = 12;

function summarize(ready: Ready): string {
  const list = (names: readonly { readonly name: string }[]) => {
    const more = names.length > SHOWN_NAMES ? ` and ${names.length - SHOWN_NAMES} more` : '';
    const shown = names.slice(0, SHOWN_NAMES).map(({ name }) => name);
    return shown.join(', ') + more;
  };
  return [
    'The sandbox is up.',
    `  proxy       ${ready.proxy}`,
    `  control     ${ready.control}  (/log, /refused, /state, /faults, /dns/queries, …)`,
    `  resolver    ${ready.dns}`,
    `  CA roots    ${ready.acme.management}/roots/0`,
    `  vaults      ${list(ready.vaults)}`,
    `  zones       ${list(ready.zones)}`,
    `  principals  ${list(ready.principals)}`,
    `  users       ${list(ready.users)}`,
    `  tenants     ${list(ready.tenants)}`,
    'To live in it, paste into a shell:',
    ...Object.entries(ready.env).map(([name, value]) => `  export ${name}='${value}'`),
    'Ctrl-C ends it.',
  ].join('\n');
}

try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  // What --exit-with-parent listens to must not keep the process alive.
  process.stdin.destroy();
  if (process.connected) process.disconnect();
}
