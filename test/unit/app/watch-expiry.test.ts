import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  checkEverything,
  isDue,
  type CheckProgress,
  type ExpiryWatch,
  type WatchedDirectory,
} from '../../../src/app/watch-expiry.ts';
import { CertError } from '../../../src/domain/errors.ts';
import type { UnlistedSubscription } from '../../../src/domain/inventory.ts';
import type { CertificateSummary, Vault } from '../../../src/domain/key-vault.ts';
import { SkippingClock } from '../acme/test-clock.ts';

const DAY = 86_400_000;

function vault(name: string, subscriptionId = 'sub'): Vault {
  const rest = { uri: '', resourceGroup: 'rg', tenantId: 'tenant', location: 'westeurope' };
  return { id: `/subscriptions/${subscriptionId}/vaults/${name}`, name, subscriptionId, ...rest };
}

function certificate(name: string): CertificateSummary {
  const notAfter = new Date('2026-12-01T00:00:00Z');
  return {
    vault: '',
    name,
    thumbprint: 'ab',
    enabled: true,
    notBefore: undefined,
    notAfter,
    tags: {},
  };
}

const FORBIDDEN = new CertError('VaultForbidden', { vault: 'v', gate: 'rbac', message: '' });

interface Scene {
  /** Vaults by directory. */
  readonly directories: Readonly<Record<string, readonly Vault[]>>;
  /** `directory/vault` that may not be listed. */
  readonly locked?: readonly string[];
  readonly unlisted?: readonly UnlistedSubscription[];
  /** Directories to which nobody is signed in. */
  readonly signedOut?: readonly string[];
  readonly chosen?: (directory: string, subscriptionId: string) => boolean;
}

function scene({ directories, locked = [], unlisted = [], signedOut = [], chosen }: Scene) {
  const asked: string[] = [];
  const remembered: string[] = [];
  const kept: string[][] = [];
  let atWork = 0;
  let most = 0;
  const directory = (key: string, vaults: readonly Vault[]): WatchedDirectory => ({
    key,
    engine: () =>
      signedOut.includes(key)
        ? Promise.reject(new CertError('SignInNeeded', { account: 'anna', tenant: key }))
        : Promise.resolve({
            subscriptions: () => Promise.resolve([]),
            vaults: () => Promise.resolve(vaults),
            unlisted: () => Promise.resolve(unlisted),
            async *certificates({ name }: Vault, signal: AbortSignal) {
              asked.push(`${key}/${name}`);
              most = Math.max(most, (atWork += 1));
              try {
                await turn();
                signal.throwIfAborted();
                if (locked.includes(`${key}/${name}`)) throw FORBIDDEN;
                yield [certificate('a')];
                yield [certificate('b')];
              } finally {
                atWork -= 1;
              }
            },
          }),
  });
  const watch: ExpiryWatch = {
    directories: Object.entries(directories).map(([key, vaults]) => directory(key, vaults)),
    chosen: {
      includes: ({ directory, subscriptionId }) => chosen?.(directory, subscriptionId) ?? true,
    },
    cache: {
      rememberInventory: (key) => Promise.resolve(void remembered.push(key)),
      rememberCertificates: ({ name }, { certificates }) =>
        Promise.resolve(void remembered.push(`${name}: ${certificates.length}`)),
      keepOnly: (keys, vaults) =>
        Promise.resolve(void kept.push([...keys, ...vaults.map(({ name }) => name)])),
    },
    clock: new SkippingClock(),
  };
  return { watch, asked, remembered, kept, most: () => most, atWork: () => atWork };
}

const { signal } = new AbortController();

describe('the check of everything', () => {
  it('lists every vault of the chosen subscriptions once, and remembers what it has seen', async () => {
    const { watch, asked, remembered, kept } = scene({
      directories: {
        anna: [vault('v1'), vault('v2'), vault('hidden', 'other')],
        bob: [vault('v3')],
      },
      chosen: (_directory, subscription) => subscription === 'sub',
    });
    const told: CheckProgress[] = [];
    const outcome = await checkEverything(watch, signal, (progress) => told.push(progress));
    assert.deepEqual(outcome, { vaults: 3, certificates: 6, failures: [] });
    assert.deepEqual(asked, ['anna/v1', 'anna/v2', 'bob/v3']);
    assert.deepEqual(remembered, ['anna', 'bob', 'v1: 2', 'v2: 2', 'v3: 2']);
    assert.deepEqual(
      told.map(({ done, of, directory, vault: { name }, certificates }) => [
        `${done}/${of} ${directory} ${name}`,
        certificates?.map((each) => each.name),
      ]),
      [
        ['1/3 anna v1', ['a', 'b']],
        ['2/3 anna v2', ['a', 'b']],
        ['3/3 bob v3', ['a', 'b']],
      ],
    );
    assert.deepEqual(kept, [['anna', 'bob', 'v1', 'v2', 'hidden', 'v3']]);
  });

  it('lists a vault once that two accounts see, whatever the case of its id', async () => {
    const shouting = { ...vault('v1'), id: vault('v1').id.toUpperCase() };
    const { watch, asked } = scene({ directories: { anna: [vault('v1')], bob: [shouting] } });
    assert.equal((await checkEverything(watch, signal)).vaults, 1);
    assert.deepEqual(asked, ['anna/v1']);
  });

  it('goes through the other account where the first one may not', async () => {
    const both = { anna: [vault('v1')], bob: [vault('v1')] };
    const { watch, asked } = scene({ directories: both, locked: ['anna/v1'] });
    const outcome = await checkEverything(watch, signal);
    assert.deepEqual(outcome, { vaults: 1, certificates: 2, failures: [] });
    assert.deepEqual(asked, ['anna/v1', 'bob/v1']);
  });

  it('goes through the account for which the subscription was chosen', async () => {
    const { watch, asked } = scene({
      directories: { anna: [vault('v1')], bob: [vault('v1')] },
      chosen: (directory) => directory === 'bob',
    });
    await checkEverything(watch, signal);
    assert.deepEqual(asked, ['bob/v1']);
  });

  it('tells what failed of each vault, and goes on with the others', async () => {
    const { watch, remembered, kept } = scene({
      directories: { anna: [vault('v1'), vault('v2')] },
      locked: ['anna/v1'],
    });
    const told: CheckProgress[] = [];
    const outcome = await checkEverything(watch, signal, (progress) => told.push(progress));
    assert.deepEqual(outcome, {
      vaults: 2,
      certificates: 2,
      failures: [{ directory: 'anna', vault: vault('v1'), error: FORBIDDEN }],
    });
    const failed = told.find(({ failure }) => failure !== undefined);
    assert.equal(failed?.certificates, undefined);
    assert.deepEqual(remembered, ['anna', 'v2: 2']);
    // The vault is there, it could only not be read.
    assert.deepEqual(kept, [['anna', 'v1', 'v2']]);
  });

  it('tells of a directory that nobody is signed in to, and forgets nothing then', async () => {
    const { watch, asked, kept } = scene({
      directories: { anna: [vault('v1')], bob: [vault('v2')] },
      signedOut: ['bob'],
    });
    const { vaults, failures } = await checkEverything(watch, signal);
    assert.equal(vaults, 1);
    assert.deepEqual(
      failures.map(({ directory, error }) => [directory, error.code]),
      [['bob', 'SignInNeeded']],
    );
    assert.deepEqual(asked, ['anna/v1']);
    assert.deepEqual(kept, []);
  });

  it('tells of subscriptions whose vaults could not be listed', async () => {
    const unlisted = [{ subscriptionId: 'locked', error: FORBIDDEN }];
    const { watch, kept } = scene({ directories: { anna: [vault('v1')] }, unlisted });
    const { failures } = await checkEverything(watch, signal);
    assert.deepEqual(failures, [{ directory: 'anna', subscriptionId: 'locked', error: FORBIDDEN }]);
    assert.deepEqual(kept, []);
  });

  it('ends with the reason when it is cancelled, with nothing under way', async () => {
    const vaults = Array.from({ length: 40 }, (_, index) => vault(`v${index}`));
    const { watch, asked, atWork, kept } = scene({ directories: { anna: vaults } });
    const controller = new AbortController();
    const reason = new Error('the window closes');
    const check = checkEverything(watch, controller.signal, () => {
      controller.abort(reason);
    });
    await assert.rejects(check, reason);
    assert.equal(atWork(), 0);
    assert.ok(asked.length <= 32, String(asked.length));
    assert.deepEqual(kept, []);
  });

  it('never lists more than sixteen side by side, nor any vault twice', async () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(10), async (counts, lockedEvery) => {
        const directories = Object.fromEntries(
          counts.map((count, d) => [
            `d${d}`,
            Array.from({ length: count }, (_, v) => vault(`d${d}-v${v}`)),
          ]),
        );
        const all = Object.entries(directories).flatMap(([key, vaults]) =>
          vaults.map(({ name }) => `${key}/${name}`),
        );
        const locked = all.filter((_, index) => lockedEvery > 0 && index % lockedEvery === 0);
        const { watch, asked, most } = scene({ directories, locked });
        const outcome = await checkEverything(watch, signal);
        assert.deepEqual(asked.toSorted(), all.toSorted());
        assert.equal(outcome.vaults, all.length);
        assert.equal(outcome.failures.length, locked.length);
        assert.equal(outcome.certificates, 2 * (all.length - locked.length));
        assert.equal(most(), Math.min(16, all.length));
      }),
      { numRuns: 40 },
    );
  });
});

describe('a check', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');
  const table: readonly [string, number | undefined, boolean][] = [
    ['was never done', undefined, true],
    ['was done a day ago', now - DAY, true],
    ['was done almost a day ago', now - DAY + 1, false],
    ['was just done', now, false],
    ['was done tomorrow, by a clock that was wrong', now + 1, true],
  ];
  for (const [what, lastCheck, due] of table) {
    it(`is ${due ? 'due' : 'not due'} where it ${what}`, () => {
      assert.equal(isDue(lastCheck, now), due);
    });
  }
});
