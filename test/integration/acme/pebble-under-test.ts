/** A Pebble with its switches as a test wants them, and the ACME layer in front of it. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAcmeCa } from '../../../src/acme/acme-ca.ts';
import { systemClock } from '../../../src/app/system-clock.ts';
import type { AccountSigner } from '../../../src/domain/account-key.ts';
import type { AcmeCa, AcmeSession, Registration } from '../../../src/domain/acme.ts';
import { ensurePebble } from '../../../scripts/provision/pebble.ts';
import { startPebble } from '../../sandbox/acme/pebble.ts';
import { createCertificateAuthority } from '../../sandbox/tls/certificate-authority.ts';
import { startTxtServer } from './txt-server.ts';

export interface Switches {
  /** `PEBBLE_…` */
  readonly env?: Readonly<Record<string, string>>;
  readonly externalAccounts?: Readonly<Record<string, string>>;
}

/** The ACME layer as a process has it that has asked nothing yet. */
export interface Client {
  readonly ca: AcmeCa;
  /** What was asked, as `POST order-plz`. */
  readonly requests: string[];
  /** What was told to the log as a warning. */
  readonly warnings: string[];
}

export interface Account {
  readonly signer: AccountSigner;
  readonly url: string;
  readonly session: AcmeSession;
}

export interface PebbleUnderTest {
  readonly client: () => Client;
  /** A new account, of a client of its own unless one is given. */
  readonly account: (ca?: AcmeCa, registration?: Registration) => Promise<Account>;
  /** TXT values by record name. */
  readonly txt: Map<string, readonly string[]>;
  /** Asks the management interface: POST where there is a body. */
  readonly manage: (path: string, body?: object) => Promise<{ status: number; text: string }>;
  readonly close: () => Promise<void>;
}

export async function startPebbleUnderTest(switches: Switches = {}): Promise<PebbleUnderTest> {
  await using started = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'kvcert-pebble-'));
  started.defer(() => rm(folder, { recursive: true, force: true }));
  const authority = await createCertificateAuthority(Date.now());
  const names = await startTxtServer();
  started.defer(names.close);
  const { env = {}, externalAccounts } = switches;
  const pebble = await startPebble({
    binary: await ensurePebble(() => undefined),
    folder,
    authority,
    resolver: names.address,
    env,
    ...(externalAccounts && { externalAccounts }),
    onDeath: (report) => {
      throw new Error(report);
    },
  });
  started.defer(pebble.close);
  const pem = authority.certificatePem;
  // Why one at a time: sandbox/acme/acme-api.ts.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  started.defer(() => {
    agent.destroy();
  });
  const client = (): Client => clientOf(`https://127.0.0.1:${pebble.port}/dir`, pem, agent);
  const running = started.move();
  return {
    client,
    account: (ca = client().ca, registration) => newAccount(ca, registration),
    txt: names.values,
    manage: (path, body) => ask(`${pebble.management}${path}`, pem, body),
    close: () => running.disposeAsync(),
  };
}

function clientOf(directoryUrl: string, rootCertificates: string, agent: Agent): Client {
  const requests: string[] = [];
  const warnings: string[] = [];
  const log = {
    debug: (message: string, facts?: Readonly<Record<string, unknown>>) => {
      if (message.startsWith('ACME exchange')) requests.push(titleOf(facts));
    },
    warn: (message: string) => void warnings.push(message),
  };
  const ca = createAcmeCa({
    directoryUrl,
    rootCertificates,
    agentFor: () => agent,
    clock: systemClock,
    random: (bytes) => randomBytes(bytes).toString('hex'),
    log,
    version: '0.0.0',
  });
  return { ca, requests, warnings };
}

function titleOf(facts: Readonly<Record<string, unknown>> = {}): string {
  const path = new URL(String(facts['url'])).pathname;
  return `${String(facts['method'])} ${path.split('/')[1] ?? ''}`;
}

async function newAccount(ca: AcmeCa, registration?: Registration): Promise<Account> {
  const signer = ca.localSigner(await ca.newAccountKey());
  const url = await ca.registerAccount(signer, registration);
  return { signer, url, session: ca.session({ signer, url }) };
}

async function ask(
  url: string,
  ca: string,
  body?: object,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const method = body ? 'POST' : 'GET';
    const outgoing = request(url, { ca, method, agent: false, headers: { 'User-Agent': 'tests' } });
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      let text = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (chunk: string) => (text += chunk));
      incoming.on('end', () => {
        resolve({ status: incoming.statusCode ?? 0, text });
      });
    });
    outgoing.end(body && JSON.stringify(body));
  });
}
