/** DELETE /certificates/{name} and /deletedcertificates: list, get, recover, purge */
import type { ApiResponse } from '../api.ts';
import { certificateBundle, deletedBundle, deletedItem } from './certificate-bundle.ts';
import { currentVersion } from './certificate-entry.ts';
import { purgeForbidden } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { page, pendingAsked } from './paging.ts';

/** The name is gone at once; the deleted certificate can be seen some seconds later. */
export function deleteCertificate({ store, name, now }: Exchange): ApiResponse {
  return { status: 200, body: deletedBundle(store, store.certificates.delete(name, now)) };
}

/** Shows what was never issued unless it is told not to (recorded at 7.0, without the parameter). */
export function listDeletedCertificates(exchange: Exchange): ApiResponse {
  const { store, now, request } = exchange;
  const includePending = pendingAsked(request.url) ?? true;
  return page(
    exchange,
    store.certificates.allDeleted(now),
    ({ entry }) => (includePending || entry.placeholder === undefined ? entry.ordinal : undefined),
    (deleted) => deletedItem(store, deleted),
  );
}

export function getDeletedCertificate({ store, name, now }: Exchange): ApiResponse {
  return { status: 200, body: deletedBundle(store, store.certificates.requireDeleted(name, now)) };
}

export function purgeDeletedCertificate({ store, name, now }: Exchange): ApiResponse {
  if (store.vault.purgeProtection === true) {
    store.certificates.requireDeleted(name, now);
    throw purgeForbidden();
  }
  store.certificates.purge(name, now);
  return { status: 204 };
}

/** The certificate can be read again some seconds later. */
export function recoverDeletedCertificate({ store, name, now }: Exchange): ApiResponse {
  const entry = store.certificates.recover(name, now);
  return { status: 200, body: certificateBundle(store, entry, currentVersion(entry)) };
}
