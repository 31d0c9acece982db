import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  prepareVaultCreation,
  type VaultCreation,
  type VaultCreationWish,
} from '../../../src/app/create-in-vault.ts';
import { acmePolicy } from '../../../src/domain/acme-policy.ts';
import { CertError, isCertError, type ErrorCode } from '../../../src/domain/errors.ts';
import { policyKeyOf } from '../../../src/domain/key-type.ts';
import type { CertificateVault, PendingOperation, Tags } from '../../../src/domain/key-vault.ts';
import { SkippingClock } from '../acme/test-clock.ts';
import { IssuanceWorld, withLockFolder } from './issuance-world.ts';

const TARGET = { vault: 'contoso', name: 'www' };
const SELF: VaultCreationWish = {
  target: TARGET,
  change: { issuer: 'Self', dnsNames: ['example.com'], key: { kty: 'EC', curve: 'P-256' } },
};
const BY_HAND: VaultCreationWish = { ...SELF, change: { ...SELF.change, issuer: 'Unknown' } };
const NAMED: VaultCreationWish = { ...SELF, change: { ...SELF.change, issuer: 'DigiCert' } };
const OLD = acmePolicy(['old.example'], policyKeyOf('ec-p256'));

/** What becomes of an operation at each look; the last one stays. */
type Fates = readonly Partial<PendingOperation>[];

class World extends IssuanceWorld {
  readonly asked: string[] = [];
  given: { readonly tags: Tags; readonly enabled: boolean } | undefined;
  /** Whether the answer to `create` is lost, or somebody was quicker. */
  mishap: 'lost' | 'quicker' | undefined;
  #begun: PendingOperation | undefined;
  #fates: Fates = [{}, { status: 'completed' }];

  then(...fates: Fates): this {
    this.#fates = fates;
    return this;
  }

  prepare(wish: VaultCreationWish): Promise<VaultCreation> {
    const { signal } = new AbortController();
    const issuers = ['DigiCert', 'GlobalSign'].map((name) => ({ name, provider: name }));
    return prepareVaultCreation(
      {
        ...this.desk,
        vaultOf: () => this.#vault(),
        upkeepOf: () => ({
          requestCancellation: (name) => {
            this.asked.push(`cancel ${name}`);
            return Promise.resolve(this.#begun);
          },
        }),
        issuersOf: () => ({
          get: (name) => Promise.resolve(issuers.find((issuer) => issuer.name === name)),
          list: () => Promise.resolve(issuers),
        }),
      },
      wish,
      signal,
    );
  }

  async make(wish: VaultCreationWish, signal = new AbortController().signal) {
    return (await this.prepare(wish)).carryOut(this.reporter, signal);
  }

  /** The fake vault, in which an issuer answers. */
  #vault(): CertificateVault {
    const { vault } = this;
    let looks = 0;
    return {
      name: vault.name,
      list: (signal) => vault.list(signal),
      isSoftDeleted: (name) => vault.isSoftDeleted(name),
      getVersion: (name, version) => vault.getVersion(name, version),
      versions: (name) => vault.versions(name),
      merge: (name, chain) => vault.merge(name, chain),
      replaceTags: (name, version, tags) => vault.replaceTags(name, version, tags),
      replacePolicy: (name, policy) => vault.replacePolicy(name, policy),
      get: (name, signal) => vault.get(name, signal),
      getPending: async (name) => {
        if (!this.#begun) return vault.getPending(name);
        const found = { ...this.#begun, ...this.#fates[Math.min(looks, this.#fates.length - 1)] };
        looks += 1;
        if (found.status === 'completed') {
          const pending = await vault.getPending(name);
          if (pending?.csr) await vault.merge(name, [pending.csr]);
        }
        return found;
      },
      createPending: async (name, policy, tags, _signal, { enabled } = { enabled: true }) => {
        this.asked.push(`create ${name} ${policy.issuer}`);
        this.given = { tags, enabled };
        if (this.mishap === 'quicker') vault.begin(name, { ...policy, issuer: 'Self' }, {});
        const operation = await vault.createPending(name, policy, tags);
        this.#begun = { ...operation, issuer: policy.issuer };
        if (this.mishap === 'lost') {
          throw new CertError('HostTimeout', { host: 'contoso', seconds: 30 });
        }
        return this.#begun;
      },
      deletePending: (name) => {
        this.asked.push(`delete ${name}`);
        return vault.deletePending(name);
      },
    };
  }
}

const refusal =
  (code: ErrorCode) =>
  (error: unknown): boolean =>
    isCertError(error, code);

const inWorld = (work: (world: World) => Promise<void>) => () =>
  withLockFolder((folder) => work(new World(folder)));

describe('a certificate that Key Vault makes', () => {
  it(
    'is signed by its own key',
    inWorld(async (world) => {
      const creation = await world.prepare({ ...SELF, tags: { team: 'web' } });
      assert.deepEqual(world.asked, []);
      assert.deepEqual([creation.kind, creation.replaces], ['self', undefined]);
      const made = await creation.carryOut(world.reporter, new AbortController().signal);
      assert.ok('issued' in made);
      assert.deepEqual(made.issued.dnsNames, ['example.com']);
      assert.deepEqual(world.asked, ['create www Self']);
      assert.deepEqual(world.given, { tags: { team: 'web' }, enabled: true });
      assert.deepEqual(
        world.endings.map(({ kind, outcome, ca }) => [kind, outcome, ca]),
        [['create', 'done', 'Self']],
      );
    }),
  );

  it(
    'is asked for at an issuer that the vault knows',
    inWorld(async (world) => {
      const nobody = { ...NAMED, change: { ...NAMED.change, issuer: 'Nobody' } };
      await assert.rejects(world.prepare(nobody), (error) => {
        assert.ok(isCertError(error, 'IssuerNotFound'));
        assert.deepEqual(error.facts.known, ['DigiCert', 'GlobalSign']);
        return true;
      });
      assert.ok('issued' in (await world.make(NAMED)));
    }),
  );

  it(
    'waits as a CSR where a person asks the CA',
    inWorld(async (world) => {
      const made = await world.make({ ...BY_HAND, disabled: true });
      assert.ok('csr' in made);
      assert.deepEqual(world.given, { tags: {}, enabled: false });
      const endings = world.endings.map(({ kind, outcome, dnsNames }) => [kind, outcome, dnsNames]);
      assert.deepEqual(endings, [['request', 'done', ['example.com']]]);
      await assert.rejects(world.make(BY_HAND), refusal('ForeignPendingOperation'));
    }),
  );

  it(
    'is a new version only where that is said, with the policy and the tags that are there',
    inWorld(async (world) => {
      const tags = { team: 'web', 'kvcert-ca': 'letsencrypt', owner: 'ada' };
      world.vault.put('www', { ...OLD, ekus: ['1.2.3'] }, tags);
      await assert.rejects(world.prepare(SELF), refusal('CertificateExists'));
      const { policy, replaces } = await world.prepare({ ...SELF, newVersion: true });
      assert.deepEqual([policy.ekus, policy.subject], [['1.2.3'], 'CN=example.com']);
      assert.equal(replaces, 'version-1');
      await world.make({ ...BY_HAND, newVersion: true, tags: { team: 'shop' } });
      assert.deepEqual(world.given?.tags, { team: 'shop', owner: 'ada' });
    }),
  );

  it(
    'is not begun where something is wrong',
    inWorld(async (world) => {
      const wrong = { ...SELF, change: { ...SELF.change, validityMonths: 0 } };
      await assert.rejects(world.prepare(wrong), refusal('InvalidPolicy'));
      await assert.rejects(world.prepare({ ...SELF, change: {} }), refusal('InvalidPolicy'));
      await assert.rejects(
        world.prepare({ ...SELF, tags: { 'kvcert-ca': 'x' } }),
        refusal('InvalidTag'),
      );
      const many = Object.fromEntries(Array.from({ length: 16 }, (_, n) => [`t${n}`, 'x']));
      await assert.rejects(world.prepare({ ...SELF, tags: many }), refusal('TooManyTags'));
      world.vault.softDelete('www');
      await assert.rejects(world.prepare(SELF), refusal('NameSoftDeleted'));
      assert.deepEqual(world.asked, []);
    }),
  );

  it(
    'is not begun while somebody else is at work on it',
    inWorld(async (world) => {
      const until = Math.floor(world.clock.now() / 1000) + 60;
      const claim = `run=bbbbbbbbbbbbbbbb since=1 until=${until} by=bob@pc for=contoso/www`;
      world.vault.put('www', OLD, { 'kvcert-owner': claim });
      const again = { ...SELF, newVersion: true };
      await assert.rejects(world.prepare(again), refusal('WorkInProgress'));
      world.vault.put('www', OLD, {});
      const creation = await world.prepare(again);
      world.vault.supersede('www');
      const { signal } = new AbortController();
      await assert.rejects(
        creation.carryOut(world.reporter, signal),
        refusal('CertificateChanged'),
      );
      assert.deepEqual(world.asked, []);
    }),
  );

  it(
    'is nobody else’s where somebody was quicker',
    inWorld(async (world) => {
      world.mishap = 'quicker';
      await assert.rejects(world.make(SELF), (error) => {
        assert.ok(isCertError(error, 'ForeignPendingOperation'));
        assert.deepEqual(error.facts.pendingNames, ['example.com']);
        return true;
      });
      assert.deepEqual(world.asked, ['create www Self']);
    }),
  );

  it(
    'is ours where only the answer was lost',
    inWorld(async (world) => {
      world.mishap = 'lost';
      assert.ok('issued' in (await world.make(SELF)));
      assert.deepEqual(world.asked, ['create www Self']);
    }),
  );

  it(
    'is left to an issuer that takes its time',
    inWorld(async (world) => {
      world.then({});
      await assert.rejects(world.make({ ...NAMED, patience: 3000 }), refusal('IssuerPending'));
      assert.deepEqual(world.clock.slept, [1000, 2000]);
      assert.deepEqual([world.asked, world.endings], [['create www DigiCert'], []]);
    }),
  );

  it(
    'is none where the issuer says no',
    inWorld(async (world) => {
      const error = { code: 'Request rejected', message: 'No such domain.' };
      world.then({ status: 'failed', error });
      await assert.rejects(world.make(NAMED), refusal('IssuerRefused'));
      assert.deepEqual(world.asked, ['create www DigiCert', 'delete www']);
      assert.deepEqual(
        world.endings.map(({ outcome, errorCode }) => [outcome, errorCode]),
        [['failed', 'IssuerRefused']],
      );
    }),
  );

  it(
    'is taken back where somebody cancels',
    inWorld(async (world) => {
      const controller = new AbortController();
      const stop = new CertError('Cancelled', { during: 'finalize' });
      world.clock.sleep = (ms, signal) => {
        controller.abort(stop);
        return SkippingClock.prototype.sleep.call(world.clock, ms, signal);
      };
      await assert.rejects(world.then({}).make(NAMED, controller.signal), stop);
      assert.deepEqual(world.asked, ['create www DigiCert', 'cancel www', 'delete www']);
      assert.deepEqual(
        world.endings.map(({ outcome }) => outcome),
        ['cancelled'],
      );
    }),
  );
});
