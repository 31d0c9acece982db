/** Accounts (RFC 8555 §7.3). */
import type { AcmeAccountState, Registration } from '../domain/acme.ts';
import type { AccountSigner } from '../domain/account-key.ts';
import { type CertError, isCertError } from '../domain/errors.ts';
import { locationOf, objectOf, optionalUrl, textMember } from './answer.ts';
import { type CaConnection, type SigningAccount, post } from './ca-connection.ts';
import { oneLine } from './foreign-text.ts';
import type { HttpAnswer } from './http.ts';
import { externalAccountBinding } from './external-account.ts';
import { isProblem } from './problem.ts';

/** The URL of the account that has this key; undefined: none has (RFC 8555 §7.3.1). */
export async function findAccount(
  ca: CaConnection,
  signer: AccountSigner,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { newAccount } = await ca.resources(signal);
  try {
    return await submit(ca, signer, newAccount, { onlyReturnExisting: true }, signal);
  } catch (error) {
    if (isProblem(error, 'accountDoesNotExist')) return undefined;
    throw error;
  }
}

/**
 * The URL of a new account, or of the one that the key has already. The caller MUST have the
 * person's agreement to the CA's terms.
 *
 * @throws CertError InvalidEabKey
 */
export async function registerAccount(
  ca: CaConnection,
  signer: AccountSigner,
  { contact, eab }: Registration = {},
  signal?: AbortSignal,
): Promise<string> {
  const { newAccount } = await ca.resources(signal);
  const payload = {
    termsOfServiceAgreed: true,
    ...(contact && { contact }),
    ...(eab && {
      externalAccountBinding: externalAccountBinding(ca.name, eab, signer.jwk, newAccount),
    }),
  };
  return submit(ca, signer, newAccount, payload, signal);
}

async function submit(
  ca: CaConnection,
  signer: AccountSigner,
  url: string,
  payload: object,
  signal: AbortSignal | undefined,
): Promise<string> {
  return locationOf(await post(ca, { signer, url: undefined }, { url, payload }, signal));
}

/** An account that is known: who signs for it, and its URL. */
export type KnownAccount = SigningAccount & { readonly url: string };

/** As it is at the CA. Some take an empty update (RFC 8555 §7.3.2) instead of POST-as-GET. */
export async function fetchAccount(
  ca: CaConnection,
  account: KnownAccount,
  signal?: AbortSignal,
): Promise<AcmeAccountState> {
  const { url } = account;
  try {
    return readAccount(await post(ca, account, { url }, signal), url);
  } catch (error) {
    if (!isProblem(error, 'malformed') && !isMethodRefused(error)) throw error;
    return updateAccount(ca, account, {}, signal);
  }
}

/** Changes what the payload names (RFC 8555 §7.3.2, §7.3.3, §7.3.6). */
export async function updateAccount(
  ca: CaConnection,
  account: KnownAccount,
  payload: object,
  signal?: AbortSignal,
): Promise<AcmeAccountState> {
  const { url } = account;
  return readAccount(await post(ca, account, { url, payload }, signal), url);
}

function isMethodRefused(error: unknown): error is CertError {
  return isCertError(error, 'UnexpectedAnswer') && error.facts.status === 405;
}

function readAccount(answer: HttpAnswer, url: string): AcmeAccountState {
  const document = objectOf(answer);
  const { contact, termsOfServiceAgreed, orders } = document;
  const contacts: readonly unknown[] = Array.isArray(contact) ? contact : [];
  return {
    url,
    status: textMember(answer, document, 'status'),
    contact: contacts.flatMap((one) => (typeof one === 'string' ? [oneLine(one, 300)] : [])),
    termsAgreed: typeof termsOfServiceAgreed === 'boolean' ? termsOfServiceAgreed : undefined,
    orders: optionalUrl(orders),
  };
}
