/** Exchanging the key of an account (RFC 8555 §7.3.5). */
import type { AccountSigner } from '../domain/account-key.ts';
import { CertError, isCertError } from '../domain/errors.ts';
import { type KnownAccount, findAccount } from './account.ts';
import { type CaConnection, post } from './ca-connection.ts';
import { hostOf } from './http.ts';
import { signedJws } from './jws.ts';

/**
 * From then on only the new key signs for the account. Whatever the CA answers, it is asked whose
 * the new key is: where the answer to a first attempt was lost, the second one is refused, for the
 * old key is the account's no more; and Pebble answers 200 when another account has the new one.
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
  if (url === undefined) {
    throw new CertError('NotOfferedByCa', { ca: ca.name, what: 'key-rollover' });
  }
  const change = { account: account.url, oldKey: account.signer.jwk };
  const payload = await signedJws(newSigner, { jwk: newSigner.jwk, url }, change, signal);
  const refusal = await refusalOf(post(ca, account, { url, payload }, signal));
  if ((await findAccount(ca, newSigner, signal)) === account.url) return;
  const excerpt = 'the account has not got the new key';
  throw refusal ?? new CertError('UnexpectedAnswer', { host: hostOf(url), status: 200, excerpt });
}

/** undefined: the CA has taken it. What is no answer of the CA is thrown. */
async function refusalOf(answer: Promise<unknown>): Promise<CertError | undefined> {
  try {
    await answer;
    return undefined;
  } catch (error) {
    if (isCertError(error, 'AcmeProblem') || isCertError(error, 'UnexpectedAnswer')) return error;
    throw error;
  }
}
