/** Exchanging the key of an account, so that no crash can lose the one that the CA knows. */
import type { Registrar } from '../ca-session.ts';
import type { RegisteredAccount } from './account-choice.ts';
import { settledAccount, withNextKey } from './settled-account.ts';

/**
 * The new key is kept beside the old one before the CA hears of it, and takes its place when the CA
 * has confirmed it. A new key that an earlier attempt has left is used again, for the CA may have
 * got that attempt after all.
 *
 * @throws CertError NotOfferedByCa
 */
export async function rollOverKey(
  registrar: Pick<Registrar, 'ca' | 'accounts'>,
  account: RegisteredAccount,
  signal: AbortSignal,
): Promise<void> {
  const { ca, accounts } = registrar;
  const settled = await settledAccount(registrar, account, signal);
  // The earlier attempt had been heard: that was the exchange.
  if (settled.key !== account.key) return;
  const nextKey = settled.nextKey ?? (await ca.newAccountKey());
  await accounts.update({ ...settled, nextKey });
  const session = ca.session({ signer: ca.localSigner(settled.key), url: account.url });
  await session.rollOver(ca.localSigner(nextKey), signal);
  await accounts.update(withNextKey(settled, nextKey));
}
