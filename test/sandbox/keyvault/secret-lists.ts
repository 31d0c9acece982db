/** /secrets and /secrets/{name}/versions: the secrets behind certificates, and their bonds. */
import type { ApiResponse } from '../api.ts';
import { recoveryAttributes } from './certificate-bundle.ts';
import type { IssuedVersion } from './certificate-entry.ts';
import { secretManaged, secretNotFound } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { page } from './paging.ts';
import type { VaultStore } from './vault-store.ts';
import { vaultUri } from './vault.ts';

/** By certificate its newest version; what was never issued is not shown. */
export function listSecrets(exchange: Exchange): ApiResponse {
  const { store, now } = exchange;
  return page(
    exchange,
    [...store.certificates.all(now)].flatMap((entry) => {
      const version = entry.versions.at(-1);
      return version === undefined ? [] : [{ entry, version }];
    }),
    ({ entry }) => entry.ordinal,
    ({ entry, version }) => secretItem(store, entry.name, version),
  );
}

export function listSecretVersions(exchange: Exchange): ApiResponse {
  const { store, name, now } = exchange;
  const entry = store.certificates.find(name, now);
  if (entry === undefined) throw secretNotFound(name);
  return page(
    exchange,
    entry.versions.entries(),
    ([index]) => index + 1,
    ([, version]) => secretItem(store, `${entry.name}/${version.id}`, version),
  );
}

/** There are no secrets but those that certificates decide over. */
export function changeSecret(operation: string) {
  return ({ store, name, now }: Exchange): ApiResponse => {
    if (store.certificates.find(name, now) === undefined) throw secretNotFound(name);
    throw secretManaged(operation);
  };
}

/** Members in the recorded order; unlike items of certificates these carry the recovery level. */
function secretItem(store: VaultStore, path: string, version: IssuedVersion) {
  return {
    contentType: version.contentType,
    id: `${vaultUri(store.vault)}/secrets/${path}`,
    managed: true,
    attributes: { ...version.attributes, ...recoveryAttributes(store) },
    ...(version.tags === undefined ? {} : { tags: version.tags }),
  };
}
