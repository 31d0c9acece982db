import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renewByIssuer, requestByHand } from '../../../src/app/renew-in-vault.ts';
import { acmePolicy } from '../../../src/domain/acme-policy.ts';
import { CertError, isCertError, type ErrorCode } from '../../../src/domain/errors.ts';
import type { IssuanceWish } from '../../../src/domain/issuance-wish.ts';
import { policyKeyOf } from '../../../src/domain/key-type.ts';
import type { CertificateVault, PendingOperation, Tags } from '../../../src/domain/key-vault.ts';
import { SkippingClock } from '../acme/test-clock.ts';
import { IssuanceWorld, RENEW } from './issuance-world.ts';

const KEY = policyKeyOf('ec-p256');

/** What becomes of an operation at each look; the last answer stays. */
type Fates = readonly (Partial<PendingOperation> | 'gone')[];

class World extends IssuanceWorld {
  readonly asked: string[] = [];
  given: Tags | undefined;
  mayNotDelete = false;
  #begun: PendingOperation | undefined;
  #fates: Fates = [{ status: 'completed' }];

  constructor() {
    super('no locks here');
  }

  withIssuer(issuer: string, tags: Tags = {}): this {
    this.vault.put('www', { ...acmePolicy(['example.com'], KEY), issuer }, tags);
    return this;
  }

  then(...fates: Fates): this {
    this.#fates = fates;
    return this;
  }

  renew(wish: IssuanceWish = RENEW, signal = new AbortController().signal) {
    return renewByIssuer(
      { ...this.desk, vaultOf: () => this.#vault(), upkeepOf: () => this.#upkeep },
      wish,
      this.reporter,
      signal,
    );
  }

  byHand(signal = new AbortController().signal) {
    const desk = { ...this.desk, vaultOf: () => this.#vault() };
    return requestByHand(desk, RENEW.target, this.reporter, signal);
  }

  readonly #upkeep = {
    requestCancellation: (name: string) => {
      this.asked.push(`cancel ${name}`);
      return Promise.resolve(this.#begun);
    },
  };

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
        const fate = this.#fates[Math.min(looks, this.#fates.length - 1)];
        looks += 1;
        if (fate === 'gone') return undefined;
        const found = { ...this.#begun, ...fate };
        if (found.status === 'completed') vault.supersede(name);
        return found;
      },
      createPending: async (name, policy, tags) => {
        this.asked.push(`create ${name} ${policy.issuer}`);
        this.given = tags;
        const operation = await vault.createPending(name, policy, tags);
        this.#begun = { ...operation, issuer: policy.issuer };
        return this.#begun;
      },
      deletePending: (name) => {
        this.asked.push(`delete ${name}`);
        const forbidden = { vault: 'contoso', gate: 'rbac', message: 'no' } as const;
        if (this.mayNotDelete) return Promise.reject(new CertError('VaultForbidden', forbidden));
        return vault.deletePending(name);
      },
    };
  }
}

const refusal =
  (code: ErrorCode) =>
  (error: unknown): boolean =>
    isCertError(error, code);

describe('a certificate that Key Vault’s issuers make', () => {
  it('is asked for once more, with its policy and its tags', async () => {
    const tags = { team: 'web', 'kvcert-attempts': 'failed=1 last=1 code=A' };
    const world = new World().withIssuer('Self', tags).then({}, {}, { status: 'completed' });
    const issued = await world.renew();
    assert.equal(issued?.version, 'version-3');
    assert.deepEqual(issued.dnsNames, ['example.com']);
    assert.deepEqual(world.asked, ['create www Self']);
    assert.deepEqual(world.given, { team: 'web' });
    assert.deepEqual(world.clock.slept, [1000, 2000, 4000]);
    assert.deepEqual(world.history, ['0000000000000001 version-3']);
  });

  it('is left to an issuer that takes its time', async () => {
    const world = new World().withIssuer('DigiCert').then({});
    await assert.rejects(world.renew(), refusal('IssuerPending'));
    assert.deepEqual(world.asked, ['create www DigiCert']);
    assert.deepEqual(world.history, []);
  });

  const refusals: readonly (readonly [string, Partial<PendingOperation>, string, string])[] = [
    [
      'says why',
      { status: 'failed', error: { code: 'Certificate issuer error', message: 'No such domain.' } },
      'Certificate issuer error',
      'No such domain.',
    ],
    ['was cancelled', { status: 'cancelled' }, 'cancelled', ''],
  ];
  for (const [what, fate, code, message] of refusals) {
    it(`leaves nothing of a request whose issuer ${what}`, async () => {
      const world = new World().withIssuer('DigiCert').then(fate);
      await assert.rejects(world.renew(), (error) => {
        assert.ok(isCertError(error, 'IssuerRefused'));
        assert.deepEqual([error.facts.code, error.facts.message], [code, message]);
        return true;
      });
      assert.deepEqual(world.asked, ['create www DigiCert', 'delete www']);
    });
  }

  it('tells what the issuer has said, also where the request may not be deleted', async () => {
    const world = new World().withIssuer('DigiCert').then({ status: 'cancelled' });
    world.mayNotDelete = true;
    await assert.rejects(world.renew(), refusal('IssuerRefused'));
    assert.deepEqual(world.asked, ['create www DigiCert', 'delete www']);
  });

  it('is taken back where somebody cancels', async () => {
    const world = new World().withIssuer('DigiCert').then({});
    const controller = new AbortController();
    const stop = new CertError('Cancelled', { during: 'finalize' });
    world.clock.sleep = (ms, signal) => {
      controller.abort(stop);
      return SkippingClock.prototype.sleep.call(world.clock, ms, signal);
    };
    await assert.rejects(world.renew(RENEW, controller.signal), stop);
    assert.deepEqual(world.asked, ['create www DigiCert', 'cancel www', 'delete www']);
  });

  it('stays as it is: nothing of it can be changed on the way', async () => {
    const world = new World().withIssuer('Self');
    await assert.rejects(world.renew({ ...RENEW, keyType: 'rsa-4096' }), refusal('NotRenewable'));
    assert.deepEqual(world.asked, []);
  });

  it('is not touched while somebody else is at work on it', async () => {
    const world = new World().withIssuer('Self');
    world.vault.begin('www', { ...acmePolicy(['example.com'], KEY), issuer: 'Self' }, {});
    await assert.rejects(world.renew(), refusal('ForeignPendingOperation'));
    const until = Math.floor(world.clock.now() / 1000) + 60;
    const claim = `run=bbbbbbbbbbbbbbbb since=1 until=${until} by=bob@pc for=contoso/www`;
    const claimed = new World().withIssuer('Self', { 'kvcert-owner': claim });
    await assert.rejects(claimed.renew(), refusal('WorkInProgress'));
    assert.deepEqual([...world.asked, ...claimed.asked], []);
  });

  it('is none where it was signed outside', async () => {
    for (const issuer of ['Unknown', 'unknown', '']) {
      assert.equal(await new World().withIssuer(issuer).renew(), undefined);
    }
  });
});

describe('a request by hand', () => {
  it('is a CSR that waits', async () => {
    const world = new World().withIssuer('Unknown', { team: 'web' });
    const csr = await world.byHand();
    assert.deepEqual(world.desk.pki.readCsr(csr).dnsNames, ['example.com']);
    assert.deepEqual(world.asked, ['create www Unknown']);
    assert.deepEqual(world.given, { team: 'web' });
    const endings = world.endings.map(({ kind, outcome, dnsNames }) => [kind, outcome, dnsNames]);
    assert.deepEqual(endings, [['request', 'done', ['example.com']]]);
    await assert.rejects(new World().withIssuer('Self').byHand(), refusal('NotRenewable'));
    await assert.rejects(new World().byHand(), refusal('CertificateNotFound'));
  });
});
