/**
 * Pending operations without the SDK's pollers. These are the SDK's only public way to `create` and
 * to GET pending, but they ask for more than is needed, never end for the issuer `Unknown`, keep no
 * CSR, and reject with a plain Error when the operation was cancelled
 * (keyvault-certificates lro/create/operation.js, lro/operation/operation.js).
 */
import type { GetCertificateOptions } from '@azure/keyvault-certificates';
import type { PendingOperation } from '../domain/key-vault.ts';

/**
 * Lets a poller make its first request and takes the answer's raw body; everything that the poller
 * would ask for next is aborted before it is sent.
 */
export async function firstAnswer(
  signal: AbortSignal | undefined,
  start: (options: Pick<GetCertificateOptions, 'abortSignal' | 'onResponse'>) => Promise<unknown>,
): Promise<unknown> {
  const enough = new AbortController();
  let answer: { readonly body: unknown } | undefined;
  const abortSignal =
    signal === undefined ? enough.signal : AbortSignal.any([signal, enough.signal]);
  try {
    await start({
      abortSignal,
      onResponse: (response) => {
        answer ??= { body: response.parsedBody };
        enough.abort();
      },
    });
  } catch (error) {
    if (answer === undefined) throw error;
  }
  return answer?.body;
}

/** State for `resumeFrom` of a poller that asks for the operation alone. */
export function resumedPoller(certificateName: string): string {
  return JSON.stringify({ state: { certificateName, isStarted: true } });
}

/** The wire's operation; throws a TypeError for a body that is none. */
export function toPendingOperation(body: unknown): PendingOperation {
  const operation = body as WireOperation | undefined;
  if (typeof operation?.status !== 'string') {
    throw new TypeError('the answer holds no certificate operation');
  }
  return {
    requestId: operation.request_id ?? '',
    status: canonicalStatus(operation.status),
    issuer: operation.issuer?.name ?? '',
    statusDetails: operation.status_details ?? '',
    cancellationRequested: operation.cancellation_requested === true,
    csr: fromBase64(operation.csr ?? ''),
    error: toError(operation.error ?? undefined),
  };
}

function fromBase64(text: string): Uint8Array | undefined {
  return text === '' ? undefined : new Uint8Array(Buffer.from(text, 'base64'));
}

function toError(error: WireError | undefined): PendingOperation['error'] {
  return error && { code: error.code ?? '', message: error.message ?? '' };
}

/** CertificateOperation of the data plane's OpenAPI description. */
interface WireOperation {
  readonly status?: unknown;
  readonly request_id?: string | null;
  readonly issuer?: { readonly name?: string | null } | null;
  readonly status_details?: string | null;
  readonly cancellation_requested?: boolean | null;
  readonly csr?: string | null;
  readonly error?: WireError | null;
}

interface WireError {
  readonly code?: string | null;
  readonly message?: string | null;
}

/** Documents and service differ in case and in the spelling of `cancelled`. */
function canonicalStatus(status: string): string {
  const lower = status.toLowerCase();
  return lower === 'canceled' ? 'cancelled' : lower;
}
