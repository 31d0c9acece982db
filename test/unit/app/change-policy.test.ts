import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { preparePolicyChange, type PolicyChanging } from '../../../src/app/change-policy.ts';
import { acmePolicy } from '../../../src/domain/acme-policy.ts';
import type { CertificatePolicy } from '../../../src/domain/certificate-policy.ts';
import { CertError, isCertError, type ErrorCode } from '../../../src/domain/errors.ts';
import { policyKeyOf } from '../../../src/domain/key-type.ts';
import { claimFor, formatClaim, OWNER_TAG } from '../../../src/domain/ownership.ts';
import type { PolicyChange } from '../../../src/domain/policy-change.ts';
import { IssuanceWorld, withLockFolder } from './issuance-world.ts';

const TARGET = { vault: 'contoso', name: 'www' };
const OLD: CertificatePolicy = {
  ...acmePolicy(['example.com'], policyKeyOf('rsa-2048')),
  issuer: 'Self',
  validityMonths: 12,
};

class World extends IssuanceWorld {
  /** What the service has been asked to write. */
  readonly written: CertificatePolicy[] = [];
  /** Reading fails once something was written. */
  goesSilent = false;

  prepare(change: PolicyChange): Promise<PolicyChanging> {
    const { vault } = this;
    const overridden = {
      get: (name: string, signal?: AbortSignal) => {
        const silent = this.goesSilent && this.written.length > 0;
        return silent
          ? Promise.reject(new CertError('HostTimeout', { host: 'contoso', seconds: 30 }))
          : vault.get(name, signal);
      },
      replacePolicy: (name: string, policy: CertificatePolicy) => {
        this.written.push(policy);
        return vault.replacePolicy(name, policy);
      },
    };
    const watched = new Proxy(vault, {
      get: (target, member) =>
        Object.hasOwn(overridden, member)
          ? overridden[member as keyof typeof overridden]
          : (Reflect.get(target, member) as unknown),
    });
    const issuers = [{ name: 'DigiCert', provider: 'DigiCert' }];
    return preparePolicyChange(
      {
        ...this.desk,
        vaultOf: () => watched,
        issuersOf: () => ({
          get: (name) => Promise.resolve(issuers.find((issuer) => issuer.name === name)),
          list: () => Promise.resolve(issuers),
        }),
      },
      { target: TARGET, change },
      new AbortController().signal,
    );
  }

  async change(change: PolicyChange, signal = new AbortController().signal) {
    return (await this.prepare(change)).carryOut(this.reporter, signal);
  }

  get deeds(): readonly (string | undefined)[][] {
    return this.endings.map(({ kind, outcome, errorCode }) => [kind, outcome, errorCode]);
  }
}

const refusal =
  (code: ErrorCode) =>
  (error: unknown): boolean =>
    isCertError(error, code);

const inWorld = (work: (world: World) => Promise<void>) => () =>
  withLockFolder((folder) => {
    const world = new World(folder);
    world.vault.put('www', OLD, { team: 'web' });
    return work(world);
  });

describe('a change of a policy', () => {
  it(
    'is said before it is made, and made of what is named alone',
    inWorld(async (world) => {
      const changing = await world.prepare({ validityMonths: 6 });
      assert.deepEqual(
        changing.differences.map(({ field }) => field),
        ['x509_props.validity_months'],
      );
      assert.equal(changing.isRenewedByAcme, false);
      assert.deepEqual(world.written, []);
      const { policy } = await changing.carryOut(world.reporter, new AbortController().signal);
      assert.deepEqual(policy, { ...OLD, validityMonths: 6 });
      assert.deepEqual(world.written, [policy]);
      assert.deepEqual(world.deeds, [['change-policy', 'done', undefined]]);
      assert.deepEqual(world.endings[0]?.dnsNames, ['example.com']);
    }),
  );

  it(
    'leaves what somebody else has changed since it was looked at',
    inWorld(async (world) => {
      const changing = await world.prepare({ validityMonths: 6 });
      world.vault.supersede('www', { contentType: 'application/x-pem-file' });
      const outcome = await changing.carryOut(world.reporter, new AbortController().signal);
      assert.equal(outcome.policy.contentType, 'application/x-pem-file');
      assert.equal(outcome.policy.validityMonths, 6);
    }),
  );

  it(
    'is refused before anything is written where the service would not take it',
    inWorld(async (world) => {
      await assert.rejects(world.prepare({ validityMonths: 0 }), refusal('InvalidPolicy'));
      await assert.rejects(world.prepare({ issuer: 'Nobody' }), refusal('IssuerNotFound'));
      assert.deepEqual([world.written, world.deeds], [[], []]);
      assert.equal((await world.change({ issuer: 'DigiCert' })).policy.issuer, 'DigiCert');
    }),
  );

  it(
    'waits for whoever is at work on the certificate, and for nobody who is cancelled',
    inWorld(async (world) => {
      const changing = await world.prepare({ validityMonths: 6 });
      const cancelled = AbortSignal.abort(new CertError('Cancelled', { during: '' }));
      await assert.rejects(changing.carryOut(world.reporter, cancelled), refusal('Cancelled'));
      const claim = claimFor(TARGET, { run: '0'.repeat(16), owner: 'bob@pc' }, world.clock.now());
      world.vault.change('www', { tags: { [OWNER_TAG]: formatClaim(claim) } });
      const { signal } = new AbortController();
      await assert.rejects(changing.carryOut(world.reporter, signal), refusal('WorkInProgress'));
      assert.deepEqual(world.written, []);
      assert.deepEqual(
        world.deeds.map(([, outcome, code]) => [outcome, code]),
        [
          ['cancelled', 'Cancelled'],
          ['failed', 'WorkInProgress'],
        ],
      );
    }),
  );

  it(
    'is made although it cannot be read afterwards',
    inWorld(async (world) => {
      world.goesSilent = true;
      const { policy, differences } = await world.change({ validityMonths: 6 });
      assert.equal(policy.validityMonths, 6);
      assert.equal(differences.length, 1);
      assert.deepEqual(world.deeds, [['change-policy', 'done', undefined]]);
    }),
  );

  it(
    'is told to be for nothing where ACME sets what it names',
    inWorld(async (world) => {
      world.vault.put('www', { ...OLD, issuer: 'Unknown' }, { 'kvcert-ca': 'letsencrypt' });
      assert.equal((await world.prepare({ validityMonths: 6 })).isRenewedByAcme, true);
    }),
  );
});
