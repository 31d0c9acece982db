import type { ApiRequest } from '../api.ts';
import { readClaims } from '../identity/token-verifier.ts';
import type { Identity } from '../principals.ts';
import { findApi } from '../server/hosts.ts';
import { readHeader, type WireResponse } from '../server/response.ts';
import { toLoggableBody } from './loggable-body.ts';
import type { Arrival, LogEntry } from './request-log.ts';

/** What the log says about a request when it arrives. */
export function describeArrival(
  request: ApiRequest,
  identities: readonly Identity[],
): Omit<Arrival, 'client'> {
  const path = request.url.pathname + request.url.search;
  const { body, isCut } = toLoggableBody(request.body, {
    contentType: request.headers['content-type'],
    hasSecretValue: hasSecretValue(path),
  });
  return {
    api: findApi(request.url.hostname) ?? null,
    method: request.method,
    host: request.url.hostname,
    path,
    requestHeaders: describeHeaders(request),
    requestBody: body,
    cut: isCut ? ['request'] : [],
    caller: findCaller(request, identities) ?? null,
  };
}

export function describeResponse(
  response: WireResponse,
  entry: LogEntry,
): Pick<LogEntry, 'status' | 'responseHeaders' | 'responseBody' | 'cut'> {
  const { body, isCut } = toLoggableBody(response.body, {
    contentType: readHeader(response.headers, 'content-type'),
    hasSecretValue: hasSecretValue(entry.path),
  });
  return {
    status: response.status,
    responseHeaders: response.headers,
    responseBody: body,
    cut: isCut ? [...entry.cut, 'response'] : entry.cut,
  };
}

function describeHeaders(request: ApiRequest): Record<string, string> {
  const headers = Object.entries(request.headers).map(([name, value = '']): [string, string] => [
    name,
    name === 'authorization' ? value.replace(/ .*/s, ' [redacted]') : value,
  ]);
  return Object.fromEntries(headers);
}

/** By the object id of a user, else by the application id in the token or in a request for one. */
function findCaller(request: ApiRequest, identities: readonly Identity[]): string | undefined {
  const token = /^Bearer +(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  const claims = token === undefined ? undefined : readClaims(token);
  const form = new URLSearchParams(
    request.url.pathname.endsWith('/token') ? request.body.toString('utf8') : '',
  );
  const clientId = token === undefined ? form.get('client_id') : claims?.appid;
  return identities.find(({ upn, objectId, ...each }) =>
    upn === undefined ? each.clientId === clientId : objectId === claims?.oid,
  )?.name;
}

/** Key Vault's `value` is a private key in secrets and imports; elsewhere it is a list's items. */
function hasSecretValue(path: string): boolean {
  return /^\/(secrets|certificates\/[^/]+\/import)\b/.test(path);
}
