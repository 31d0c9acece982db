/** What the rows of the table of errors work with: one sandbox, and for each row a client of its own. */
import assert from 'node:assert/strict';
import type { InitialRecordSet } from '../../../sandbox/arm/resources.ts';
import { delegation, subscription, zone } from '../../../sandbox/world-parts.ts';
import type { World } from '../../../sandbox/world.ts';
import { azureCaller, type AzureCaller } from '../azure-caller.ts';
import { clientOf, VAULT, type Client } from '../client.ts';
import type { Ended } from '../kvcert.ts';
import { startProductWorld, type Environment, type ProductWorld } from '../product-world.ts';
import { seededCertificate } from '../seeded.ts';

export const SCRIPTED_CA = ['--ca', 'https://acme.scripted.test/directory'];
/** More often than anything is asked for. */
export const ALWAYS = 1000;

export interface Scene {
  readonly client: Client;
  /** Of the certificate, and of the host that it is for. */
  readonly name: string;
  readonly world: ProductWorld;
  /** Somebody else with the same rights. */
  readonly stranger: AzureCaller;
  run(...args: readonly string[]): Promise<Ended>;
  /** Issues for NAME.example.com unless `more` names others. */
  create(...more: readonly string[]): Promise<Ended>;
  runIn(env: Environment, ...args: readonly string[]): Promise<Ended>;
  /** Has the scripted CA do something otherwise for this client. */
  rule(rule: object): Promise<void>;
}

export function createArgs(name: string, ...more: readonly string[]): readonly string[] {
  const names = more.includes('--dns') ? [] : ['--dns', `${name}.example.com`];
  const terms = ['--agree-terms', '--key', 'ec-p256'];
  return ['create', `${VAULT}/${name}`, ...names, ...terms, ...more];
}

export function sceneOf(world: ProductWorld, name: string): Scene {
  const client = clientOf(world, name);
  const json = ['--output', 'json'];
  return {
    client,
    name,
    world,
    stranger: azureCaller(world.ready, 'stranger'),
    run: (...args) => client.run(...args, ...json),
    create: (...more) => client.run(...createArgs(name, ...more), ...json),
    runIn: (env, ...args) => client.startIn(env, ...args, ...json).ended,
    rule: (rule) => world.control.caRule({ ...rule, client: name }),
  };
}

/** Twenty times as fast: what takes five minutes is over in 15 s, as is what is waited for. */
export function inAHurry(env: Environment): Environment {
  const program = `import timers from 'node:timers/promises';
    const speed = 20, begin = Date.now(), now = Date.now, wait = timers.setTimeout;
    const { setTimeout } = globalThis;
    Date.now = () => begin + (now() - begin) * speed;
    timers.setTimeout = (ms, ...more) => wait(ms / speed, ...more);
    globalThis.setTimeout = (work, ms, ...more) => setTimeout(work, ms / speed, ...more);`;
  return { ...env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(program)}` };
}

export async function startStage(): Promise<ProductWorld> {
  const late = { from: -70, to: 20 };
  const names = [
    'certificateexists',
    'namesoftdeleted',
    'workinprogress',
    'certificatechanged',
  ].concat(['keytyperefusedbyca', 'unexpected']);
  const certificates = await Promise.all([
    ...names.map((name) => seededCertificate(name, late, {}, `${name}.example.com`)),
    seededCertificate('notrenewable', late, { 'kvcert-ca': 'buypass' }, 'nr.example.com'),
  ]);
  return startProductWorld({
    keyVaultDelays: { deletion: 0 },
    world: (world) => ({ ...withZones(world), vaults: seeded(world, certificates) }),
  });
}

function seeded(
  world: World,
  certificates: readonly Awaited<ReturnType<typeof seededCertificate>>[],
): World['vaults'] {
  return world.vaults.map((vault) => (vault.name === VAULT ? { ...vault, certificates } : vault));
}

/** A name that is delegated to a zone that nobody here sees, CNAMEs that go round, CAA records that name another CA. */
function withZones(world: World): World {
  const [example] = world.zones;
  assert.ok(example);
  const cname = (name: string, target: string): InitialRecordSet => {
    return { name, type: 'CNAME', ttl: 3600, records: [{ cname: target }] };
  };
  const caa: InitialRecordSet = {
    ...{ name: 'caaforbids', type: 'CAA', ttl: 3600 },
    records: [{ flags: 0, tag: 'issue', value: 'digicert.com' }],
  };
  const round = [
    cname('_acme-challenge.cnameloop', 'round.example.com'),
    cname('round', '_acme-challenge.cnameloop.example.com'),
  ];
  const unseen = '33333333-0a0a-4b0b-8c0c-000000000003';
  const away = { ...zone('away.example.com', unseen, 'dns', '10'), registered: false };
  const recordSets = [...example.recordSets, caa, ...round, delegation('away', away)];
  return {
    ...world,
    subscriptions: [...world.subscriptions, subscription(unseen, 'Fabrikam', ['dns'])],
    zones: [{ ...example, recordSets }, ...world.zones.slice(1), away],
  };
}
