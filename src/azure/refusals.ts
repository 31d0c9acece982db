/**
 * Refusals are taken from the wire, below the SDK: its lists throw the body of a 403 away
 * (keyvault-certificates pagingHelpers.js), Resource Graph's error reader fails on a body that is
 * not JSON, and Azure DNS sends errors without the wrapper that the others have.
 */
import type { HttpClient, PipelineResponse } from '@azure/core-rest-pipeline';
import { CertError } from '../domain/errors.ts';

/** An answer that is not a success, as the service worded it; absent members are empty. */
export interface Refusal {
  readonly host: string;
  /** Path of the request, without the query. */
  readonly path: string;
  readonly status: number;
  readonly code: string;
  /** Key Vault's `innererror.code`. */
  readonly innerCode: string;
  /** One line. */
  readonly message: string;
}

/**
 * A client that rejects with what `explain` makes of a refusal, and with UnexpectedAnswer for a
 * success that is none: the SDK takes a proxy's page for an object without members, and a record
 * set without values would be written back like that. A 401 is handed on, since the
 * SDK's policies answer challenges; what is still a 401 afterwards goes through network-errors.ts.
 */
export function rejectRefusals(
  client: HttpClient,
  explain: (refusal: Refusal) => CertError,
): HttpClient {
  return {
    async sendRequest(request) {
      const response = await client.sendRequest(request);
      if (response.status === 401) return response;
      if (response.status < 400) {
        if (!isReadable(response)) throw unexpectedAnswer(response);
        return response;
      }
      const refusal = readRefusal(response);
      if (refusal === undefined) throw unexpectedAnswer(response);
      // One rule for all services: the code and the text of a 429 differ everywhere.
      if (refusal.status === 429) throw new CertError('Throttled', { host: refusal.host });
      throw explain(refusal);
    },
  };
}

/** Every success carries a JSON object or nothing; a read never nothing. */
function isReadable(response: PipelineResponse): boolean {
  const text = response.bodyAsText ?? '';
  if (text === '') return response.request.method !== 'GET';
  const body = parse(text);
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}

/** undefined: the body is something else than an error of Azure's. */
function readRefusal(response: PipelineResponse): Refusal | undefined {
  const text = response.bodyAsText ?? '';
  const { host, pathname: path } = new URL(response.request.url);
  const { status } = response;
  if (text === '') return { host, path, status, code: '', innerCode: '', message: '' };
  const body = parse(text);
  const error = member(body, 'error') ?? body;
  const code = member(error, 'code');
  const message = member(error, 'message');
  if (typeof code !== 'string' || typeof message !== 'string') return undefined;
  const inner = member(member(error, 'innererror'), 'code');
  const innerCode = typeof inner === 'string' ? inner : '';
  return { host, path, status, code, innerCode, message: oneLine(message) };
}

/** An answer that does not follow Azure's conventions: a gateway's page, a portal's login. */
export function unexpectedAnswer(response: PipelineResponse): CertError<'UnexpectedAnswer'> {
  return new CertError('UnexpectedAnswer', {
    host: new URL(response.request.url).host,
    status: response.status,
    excerpt: oneLine(response.bodyAsText ?? '').slice(0, 200),
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
