import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lockCertificate } from '../../../src/app/certificate-lock.ts';
import { prepareGoingBack, type GoBackWish } from '../../../src/app/go-back.ts';
import { acmePolicy } from '../../../src/domain/acme-policy.ts';
import type { GoBackObstacle } from '../../../src/domain/error-reasons.ts';
import { CertError, isCertError, type ErrorCode } from '../../../src/domain/errors.ts';
import type { HistoryEntry } from '../../../src/domain/history.ts';
import type { Note } from '../../../src/domain/issuance-news.ts';
import { policyKeyOf } from '../../../src/domain/key-type.ts';
import type { CertificateBundle, Tags, Vault } from '../../../src/domain/key-vault.ts';
import { claimFor, formatClaim } from '../../../src/domain/ownership.ts';
import type { Pki } from '../../../src/domain/pki.ts';
import type { ReturnedVersion } from '../../../src/domain/version-return.ts';
import { SkippingClock } from '../acme/test-clock.ts';
import { FakeDns } from './fake-dns.ts';
import { fakeCsr, fakePki } from './fake-pki.ts';
import { FakeVault } from './fake-vault.ts';
import { withLockFolder } from './issuance-world.ts';
import { Wire } from './wire.ts';

const VAULT: Vault = {
  ...{ id: '/vaults/contoso', name: 'contoso', uri: 'https://contoso.vault.azure.example' },
  ...{ subscriptionId: 's', resourceGroup: 'g', tenantId: 't', location: 'l' },
};
const POLICY = acmePolicy(['www.example.com'], policyKeyOf('ec-p256'));
const OLD = 'a'.repeat(32);
const NEWEST = 'b'.repeat(32);
const BACK = 'c'.repeat(32);
const { signal } = new AbortController();

/** A vault with versions, newest first; each has a key of its own unless `key` says otherwise. */
class VersionedVault extends FakeVault {
  bundles: readonly CertificateBundle[] = [];

  override get(): Promise<CertificateBundle | undefined> {
    return Promise.resolve(this.bundles[0]);
  }

  override getVersion(_name: string, version: string): Promise<CertificateBundle | undefined> {
    return Promise.resolve(this.bundles.find((each) => each.version === version));
  }
}

/** Certificates are told apart by their keys. */
const pki: Pki = {
  ...fakePki,
  readCertificate: (der) => {
    const facts = fakePki.readCertificate(der);
    return { ...facts, thumbprint: facts.publicKey.fingerprint };
  },
};

function bundle(version: string, change: Partial<CertificateBundle> = {}): CertificateBundle {
  const der = Buffer.from(fakeCsr(POLICY.dnsNames, POLICY.key, version));
  const { thumbprint, notBefore, notAfter } = pki.readCertificate(der);
  return {
    ...{ vault: VAULT.name, name: 'www', version, der, thumbprint, notBefore, notAfter },
    ...{ enabled: true, tags: {}, policy: POLICY, hasOperation: false },
    ...change,
  };
}

class World {
  readonly clock = new SkippingClock();
  readonly vault = new VersionedVault(VAULT, new Wire());
  readonly endings: Omit<HistoryEntry, 'at'>[] = [];
  readonly notes: Note[] = [];
  readonly imported: { readonly version: string; readonly tags: Tags }[] = [];
  readonly lockFolder: string;
  /** What the vault answers to an import. */
  returned: Partial<ReturnedVersion> = {};
  failure: CertError | undefined;

  constructor(lockFolder: string) {
    this.lockFolder = lockFolder;
    this.vault.bundles = [bundle(NEWEST, { tags: { team: 'web' } }), bundle(OLD)];
  }

  prepare(wish: Partial<GoBackWish> = {}) {
    const { vault, clock, lockFolder } = this;
    const inventory = new FakeDns([], new Wire()).inventoryWith([VAULT]);
    return prepareGoingBack(
      {
        ...{ inventory, clock, lockFolder, pki, vaultOf: () => vault },
        ...{ owner: 'anna@pc', user: 'anna@contoso.com', randomHex: () => '0123456789abcdef' },
        history: {
          append: (entry) => Promise.resolve(void this.endings.push(entry)),
          read: () => Promise.resolve({ entries: [], damaged: 0 }),
        },
        versionReturn: {
          reimport: (_vault, { version, tags }) => {
            this.imported.push({ version, tags });
            if (this.failure) return Promise.reject(this.failure);
            const thumbprint = bundle(OLD).thumbprint ?? '';
            return Promise.resolve({ version: BACK, thumbprint, ...this.returned });
          },
        },
      },
      { target: { vault: 'contoso', name: 'www' }, version: OLD, ...wish },
      signal,
    );
  }

  async goBack(): Promise<ReturnedVersion> {
    const note = (told: Note): void => void this.notes.push(told);
    return (await this.prepare()).carryOut({ note }, signal);
  }
}

const inWorld = (work: (world: World) => Promise<void>) => () =>
  withLockFolder((folder) => work(new World(folder)));

describe('going back is refused before anything is imported', () => {
  const cases: readonly [string, GoBackObstacle, (world: World) => Partial<GoBackWish>][] = [
    ['to the newest version', 'newest', () => ({ version: NEWEST })],
    [
      'to a version that is the same certificate as the newest',
      'newest',
      ({ vault }) => {
        const { der, thumbprint } = bundle(OLD);
        vault.bundles = [bundle(NEWEST, { der, thumbprint }), bundle(OLD)];
        return {};
      },
    ],
    [
      'to one that is disabled',
      'disabled',
      ({ vault }) => {
        vault.bundles = [bundle(NEWEST), bundle(OLD, { enabled: false })];
        return {};
      },
    ],
    [
      'to one that has expired',
      'expired',
      ({ clock }) => {
        void clock.sleep(100 * 86_400_000);
        return {};
      },
    ],
  ];
  for (const [what, problem, arrange] of cases) {
    it(
      what,
      inWorld(async (world) => {
        const wish = arrange(world);
        await assert.rejects(
          world.prepare(wish),
          (error) => isCertError(error, 'CannotGoBack') && error.facts.problem === problem,
        );
        assert.deepEqual([world.imported, world.endings], [[], []]);
      }),
    );
  }

  it(
    'but not for having expired where that is wanted',
    inWorld(async (world) => {
      await world.clock.sleep(100 * 86_400_000);
      assert.equal((await world.prepare({ force: true })).version, OLD);
    }),
  );

  for (const [what, version] of [
    ['what is no version', '../secrets/www'],
    ['a version that is not there', 'd'.repeat(32)],
    ['one of which nothing was issued', OLD],
  ] as const) {
    it(
      `to ${what}`,
      inWorld(async (world) => {
        world.vault.bundles = [bundle(NEWEST), bundle(OLD, { der: undefined })];
        await assert.rejects(world.prepare({ version }), {
          code: 'CertificateNotFound',
          facts: { vault: 'contoso', name: 'www', version },
        });
      }),
    );
  }

  it(
    'where there is no such certificate',
    inWorld(async (world) => {
      world.vault.bundles = [];
      await assert.rejects(world.prepare(), { code: 'CertificateNotFound' });
    }),
  );
});

describe('going back', () => {
  it(
    'imports the version with the tags of the newest one, without a claim',
    inWorld(async (world) => {
      const old = claimFor(
        { vault: 'contoso', name: 'www' },
        { run: '0'.repeat(16), owner: 'b' },
        0,
      );
      const tags = { team: 'web', 'kvcert-owner': formatClaim(old) };
      world.vault.bundles = [bundle(NEWEST, { tags }), bundle(OLD, { tags: { team: 'old' } })];
      assert.equal((await world.goBack()).version, BACK);
      assert.deepEqual(world.imported, [{ version: OLD, tags: { team: 'web' } }]);
      const [{ kind, outcome, version, by } = {}] = world.endings;
      assert.deepEqual([kind, outcome, version, by], ['go-back', 'done', BACK, 'anna@pc']);
      assert.deepEqual(world.notes, []);
    }),
  );

  const refusals: readonly [string, ErrorCode, (world: World) => void][] = [
    [
      'gives way to whoever is at work on it',
      'WorkInProgress',
      ({ vault, clock }) => {
        const target = { vault: 'contoso', name: 'www' };
        const claim = claimFor(target, { run: '1'.repeat(16), owner: 'bert@pc' }, clock.now());
        const tags = { 'kvcert-owner': formatClaim(claim) };
        vault.bundles = [bundle(NEWEST, { tags }), bundle(OLD)];
      },
    ],
    [
      'says what the vault refuses',
      'VaultForbidden',
      (world) => {
        const facts = { vault: 'contoso', gate: 'rbac', message: 'no' } as const;
        world.failure = new CertError('VaultForbidden', facts);
      },
    ],
    [
      'is no success where another certificate came out of it',
      'CertificateMismatch',
      (world) => {
        world.returned = { thumbprint: 'ab' };
      },
    ],
  ];
  for (const [what, code, arrange] of refusals) {
    it(
      `${what}, and the history knows`,
      inWorld(async (world) => {
        arrange(world);
        await assert.rejects(world.goBack(), { code });
        assert.deepEqual(
          world.endings.map(({ outcome, errorCode }) => [outcome, errorCode]),
          [['failed', code]],
        );
      }),
    );
  }

  it(
    'stops where a newer version has come since somebody looked',
    inWorld(async (world) => {
      const back = await world.prepare();
      world.vault.bundles = [bundle('e'.repeat(32)), ...world.vault.bundles];
      await assert.rejects(back.carryOut({ note: () => undefined }, signal), {
        code: 'CertificateChanged',
      });
      assert.deepEqual(world.imported, []);
    }),
  );

  it(
    'waits for no other process on this machine',
    inWorld(async (world) => {
      const lock = await lockCertificate(world.lockFolder, 'contoso', 'www');
      assert.ok('release' in lock);
      await assert.rejects(world.goBack(), { code: 'OperationRunning' });
      await lock.release();
      assert.equal((await world.goBack()).version, BACK);
    }),
  );

  it(
    'says that the policy stays as the older version needs it, and has gone back all the same',
    inWorld(async (world) => {
      const policyFailure = new CertError('HostTimeout', { host: 'contoso', seconds: 30 });
      world.returned = { policyFailure };
      await world.goBack();
      assert.deepEqual(world.notes, [
        {
          kind: 'policy-of-older',
          error: { code: 'HostTimeout', facts: { host: 'contoso', seconds: 30 } },
        },
      ]);
      assert.equal(world.endings[0]?.outcome, 'done');
    }),
  );
});
