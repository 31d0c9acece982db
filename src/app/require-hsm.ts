import type { PolicyKey } from '../domain/certificate-policy.ts';
import { CertError } from '../domain/errors.ts';
import type { Inventory } from '../domain/inventory.ts';
import { isInHsm } from '../domain/key-type.ts';
import type { Vault } from '../domain/key-vault.ts';

/**
 * That a vault can make such a key, as far as its tier is known: Key Vault itself says no only when
 * the CA has an order already.
 * @throws CertError HsmNeedsPremium
 */
export async function requireHsm(
  inventory: Pick<Inventory, 'vaults'>,
  vault: Vault,
  key: Pick<PolicyKey, 'kty'>,
  signal: AbortSignal,
): Promise<void> {
  if (!isInHsm(key) || vault.tier !== 'standard') return;
  // The index lags behind: the vault may just have been raised.
  const known = await inventory.vaults(signal, { fresh: true });
  const now = known.find(({ id }) => id.toLowerCase() === vault.id.toLowerCase());
  if (now?.tier === 'standard') throw new CertError('HsmNeedsPremium', { vault: vault.name });
}
