/** Which key is the account's: after an exchange that was interrupted, or that a colleague has made. */
import { isSameKey, isVaultKey, type AccountKey } from '../../domain/account-key.ts';
import type { AcmeAccount } from '../../domain/acme.ts';
import type { Registrar } from '../registrar.ts';
import { currentVaultKey } from './account-signer.ts';

/**
 * The account with the key that the CA knows. A next key that it does not know is kept: whoever
 * exchanges the keys may be at it in this moment, and nobody else has that key.
 *
 * @throws CertError VaultKeyUnusable
 */
export async function settledAccount(
  services: Pick<Registrar, 'ca' | 'accounts' | 'vaultKeys'>,
  account: AcmeAccount,
  signal: AbortSignal,
): Promise<AcmeAccount> {
  const { ca, accounts } = services;
  const { key, nextKey, url } = account;
  if (isVaultKey(key)) {
    const current = await currentVaultKey(services, key, url, signal);
    if (isSameKey(current, key)) return account;
    const followed = withNextKey(account, current);
    await accounts.update(followed);
    return followed;
  }
  if (nextKey === undefined || url === undefined) return account;
  if ((await ca.findAccount(ca.localSigner(nextKey), signal)) !== url) return account;
  const settled = withNextKey(account, nextKey);
  await accounts.update(settled);
  return settled;
}

/** The account once the CA has taken the key. */
export function withNextKey(account: AcmeAccount, key: AccountKey): AcmeAccount {
  return { ...account, key, nextKey: undefined };
}
