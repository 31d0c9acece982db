/** How keys are shown. Members in the recorded order. */
import { deletion, recoveryAttributes } from '../certificate-bundle.ts';
import type { Deleted } from '../recoverable-objects.ts';
import { KOBLITZ_CURVE } from '../koblitz.ts';
import type { VaultStore } from '../vault-store.ts';
import { vaultUri } from '../vault.ts';
import type { KeyEntry, KeyVersion } from './key-entry.ts';
import type { FoundKey } from './managed-keys.ts';

export function keyId(store: VaultStore, entry: KeyEntry, version: KeyVersion): string {
  return `${vaultUri(store.vault)}/keys/${entry.name}/${version.id}`;
}

/** The public half only: nothing of the private one is ever shown. */
export function keyBundle(store: VaultStore, { entry, isManaged }: FoundKey, version: KeyVersion) {
  const { n, e, crv, x, y } = version.publicKey.export({ format: 'jwk' });
  return {
    key: {
      kid: keyId(store, entry, version),
      kty: version.kty,
      key_ops: version.operations,
      ...(version.kty.startsWith('EC')
        ? { crv: crv === 'secp256k1' ? KOBLITZ_CURVE : crv, x, y }
        : { n, e }),
    },
    ...shownProperties(store, version, isManaged),
  };
}

/** @param version shown in the id of an item of a list of versions; without it the id ends with the name */
export function keyItem(store: VaultStore, { entry, isManaged }: FoundKey, version?: KeyVersion) {
  const kid = `${vaultUri(store.vault)}/keys/${entry.name}`;
  return {
    kid: version === undefined ? kid : `${kid}/${version.id}`,
    ...shownProperties(store, version ?? currentKey(entry), isManaged),
  };
}

export function deletedKeyBundle(store: VaultStore, deleted: Deleted<KeyEntry>) {
  const { entry } = deleted;
  const bundle = keyBundle(store, { entry, isManaged: false }, currentKey(entry));
  return { ...deletion(store, 'deletedkeys', deleted), ...bundle };
}

export function deletedKeyItem(store: VaultStore, deleted: Deleted<KeyEntry>) {
  const { entry } = deleted;
  return {
    ...deletion(store, 'deletedkeys', deleted),
    ...keyItem(store, { entry, isManaged: false }),
  };
}

/** The version that a request without one means: the newest. */
export function currentKey(entry: KeyEntry): KeyVersion {
  const version = entry.versions.at(-1);
  if (version === undefined) throw new Error(`${entry.name} has no version`);
  return version;
}

function shownProperties(store: VaultStore, { attributes, tags }: KeyVersion, isManaged: boolean) {
  return {
    attributes: { ...attributes, ...recoveryAttributes(store) },
    ...(tags === undefined ? {} : { tags }),
    ...(isManaged ? { managed: true } : {}),
  };
}
