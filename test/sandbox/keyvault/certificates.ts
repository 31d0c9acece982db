/** /certificates and /certificates/{name}: list, get, update, versions */
import type { ApiResponse } from '../api.ts';
import { certificateBundle, certificateItem } from './certificate-bundle.ts';
import type { Version } from './certificate-entry.ts';
import { currentVersion, findVersion } from './certificate-entry.ts';
import { checkPolicy } from './policy-rules.ts';
import { patchPolicy } from './certificate-policy.ts';
import { certificateNotFound } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { seconds } from './operation-lifecycle.ts';
import { page, pendingAsked } from './paging.ts';
import { bindUpdate } from './request-body.ts';

/** Without `includePending=true` what was never issued is not shown. */
export function listCertificates(exchange: Exchange): ApiResponse {
  const { store, now, request } = exchange;
  const includePending = pendingAsked(request.url) ?? false;
  return page(
    exchange,
    store.certificates.all(now),
    (entry) => (includePending || entry.placeholder === undefined ? entry.ordinal : undefined),
    (entry) => certificateItem(store, entry.name, currentVersion(entry)),
  );
}

/** A placeholder, too, is answered with 200; a disabled certificate as well (recorded). */
export function getCertificate(exchange: Exchange): ApiResponse {
  const { entry, version } = requireVersion(exchange);
  return { status: 200, body: certificateBundle(exchange.store, entry, version) };
}

/** Replaces the tags as a whole where tags are sent. */
export function updateCertificate(exchange: Exchange): ApiResponse {
  const { store, request, now } = exchange;
  const { attributes, tags, policy } = bindUpdate(request);
  const { entry, version } = requireVersion(exchange);
  if (policy !== undefined) {
    const patched = patchPolicy(entry.policy, policy, seconds(now));
    checkPolicy(patched, store);
    entry.policy = patched;
  }
  const enabled = attributes?.enabled ?? version.attributes.enabled;
  version.attributes = { ...version.attributes, enabled, updated: seconds(now) };
  if (tags !== undefined) version.tags = tags;
  return { status: 200, body: certificateBundle(store, entry, version) };
}

export function listVersions(exchange: Exchange): ApiResponse {
  const { store, name, now } = exchange;
  const entry = store.certificates.require(name, now);
  return page(
    exchange,
    entry.versions.entries(),
    ([index]) => index + 1,
    ([, version]) => certificateItem(store, `${entry.name}/${version.id}`, version),
  );
}

function requireVersion({ store, name, version: id, now }: Exchange) {
  const entry = store.certificates.require(name, now);
  const version: Version | undefined = id === '' ? currentVersion(entry) : findVersion(entry, id);
  if (version === undefined) throw certificateNotFound(`${name}/${id}`);
  return { entry, version };
}
