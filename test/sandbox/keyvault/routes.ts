/** The data plane's operations, as the API reference lists them. */
import type { ApiRequest, ApiResponse } from '../api.ts';
import type { DataAction } from './authorization.ts';
import {
  getCertificate,
  listCertificates,
  listVersions,
  updateCertificate,
} from './certificates.ts';
import { createCertificate } from './create-certificate.ts';
import {
  deleteCertificate,
  getDeletedCertificate,
  listDeletedCertificates,
  purgeDeletedCertificate,
  recoverDeletedCertificate,
} from './deleted-certificates.ts';
import { badParameter } from './errors.ts';
import { getContacts, getIssuer, listIssuers } from './issuers-and-contacts.ts';
import { mergeCertificate } from './merge-certificate.ts';
import { deleteOperation, getOperation, updateOperation } from './pending-certificate.ts';
import { getPolicy, updatePolicy } from './policy.ts';
import { getSecret } from './secrets.ts';
import type { Exchange } from './exchange.ts';

export interface Route {
  readonly method: string;
  readonly template: string;
  readonly action: DataAction;
  readonly handle: (exchange: Exchange) => ApiResponse | Promise<ApiResponse>;
}

export interface RouteMatch {
  readonly route: Route;
  readonly name: string;
  readonly version: string;
}

/** Fixed segments before names, so that `contacts` is never taken for a certificate. */
const ROUTES: readonly Route[] = [
  ['GET', '/certificates', 'certificates/read', listCertificates],
  ['GET', '/certificates/contacts', 'certificates/read', getContacts],
  ['GET', '/certificates/issuers', 'certificatecas/read', listIssuers],
  ['GET', '/certificates/issuers/{name}', 'certificatecas/read', getIssuer],
  ['POST', '/certificates/{name}/create', 'certificates/create/action', createCertificate],
  ['GET', '/certificates/{name}/pending', 'certificates/read', getOperation],
  ['PATCH', '/certificates/{name}/pending', 'certificates/update/action', updateOperation],
  ['DELETE', '/certificates/{name}/pending', 'certificates/update/action', deleteOperation],
  ['POST', '/certificates/{name}/pending/merge', 'certificates/create/action', mergeCertificate],
  ['GET', '/certificates/{name}/policy', 'certificates/read', getPolicy],
  ['PATCH', '/certificates/{name}/policy', 'certificates/update/action', updatePolicy],
  ['GET', '/certificates/{name}/versions', 'certificates/read', listVersions],
  ['GET', '/certificates/{name}', 'certificates/read', getCertificate],
  ['PATCH', '/certificates/{name}', 'certificates/update/action', updateCertificate],
  ['DELETE', '/certificates/{name}', 'certificates/delete', deleteCertificate],
  ['GET', '/certificates/{name}/{version}', 'certificates/read', getCertificate],
  ['PATCH', '/certificates/{name}/{version}', 'certificates/update/action', updateCertificate],
  ['GET', '/deletedcertificates', 'certificates/read', listDeletedCertificates],
  ['GET', '/deletedcertificates/{name}', 'certificates/read', getDeletedCertificate],
  ['DELETE', '/deletedcertificates/{name}', 'certificates/purge/action', purgeDeletedCertificate],
  [
    'POST',
    '/deletedcertificates/{name}/recover',
    'certificates/recover/action',
    recoverDeletedCertificate,
  ],
  ['GET', '/secrets/{name}', 'secrets/getSecret/action', getSecret],
  ['GET', '/secrets/{name}/{version}', 'secrets/getSecret/action', getSecret],
].map(([method, template, action, handle]) => ({ method, template, action, handle }) as Route);

const NAME = /^[0-9a-zA-Z-]{1,127}$/;
const VERSION = /^[0-9a-f]{32}$/i;

/**
 * Finds the operation; a slash at the end means the latest version.
 * @throws ApiError 400 for a path or method that the service does not have, or a bad name
 */
export function matchRoute(request: ApiRequest): RouteMatch {
  const segments = pathSegments(request.url);
  for (const route of ROUTES) {
    if (route.method !== request.method) continue;
    const match = matchTemplate(route, segments);
    if (match === undefined) continue;
    if (route.template.includes('{name}') && !NAME.test(match.name)) {
      throw badParameter(`The request URI contains an invalid name: ${match.name}`);
    }
    return match;
  }
  const operation = segments.slice(2).join('/');
  throw badParameter(`Method ${request.method} does not allow operation '${operation}'`);
}

function pathSegments(url: URL): string[] {
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  try {
    return segments.map(decodeURIComponent);
  } catch {
    throw badParameter(`The request URI contains an invalid name: ${segments[1] ?? ''}`);
  }
}

function matchTemplate(route: Route, segments: readonly string[]): RouteMatch | undefined {
  const template = route.template.split('/').slice(1);
  if (template.length !== segments.length) return undefined;
  const found = { route, name: '', version: '' };
  for (const [index, expected] of template.entries()) {
    const segment = segments[index] ?? '';
    if (expected === '{name}') found.name = segment;
    else if (expected === '{version}' && VERSION.test(segment)) found.version = segment;
    else if (expected !== segment.toLowerCase()) return undefined;
  }
  return found;
}
