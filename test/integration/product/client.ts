/**
 * The product as one of several clients of a sandbox: everything of it bears one name (its requests
 * in the log, its certificate, its challenge record), and it has a state folder of its own. So many
 * can be disturbed side by side.
 */
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import type { CertificateSnapshot } from '../../sandbox/keyvault/vault-snapshot.ts';
import type { LogEntry } from '../../sandbox/log/request-log.ts';
import { azureCaller, txtUrl } from './azure-caller.ts';
import { startKvcert, type Ended, type Running } from './kvcert.ts';
import { assertNothingLeft, type Environment, type ProductWorld } from './product-world.ts';

export const VAULT = 'contoso-prod';
const ZONE = 'example.com';

/** A fault as the control endpoint takes it; see parse-fault.ts in the sandbox. */
export interface Disturbance {
  readonly kind: 'fail' | 'delay' | 'drop' | 'hold';
  readonly match?: object;
  readonly [member: string]: unknown;
}

export interface Client {
  readonly world: ProductWorld;
  /** Name of the certificate, too, and of the host that it is for. */
  readonly name: string;
  /** `VAULT/NAME` of its certificate. */
  readonly target: string;
  readonly env: Environment;
  /** Where the journal is, below the state folder. */
  readonly stateFolder: string;
  run(...args: readonly string[]): Promise<Ended>;
  start(...args: readonly string[]): Running;
  /** Starts it in another environment. */
  startIn(env: Environment, ...args: readonly string[]): Running;
  /** Its requests, in the order of their arrival. */
  log(): Promise<readonly LogEntry[]>;
  /** Sets a fault for its requests alone; returns the fault's id. */
  fault(fault: Disturbance): Promise<string>;
  /** What the vault holds under its name. */
  certificate(): Promise<CertificateSnapshot | undefined>;
}

export function clientOf(world: ProductWorld, name: string): Client {
  const home = join(dirname(world.stateFolder), name);
  const proxies = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];
  const proxy = world.ready.proxy.replace('//', `//${name}@`);
  const env = {
    ...world.env,
    ...Object.fromEntries(proxies.map((variable) => [variable, proxy])),
    XDG_STATE_HOME: home,
  };
  return {
    world,
    name,
    target: `${VAULT}/${name}`,
    env,
    stateFolder: join(home, 'kvcert'),
    run: (...args) => startKvcert(env, args).ended,
    start: (...args) => startKvcert(env, args),
    startIn: (other, ...args) => startKvcert(other, args),
    log: async () => (await world.control.log()).filter(({ client }) => client === name),
    fault: ({ match, ...fault }) =>
      world.control.fault({ ...fault, match: { ...match, client: name } }),
    async certificate() {
      const { vaults } = await world.control.state();
      return vaults
        .find(({ vault }) => vault === VAULT)
        ?.certificates.find((certificate) => certificate.name === name);
    },
  };
}

/** The command line that issues the client's certificate: two names that share a record. */
export function createArgs({ name, target }: Client): readonly string[] {
  return [
    ...['create', target, '--dns', `${name}.${ZONE}`, '--dns', `*.${name}.${ZONE}`],
    ...['--key', 'ec-p256', '--profile', 'tlsserver', '--agree-terms', '--output', 'json'],
  ];
}

export function renewArgs({ target }: Client): readonly string[] {
  return ['renew', target, '--agree-terms', '--output', 'json'];
}

/** Puts a value of somebody else into the client's challenge record. */
export async function addStrangersValue({ world, name }: Client): Promise<void> {
  const zone = world.ready.zones.find((each) => each.name === ZONE);
  assert.ok(zone);
  await azureCaller(world.ready, 'stranger').ask(
    'PUT',
    txtUrl(zone.id, `_acme-challenge.${name}`),
    {
      properties: { TTL: 300, TXTRecords: [{ value: [strangersValue(name)] }] },
    },
  );
}

function strangersValue(name: string): string {
  return `somebody else's, next to ${name}`;
}

/** Nothing of the client's is left, whatever others are at work on; the stranger's value is there. */
export async function assertClientLeftNothing(
  client: Client,
  { stranger = false }: { readonly stranger?: boolean } = {},
): Promise<void> {
  const { world, name, stateFolder } = client;
  const value = { zone: ZONE, record: `_acme-challenge.${name}`, value: strangersValue(name) };
  await assertNothingLeft(world, {
    of: { name, stateFolder },
    strangers: stranger ? [value] : [],
  });
}
