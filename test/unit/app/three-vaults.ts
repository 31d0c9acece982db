/** Vaults `a` and `b` with certificates, and `locked`, which cannot be read. */
import { acmePolicy } from '../../../src/domain/acme-policy.ts';
import { CertError } from '../../../src/domain/errors.ts';
import { policyKeyOf } from '../../../src/domain/key-type.ts';
import type { Vault } from '../../../src/domain/key-vault.ts';
import { SkippingClock } from '../acme/test-clock.ts';
import { FakeDns } from './fake-dns.ts';
import { fakePki } from './fake-pki.ts';
import { FakeVault } from './fake-vault.ts';
import { Wire } from './wire.ts';

export const POLICY = acmePolicy(['example.com'], policyKeyOf('rsa-2048'));

export function threeVaults() {
  const wire = new Wire();
  const vaults = new Map(['b', 'a', 'locked'].map((name) => [name, new FakeVault({ name }, wire)]));
  vaults.get('b')?.put('www', POLICY, {});
  vaults.get('a')?.put('www', POLICY, {});
  vaults.get('a')?.put('api', POLICY, {});
  const listed = [...vaults.keys()].map((name) => ({ name }) as Vault);
  const forbidden = new CertError('VaultForbidden', { vault: 'locked', gate: 'rbac', message: '' });
  const locked = {
    list: () => {
      throw forbidden;
    },
  } as unknown as FakeVault;
  const services = {
    inventory: new FakeDns([], wire).inventoryWith(listed),
    vaultOf: ({ name }: Vault) => (name === 'locked' ? locked : (vaults.get(name) ?? locked)),
    clock: new SkippingClock(),
    pki: fakePki,
  };
  return { services, vaults, forbidden };
}
