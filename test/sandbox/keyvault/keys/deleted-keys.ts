/** DELETE /keys/{name} and /deletedkeys: list, get, recover, purge */
import type { ApiResponse } from '../../api.ts';
import type { Exchange } from '../exchange.ts';
import { page } from '../paging.ts';
import { currentKey, deletedKeyBundle, deletedKeyItem, keyBundle } from './key-bundle.ts';
import { keyManaged } from './key-errors.ts';
import { managedKey } from './managed-keys.ts';

/** The key of a certificate goes with the certificate only (recorded). */
export function deleteKey({ store, name, now }: Exchange): ApiResponse {
  if (managedKey(store, name, now) !== undefined) throw keyManaged('delete');
  return { status: 200, body: deletedKeyBundle(store, store.keys.delete(name, now)) };
}

export function listDeletedKeys(exchange: Exchange): ApiResponse {
  const { store, now } = exchange;
  return page(
    exchange,
    store.keys.allDeleted(now),
    ({ entry }) => entry.ordinal,
    (deleted) => deletedKeyItem(store, deleted),
  );
}

export function getDeletedKey({ store, name, now }: Exchange): ApiResponse {
  return { status: 200, body: deletedKeyBundle(store, store.keys.requireDeleted(name, now)) };
}

export function purgeDeletedKey({ store, name, now }: Exchange): ApiResponse {
  store.keys.purge(name, now);
  return { status: 204 };
}

/** The key can be read and used again some seconds later. */
export function recoverDeletedKey({ store, name, now }: Exchange): ApiResponse {
  const entry = store.keys.recover(name, now);
  return { status: 200, body: keyBundle(store, { entry, isManaged: false }, currentKey(entry)) };
}
