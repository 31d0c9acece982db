import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KeyCreationPace } from '../../../src/app/key-creation-pace.ts';
import { acmePolicy } from '../../../src/domain/acme-policy.ts';
import { policyKeyOf } from '../../../src/domain/key-type.ts';
import type { CertificateVault, PendingOperation, Vault } from '../../../src/domain/key-vault.ts';
import { SkippingClock } from '../acme/test-clock.ts';
import { FakeVault } from './fake-vault.ts';
import { Wire } from './wire.ts';

const policy = acmePolicy(['example.com'], policyKeyOf('ec-p256'));
const inHsm = { ...policy, key: { ...policy.key, kty: 'EC-HSM' } };

function vaultCalled(id: string): Vault {
  const rest = { subscriptionId: 's', resourceGroup: 'g', tenantId: 't', location: 'l' };
  return { ...rest, id, name: id, uri: `https://${id}.example` };
}

/** Notes when keys are made, in milliseconds from the start. */
function world() {
  const clock = new SkippingClock();
  const begun = clock.now();
  const made: number[] = [];
  const pace = new KeyCreationPace(clock);
  const createPending = () => {
    made.push(clock.now() - begun);
    return Promise.resolve({} as PendingOperation);
  };
  const open = (id: string): CertificateVault =>
    pace.applyTo(
      vaultCalled(id),
      Object.assign(new FakeVault({ name: id }, new Wire()), { createPending }),
    );
  return { clock, made, open };
}

describe('keys that are made in a vault', () => {
  for (const [what, wanted, limit] of [
    ['software keys', policy, 20],
    ['keys in an HSM', inHsm, 10],
  ] as const) {
    it(`are ${limit} ${what} in ten seconds`, async () => {
      const { made, open } = world();
      const vault = open('contoso');
      for (let key = 0; key < 2 * limit + 1; key += 1) {
        await vault.createPending('www', wanted, {});
      }
      assert.deepEqual(made, [
        ...Array.from({ length: limit }, () => 0),
        ...Array.from({ length: limit }, () => 10_000),
        20_000,
      ]);
    });
  }

  it('wait neither for other vaults nor for keys of the other kind', async () => {
    const { made, open } = world();
    for (let key = 0; key < 20; key += 1) await open('contoso').createPending('www', policy, {});
    await open('fabrikam').createPending('www', policy, {});
    await open('contoso').createPending('www', inHsm, {});
    assert.deepEqual(new Set(made), new Set([0]));
    await open('CONTOSO').createPending('www', policy, {});
    assert.equal(made.at(-1), 10_000);
  });

  it('do not wait where there was time enough', async () => {
    const { clock, made, open } = world();
    for (let key = 0; key < 20; key += 1) await open('contoso').createPending('www', policy, {});
    await clock.sleep(9000);
    await open('contoso').createPending('www', policy, {});
    assert.equal(made.at(-1), 10_000);
    await clock.sleep(60_000);
    await open('contoso').createPending('www', policy, {});
    assert.equal(made.at(-1), 70_000);
  });
});
