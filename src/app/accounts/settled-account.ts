/** After an exchange of keys that was interrupted: which of the two keys is the account's. */
import type { AcmeAccount } from '../../domain/acme.ts';
import type { Registrar } from '../ca-session.ts';

/**
 * The account with the key that the CA knows. A next key that it does not know is kept: whoever
 * exchanges the keys may be at it in this moment, and nobody else has that key.
 */
export async function settledAccount(
  { ca, accounts }: Pick<Registrar, 'ca' | 'accounts'>,
  account: AcmeAccount,
  signal: AbortSignal,
): Promise<AcmeAccount> {
  const { nextKey, url } = account;
  if (nextKey === undefined || url === undefined) return account;
  if ((await ca.findAccount(ca.localSigner(nextKey), signal)) !== url) return account;
  const settled = withNextKey(account, nextKey);
  await accounts.update(settled);
  return settled;
}

/** The account once the CA has taken the key. */
export function withNextKey(account: AcmeAccount, key: string): AcmeAccount {
  return { ...account, key, nextKey: undefined };
}
