import type { ApiRequest } from '../api.ts';
import { readClaims } from '../identity/token-verifier.ts';
import type { Principal } from '../principals.ts';
import { findApi } from '../server/hosts.ts';
import { readHeader, type WireResponse } from '../server/response.ts';
import { toLoggableBody } from './loggable-body.ts';
import type { Arrival, LogEntry } from './request-log.ts';

/** What the log says about a request when it arrives. */
export function describeArrival(
  request: ApiRequest,
  principals: readonly Principal[],
): Omit<Arrival, 'client'> {
  const path = request.url.pathname + request.url.search;
  return {
    api: findApi(request.url.hostname) ?? null,
    method: request.method,
    host: request.url.hostname,
    path,
    requestHeaders: describeHeaders(request),
    requestBody: toLoggableBody(request.body, {
      contentType: request.headers['content-type'],
      hasSecretValue: hasSecretValue(path),
    }),
    caller: findCaller(request, principals) ?? null,
  };
}

export function describeResponse(
  response: WireResponse,
  entry: LogEntry,
): Pick<LogEntry, 'status' | 'responseHeaders' | 'responseBody'> {
  return {
    status: response.status,
    responseHeaders: response.headers,
    responseBody: toLoggableBody(response.body, {
      contentType: readHeader(response.headers, 'content-type'),
      hasSecretValue: hasSecretValue(entry.path),
    }),
  };
}

function describeHeaders(request: ApiRequest): Record<string, string> {
  const headers = Object.entries(request.headers).map(([name, value = '']): [string, string] => [
    name,
    name === 'authorization' ? value.replace(/ .*/s, ' [redacted]') : value,
  ]);
  return Object.fromEntries(headers);
}

/** By the application id in the token, or in the form with which a token is asked for. */
function findCaller(request: ApiRequest, principals: readonly Principal[]): string | undefined {
  const token = /^Bearer +(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  const form = new URLSearchParams(
    request.url.pathname.endsWith('/token') ? request.body.toString('utf8') : '',
  );
  const clientId = token === undefined ? form.get('client_id') : readClaims(token)?.appid;
  return principals.find((each) => each.clientId === clientId)?.name;
}

/** Key Vault's `value` is a private key in secrets and imports; elsewhere it is a list's items. */
function hasSecretValue(path: string): boolean {
  return /^\/(secrets|certificates\/[^/]+\/import)\b/.test(path);
}
