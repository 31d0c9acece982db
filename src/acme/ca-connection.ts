/** What every request to one CA needs, and the two ways in which requests are made. */
import type { AccountSigner } from '../domain/account-key.ts';
import type { Clock, Log, RandomHex } from '../domain/runtime.ts';
import type { CaResources } from './directory.ts';
import type { Exchange, HttpAnswer } from './http.ts';
import { signedJws } from './jws.ts';
import type { NoncePool } from './nonce-pool.ts';
import { refusal } from './problem.ts';
import type { RequestSlots } from './request-slots.ts';
import { withRetries } from './retry.ts';

export interface CaConnection {
  /** The CA's name for people. */
  readonly name: string;
  readonly exchange: Exchange;
  readonly nonces: NoncePool;
  readonly slots: RequestSlots;
  readonly clock: Clock;
  readonly random: RandomHex;
  readonly log: Log;
  resources(signal?: AbortSignal): Promise<CaResources>;
}

/** Who signs. `url` is undefined before the account is known, and for a key that has none. */
export interface SigningAccount {
  readonly signer: AccountSigner;
  readonly url: string | undefined;
}

export interface SignedRequest {
  readonly url: string;
  /** Absent: POST-as-GET (RFC 8555 §6.3). */
  readonly payload?: object;
  readonly accept?: string;
}

type Asking = Pick<CaConnection, 'name' | 'exchange' | 'clock' | 'random' | 'log'>;

/**
 * GET, with retries.
 *
 * @throws CertError for everything but a success, see problem.ts and http.ts
 */
export async function get(ca: Asking, url: string, signal?: AbortSignal): Promise<HttpAnswer> {
  const ask = (): Promise<HttpAnswer> => ca.exchange({ method: 'GET', url }, signal);
  return accepted(ca, await withRetries(ca, url, ask, signal));
}

/**
 * POST of a JWS, signed anew with another nonce for every attempt (RFC 8555 §6.2, §6.5).
 *
 * @throws CertError for everything but a success, see problem.ts and http.ts
 */
export async function post(
  ca: CaConnection,
  account: SigningAccount,
  request: SignedRequest,
  signal?: AbortSignal,
): Promise<HttpAnswer> {
  const ask = (): Promise<HttpAnswer> =>
    ca.slots.run(
      () => ca.nonces.spend((nonce) => postOnce(ca, account, request, nonce, signal), signal),
      signal,
    );
  return accepted(ca, await withRetries(ca, request.url, ask, signal));
}

async function postOnce(
  ca: CaConnection,
  { signer, url: kid }: SigningAccount,
  { url, payload, accept }: SignedRequest,
  nonce: string,
  signal: AbortSignal | undefined,
): Promise<HttpAnswer> {
  const signatory = kid === undefined ? { jwk: signer.jwk } : { kid };
  const jws = await signedJws(signer, { ...signatory, url, nonce }, payload, signal);
  const body = JSON.stringify(jws);
  return ca.exchange({ method: 'POST', url, body, ...(accept && { accept }) }, signal);
}

/** Redirects are no success: ACME has none, and a signed URL cannot be another one's. */
function accepted(ca: Pick<CaConnection, 'name' | 'clock'>, answer: HttpAnswer): HttpAnswer {
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw refusal(ca.name, answer, ca.clock.now());
}
