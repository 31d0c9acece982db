/**
 * A sandbox with the product in it: every test file starts one, every test uses certificate names
 * and zones' names of its own, and after every test nothing of ours may be left.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ready } from '../../sandbox/ready.ts';
import { startSandbox, type SandboxOptions } from '../../sandbox/start.ts';
import { controlAt, type Control, type SandboxState } from './control.ts';
import { startKvcert, type Ended, type Running } from './kvcert.ts';

export type Environment = Readonly<Record<string, string>>;

export interface ProductWorld {
  readonly ready: Ready;
  readonly control: Control;
  /** Environment of the product: the sandbox's, and a state folder of this world's own. */
  readonly env: Environment;
  /** `$XDG_STATE_HOME/kvcert`. */
  readonly stateFolder: string;
  /** Runs the command line to its end. */
  run(...args: readonly string[]): Promise<Ended>;
  /** Starts it; the test ends it. */
  start(...args: readonly string[]): Running;
  /** Runs it in another environment. */
  runIn(env: Environment, ...args: readonly string[]): Promise<Ended>;
  /** The environment of a machine that knows of nothing: its state folder is empty. */
  anotherMachine(): Promise<Environment>;
  /** The environment of another principal of the sandbox. */
  envOf(principal: string): Environment;
  close(): Promise<void>;
}

export async function startProductWorld(options: SandboxOptions = {}): Promise<ProductWorld> {
  const sandbox = await startSandbox(options);
  const home = await mkdtemp(join(tmpdir(), 'kvcert-product-'));
  const { ready } = sandbox;
  const env = { ...ready.env, XDG_STATE_HOME: home };
  return {
    ready,
    control: controlAt(ready.control),
    env,
    stateFolder: join(home, 'kvcert'),
    run: (...args) => startKvcert(env, args).ended,
    start: (...args) => startKvcert(env, args),
    runIn: (other, ...args) => startKvcert(other, args).ended,
    anotherMachine: async () => ({ ...env, XDG_STATE_HOME: await mkdtemp(join(home, 'machine-')) }),
    envOf(name) {
      const principal = ready.principals.find((candidate) => candidate.name === name);
      assert.ok(principal, `the sandbox has no principal ${name}`);
      const { clientId, clientSecret } = principal;
      return { ...env, AZURE_CLIENT_ID: clientId, AZURE_CLIENT_SECRET: clientSecret };
    },
    async close() {
      await sandbox.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** What a stranger has put into the DNS and must find there again. */
export interface Stranger {
  readonly zone: string;
  /** Relative to the zone. */
  readonly record: string;
  readonly value: string;
}

/**
 * The sandbox's own state and log show: no TXT value of ours, no pending operation of ours, no
 * claim, every stranger's value, no host asked that nobody stands for. The journal is empty.
 */
export async function assertNothingLeft(
  world: Pick<ProductWorld, 'control' | 'stateFolder'>,
  {
    strangers = [],
    foreignOperations = [],
    foreignClaims = [],
    of,
  }: {
    readonly strangers?: readonly Stranger[];
    /** Names of certificates on which somebody else's operation is pending. */
    readonly foreignOperations?: readonly string[];
    /** Names of certificates on whose tags somebody else's claim stands. */
    readonly foreignClaims?: readonly string[];
    /** Only what one of several clients has to do with is looked at; see client.ts. */
    readonly of?: { readonly name: string; readonly stateFolder: string };
  } = {},
): Promise<void> {
  const whole = await world.control.state();
  const state = of === undefined ? whole : partOf(whole, of.name);
  const values = state.zones.flatMap((zone) =>
    zone.recordSets
      .filter(({ type }) => type === 'TXT')
      .flatMap((set) => set.values.map((value) => ({ zone: zone.name, record: set.name, value }))),
  );
  const order = (list: readonly Stranger[]): readonly string[] =>
    list.map(({ zone, record, value }) => `${zone} ${record} ${value}`).toSorted();
  assert.deepEqual(order(values), order(strangers), 'TXT values in the zones');
  const marks = state.zones.flatMap((zone) =>
    zone.recordSets.flatMap((set) => Object.keys(set.metadata)),
  );
  assert.deepEqual(
    marks.filter((key) => key.startsWith('kvcert_')),
    [],
    'our metadata',
  );
  const certificates = state.vaults.flatMap((vault) => vault.certificates);
  const pending = certificates
    .filter((certificate) => certificate.pending?.status === 'inProgress')
    .map(({ name }) => name);
  assert.deepEqual(pending.toSorted(), foreignOperations.toSorted(), 'pending operations');
  const claims = certificates
    .filter(({ versions, placeholder }) =>
      [...versions, ...(placeholder ? [placeholder] : [])].some(
        ({ tags }) => 'kvcert-owner' in tags,
      ),
    )
    .map(({ name }) => name);
  assert.deepEqual(claims.toSorted(), foreignClaims.toSorted(), 'claims on certificates');
  assert.deepEqual(await world.control.refused(), [], 'hosts that were refused');
  const journal = await readdir(join((of ?? world).stateFolder, 'operations')).catch(() => []);
  // A process that is killed while it writes its first entry leaves the draft of it, and did nothing.
  const entries = journal.filter((name) => name.endsWith('.json'));
  assert.deepEqual(entries, [], 'journal entries');
}

function partOf({ vaults, zones }: SandboxState, client: string): SandboxState {
  return {
    vaults: vaults.map((vault) => ({
      ...vault,
      certificates: vault.certificates.filter(({ name }) => name === client),
    })),
    zones: zones.map((zone) => ({
      ...zone,
      recordSets: zone.recordSets.filter(({ name }) => name === `_acme-challenge.${client}`),
    })),
  };
}
