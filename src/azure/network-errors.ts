/** What is left for the boundary of this layer: everything that leaves it is a CertError. */
import { CertError, isCertError } from '../domain/errors.ts';
import { stillChallenged } from './claims-challenge.ts';
import { isTransportFailure, networkFailure } from '../domain/network-failure.ts';
import { SECONDS_PER_TRY } from './transport.ts';

/** The members of the SDK's RestError that tell what happened; its class is loaded lazily. */
interface SdkError extends Error {
  readonly code?: unknown;
  readonly statusCode?: unknown;
  readonly response?: { readonly headers: { get(name: string): string | undefined } };
}

/**
 * Refusals and failed connections are CertErrors already (refusals.ts, transport.ts). What the SDK
 * itself throws is a 401 that no challenge could mend, or a body that it cannot read.
 */
export function asCertError(error: unknown, host: string): CertError {
  if (isCertError(error)) return error;
  if (!(error instanceof Error)) return new CertError('Unexpected', { message: String(error) });
  const { code, statusCode, message, response }: SdkError = error;
  if (statusCode === 401) {
    const challenge = response?.headers.get('www-authenticate') ?? '';
    const again = stillChallenged(host, challenge);
    if (again !== undefined) return again;
    return new CertError('SignInFailed', { method: host, reason: message }, { cause: error });
  }
  if (code === 'PARSE_ERROR') {
    const status = typeof statusCode === 'number' ? statusCode : 200;
    const excerpt = message.slice(0, 200);
    return new CertError('UnexpectedAnswer', { host, status, excerpt }, { cause: error });
  }
  if (isTransportFailure(error)) return networkFailure(error, host, SECONDS_PER_TRY);
  return new CertError('Unexpected', { message }, { cause: error });
}
