/** What a failed connection means: the codes of Node's sockets and TLS, without Node's types. */
import { CertError } from './errors.ts';

/**
 * The members of a Node error that tell why there was no answer. `proxy` and `proxyStatus` are set
 * by the agent of the shell, together with the code `EPROXYREFUSED`, when a CONNECT is not
 * answered with 200.
 */
export interface TransportFailure {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  /** The addresses that were tried, each with its own error (AggregateError). */
  readonly errors?: unknown;
  readonly proxy?: unknown;
  readonly proxyStatus?: unknown;
}

export type NetworkErrorCode = 'HostUnreachable' | 'HostTimeout' | 'TlsUntrusted' | 'ProxyRefused';

/** What a failure says about the request that was under way. */
type Kind = 'timeout' | 'untrusted' | 'never-connected' | 'broken-off';

/** The codes of OpenSSL's verification (`X509_V_ERR_*`, Node's tls documentation). */
const UNTRUSTED = new Set([
  'CERT_CHAIN_TOO_LONG',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

const TIMED_OUT = new Set(['ETIMEDOUT', 'ESOCKETTIMEDOUT', 'ECONNABORTED']);

const NEVER_CONNECTED = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
]);

const BROKEN_OFF = new Set([
  'ECONNRESET',
  'EPIPE',
  'ENETDOWN',
  'EPROTO',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/**
 * The product's error for a request that brought no answer. Causes are followed, because the
 * libraries wrap what the socket said. Anything unknown is HostUnreachable with its own words.
 *
 * @param host - the host that was asked, for people
 * @param seconds - how long was waited; told when the failure is a time-out
 */
export function networkFailure(
  error: TransportFailure,
  host: string,
  seconds: number,
): CertError<NetworkErrorCode> {
  const root = rootOf(error);
  if (root.code === 'EPROXYREFUSED') {
    const facts = { proxy: text(root.proxy), host, status: Number(root.proxyStatus) };
    return new CertError('ProxyRefused', facts, { cause: error });
  }
  const kind = kindOf(root);
  if (kind === 'timeout') return new CertError('HostTimeout', { host, seconds }, { cause: error });
  const code = kind === 'untrusted' ? 'TlsUntrusted' : 'HostUnreachable';
  return new CertError(code, { host, reason: reasonOf(root) }, { cause: error });
}

/** True if the error comes from a socket or its TLS, and not from the service or from our code. */
export function isTransportFailure(error: unknown): error is TransportFailure {
  if (typeof error !== 'object' || error === null) return false;
  const root = rootOf(error);
  return root.code === 'EPROXYREFUSED' || kindOf(root) !== undefined;
}

/**
 * True if the request surely did not reach the host: such a request can be repeated whatever it
 * would have changed. A broken connection does not qualify, the answer alone may have been lost.
 */
export function neverReachedHost(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const root = rootOf(error);
  const kind = kindOf(root);
  return root.code === 'EPROXYREFUSED' || kind === 'never-connected' || kind === 'untrusted';
}

function kindOf(failure: TransportFailure): Kind | undefined {
  const code = text(failure.code);
  if (UNTRUSTED.has(code)) return 'untrusted';
  if (TIMED_OUT.has(code)) return 'timeout';
  if (NEVER_CONNECTED.has(code)) return 'never-connected';
  return BROKEN_OFF.has(code) ? 'broken-off' : undefined;
}

/** The innermost error that carries a code known here; the error itself where none does. */
function rootOf(error: TransportFailure): TransportFailure {
  let root = error;
  let at: unknown = error;
  for (let depth = 0; depth < 8 && typeof at === 'object' && at !== null; depth++) {
    const failure: TransportFailure = at;
    if (failure.code === 'EPROXYREFUSED' || kindOf(failure) !== undefined) root = failure;
    at = failure.cause ?? firstOf(failure.errors);
  }
  return root;
}

function firstOf(errors: unknown): unknown {
  return Array.isArray(errors) ? errors[0] : undefined;
}

function reasonOf(failure: TransportFailure): string {
  const message = text(failure.message);
  return message === '' ? text(failure.code) : message;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
