/** Exchanging the key of an account (RFC 8555 §7.3.5). */
import type { AccountSigner } from '../domain/account-key.ts';
import { CertError, isCertError } from '../domain/errors.ts';
import { type KnownAccount, findAccount } from './account.ts';
import { type CaConnection, post } from './ca-connection.ts';
import { signedJws } from './jws.ts';

/**
 * From then on only the new key signs for the account. Where the answer to a first attempt was lost,
 * the second one is refused, for the old key is the account's no more: so the CA is asked whose the
 * new one is.
 *
 * @throws CertError NotOfferedByCa
 */
export async function rollOver(
  ca: CaConnection,
  account: KnownAccount,
  newSigner: AccountSigner,
  signal?: AbortSignal,
): Promise<void> {
  const { keyChange: url } = await ca.resources(signal);
  if (url === undefined)
    throw new CertError('NotOfferedByCa', { ca: ca.name, what: 'key-rollover' });
  const change = { account: account.url, oldKey: account.signer.jwk };
  const payload = await signedJws(newSigner, { jwk: newSigner.jwk, url }, change, signal);
  try {
    await post(ca, account, { url, payload }, signal);
  } catch (error) {
    if (!isCertError(error, 'AcmeProblem')) throw error;
    if ((await findAccount(ca, newSigner, signal)) !== account.url) throw error;
  }
}
