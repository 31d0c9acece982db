/** Accounts (RFC 8555 §7.3). */
import { locationOf } from './answer.ts';
import type { AccountSigner } from './account-signer.ts';
import { type CaConnection, post } from './ca-connection.ts';
import { isProblem } from './problem.ts';

/** The URL of the account that has this key; undefined: none has (RFC 8555 §7.3.1). */
export async function findAccount(
  ca: CaConnection,
  signer: AccountSigner,
  signal?: AbortSignal,
): Promise<string | undefined> {
  try {
    return await newAccount(ca, signer, { onlyReturnExisting: true }, signal);
  } catch (error) {
    if (isProblem(error, 'accountDoesNotExist')) return undefined;
    throw error;
  }
}

/**
 * The URL of a new account, or of the one that the key has already. The caller MUST have the
 * person's agreement to the CA's terms.
 */
export async function registerAccount(
  ca: CaConnection,
  signer: AccountSigner,
  signal?: AbortSignal,
): Promise<string> {
  return newAccount(ca, signer, { termsOfServiceAgreed: true }, signal);
}

async function newAccount(
  ca: CaConnection,
  signer: AccountSigner,
  payload: object,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { newAccount: url } = await ca.resources(signal);
  return locationOf(await post(ca, { signer, url: undefined }, { url, payload }, signal));
}
