import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '../server/listen.ts';
import type { CertificateAuthority } from '../tls/certificate-authority.ts';
import { OutputTail } from './output-tail.ts';
import { createPebbleConfig } from './pebble-config.ts';
import { spawnTied, type TiedProcess } from './tied-process.ts';
import { isAnswering } from './pebble-probe.ts';

export interface PebbleOptions {
  readonly binary: string;
  /** Made by this function, for configuration, certificate and key. */
  readonly folder: string;
  readonly authority: CertificateAuthority;
  /** host:port of the resolver view. */
  readonly resolver: string;
  /** Overrides of Pebble's switches, `PEBBLE_…`. */
  readonly env: Readonly<Record<string, string>>;
  /** HMAC keys (base64url) by kid; where there are any, accounts have to be bound to one. */
  readonly externalAccounts?: Readonly<Record<string, string>>;
  /** Told, with Pebble's last output, if it ends before it is closed. */
  readonly onDeath: (report: string) => void;
}

export interface Pebble {
  readonly port: number;
  /** Base URL of the management interface. */
  readonly management: string;
  readonly close: () => Promise<void>;
}

/**
 * Quick and repeatable: no random waits, no random nonce rejection (Pebble's default is 5 %), no
 * authorization reuse (default 50 %). One alternate root, so that there is a chain to choose.
 */
const SWITCHES = {
  PEBBLE_VA_NOSLEEP: '1',
  PEBBLE_WFE_NONCEREJECT: '0',
  PEBBLE_AUTHZREUSE: '0',
  PEBBLE_ALTERNATE_ROOTS: '1',
  PEBBLE_CHAIN_LENGTH: '1',
};

/** A port can be taken between being found free and being used. */
const ATTEMPTS = 3;
const START_LIMIT_MS = 10_000;

/** Starts Pebble; resolves when both of its interfaces answer. */
export async function startPebble(options: PebbleOptions): Promise<Pebble> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryToStart(options);
    } catch (error) {
      const portTaken = (error as Error).message.includes('address already in use');
      if (!portTaken || attempt === ATTEMPTS) throw error;
    }
  }
}

async function tryToStart(options: PebbleOptions): Promise<Pebble> {
  const [port, managementPort] = await findFreePorts();
  const config = await writeConfig(options, port, managementPort);
  const child = spawnTied(
    options.binary,
    ['-config', config, '-strict', '-dnsserver', options.resolver],
    { ...SWITCHES, ...options.env },
  );
  const output = new OutputTail(child.stdout, child.stderr);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('close', (code, signal) => {
      resolve(`Pebble ended (${signal ?? String(code)}). Its last output:\n${output.text()}`);
    });
  });
  const pebble = { port, management: `https://127.0.0.1:${managementPort}` };
  const ca = options.authority.certificatePem;
  try {
    await untilAnswering(
      [`https://127.0.0.1:${port}/dir`, `${pebble.management}/roots/0`],
      ca,
      ended,
    );
  } catch (error) {
    await end(child);
    throw error;
  }
  let closing = false;
  void ended.then((report) => {
    if (!closing) options.onDeath(report);
  });
  const close = async () => {
    closing = true;
    await end(child);
  };
  return { ...pebble, close };
}

async function untilAnswering(
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
      if (performance.now() > limit) throw new Error(`Pebble does not answer at ${url}.`);
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

/** Pebble does not tell which port it got when asked for any. */
async function findFreePorts(): Promise<readonly [number, number]> {
  const servers = [createServer(), createServer()] as const;
  const ports = [await listen(servers[0]), await listen(servers[1])] as const;
  for (const server of servers) server.close();
  return ports;
}

async function writeConfig(
  options: PebbleOptions,
  port: number,
  managementPort: number,
): Promise<string> {
  await mkdir(options.folder, { recursive: true });
  const file = (name: string) => join(options.folder, name);
  const certificateFile = file('cert.pem');
  const privateKeyFile = file('key.pem');
  const certificate = await options.authority.issue(['localhost', '127.0.0.1']);
  const { externalAccounts } = options;
  const files = { certificateFile, privateKeyFile };
  const config = createPebbleConfig({ port, managementPort, ...files, externalAccounts });
  await writeFile(certificateFile, certificate.certificatePem);
  await writeFile(privateKeyFile, certificate.privateKeyPem, { mode: 0o600 });
  await writeFile(file('config.json'), JSON.stringify(config));
  return file('config.json');
}
