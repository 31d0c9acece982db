import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planIssuance } from '../../../src/app/plan-issuance.ts';
import { acmePolicy } from '../../../src/domain/acme-policy.ts';
import { CertError } from '../../../src/domain/errors.ts';
import type { IssuanceWish } from '../../../src/domain/issuance-wish.ts';
import { policyKeyOf } from '../../../src/domain/key-type.ts';
import type { Vault } from '../../../src/domain/key-vault.ts';
import { CREATE, IssuanceWorld, RENEW } from './issuance-world.ts';

const { signal } = new AbortController();

describe('planning a key in an HSM', () => {
  type Tier = Vault['tier'];
  const HSM: IssuanceWish = { ...CREATE, keyType: 'ec-p256-hsm' };

  /** What is known of the vault's tier, and what ARM says when it is asked anew. */
  function planIn(known: Tier, fresh: Tier, wish: IssuanceWish) {
    const world = new IssuanceWorld('no locks here');
    const { inventory } = world.desk;
    const looks: boolean[] = [];
    const desk = {
      ...world.desk,
      note: () => undefined,
      inventory: {
        ...inventory,
        vaults: async (...[asked, options]: Parameters<typeof inventory.vaults>) => {
          const isFresh = options?.fresh === true;
          looks.push(isFresh);
          const vaults = await inventory.vaults(asked, options);
          return vaults.map((vault) => ({ ...vault, tier: isFresh ? fresh : known }));
        },
      },
    };
    return { looks, planned: planIssuance(desk, wish, signal) };
  }

  const possible: readonly [Tier, Tier, IssuanceWish, readonly boolean[]][] = [
    ['premium', 'premium', HSM, [false]],
    [undefined, undefined, HSM, [false]],
    ['standard', 'premium', HSM, [false, true]],
    ['standard', undefined, HSM, [false, true]],
    ['standard', 'standard', CREATE, [false]],
  ];
  for (const [known, fresh, wish, looks] of possible) {
    const what = `${wish.keyType ?? 'no such key'} where the tier is ${known ?? 'unknown'}`;
    it(`takes ${what}, and ${fresh ?? 'unknown'} in truth`, async () => {
      const planning = planIn(known, fresh, wish);
      const { key } = (await planning.planned).policy;
      assert.deepEqual(key, policyKeyOf(wish.keyType ?? 'rsa-2048'));
      assert.deepEqual(planning.looks, looks);
    });
  }

  it('refuses it where the vault has none', async () => {
    const { planned } = planIn('standard', 'standard', HSM);
    await assert.rejects(planned, new CertError('HsmNeedsPremium', { vault: 'contoso' }));
  });

  it('refuses to export it, of a certificate that has one, too', async () => {
    const world = new IssuanceWorld('no locks here');
    const plan = (wish: IssuanceWish) =>
      planIssuance({ ...world.desk, note: () => undefined }, wish, signal);
    const tags = { 'kvcert-ca': 'letsencrypt' };
    world.vault.put('www', acmePolicy(['example.com'], policyKeyOf('ec-p256-hsm')), tags);
    const facts = { keyType: 'ec-p256-hsm', instead: 'ec-p256' };
    await assert.rejects(
      plan({ ...RENEW, exportable: true }),
      new CertError('HsmKeyNotExportable', facts),
    );
    const out = { ...RENEW, keyType: 'ec-p256', exportable: true } as const;
    assert.deepEqual((await plan(out)).policy.key, policyKeyOf('ec-p256'));
  });
});
