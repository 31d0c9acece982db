/** How certificates are shown: bundles, list items, deleted ones. Members in the recorded order. */
import type { CertificateEntry, Version } from './certificate-entry.ts';
import { currentVersion, isIssued } from './certificate-entry.ts';
import type { Deleted, RecoverableObject } from './recoverable-objects.ts';
import type { VaultStore } from './vault-store.ts';
import { x5t } from './vault-store.ts';
import { vaultUri } from './vault.ts';

/** A bundle; of a placeholder without `kid`, `sid`, `x5t` and `cer`. */
export function certificateBundle(store: VaultStore, entry: CertificateEntry, version: Version) {
  const uri = vaultUri(store.vault);
  const { name, operation } = entry;
  return {
    id: `${uri}/certificates/${name}/${version.id}`,
    ...(isIssued(version)
      ? {
          kid: `${uri}/keys/${name}/${version.id}`,
          sid: `${uri}/secrets/${name}/${version.id}`,
          x5t: x5t(version),
          cer: version.leaf.raw.toString('base64'),
        }
      : {}),
    attributes: { ...version.attributes, ...recoveryAttributes(store) },
    ...shownTags(version),
    policy: policyBundle(store, entry),
    ...(operation === undefined ? {} : { pending: { id: `${uri}/certificates/${name}/pending` } }),
    ...(version.preserveCertOrder === undefined
      ? {}
      : { preserveCertOrder: version.preserveCertOrder }),
  };
}

export function policyBundle(store: VaultStore, { name, policy }: CertificateEntry) {
  return { id: `${vaultUri(store.vault)}/certificates/${name}/policy`, ...policy };
}

/** An item of a list: no recovery level, and a subject that is always empty (recorded). */
export function certificateItem(store: VaultStore, path: string, version: Version) {
  return {
    id: `${vaultUri(store.vault)}/certificates/${path}`,
    ...(isIssued(version) ? { x5t: x5t(version) } : {}),
    attributes: version.attributes,
    ...shownTags(version),
    subject: '',
  };
}

export function deletedBundle(store: VaultStore, deleted: Deleted<CertificateEntry>) {
  const { entry } = deleted;
  return {
    ...deletion(store, 'deletedcertificates', deleted),
    ...certificateBundle(store, entry, currentVersion(entry)),
  };
}

/** Unlike the items of active certificates these carry the recovery level. */
export function deletedItem(store: VaultStore, deleted: Deleted<CertificateEntry>) {
  const { entry } = deleted;
  const item = certificateItem(store, entry.name, currentVersion(entry));
  const attributes = { ...item.attributes, ...recoveryAttributes(store) };
  return { ...deletion(store, 'deletedcertificates', deleted), ...item, attributes };
}

/** Below 90 days of retention the level is called customized. */
export function recoveryAttributes({ vault, retentionDays }: VaultStore) {
  const prefix = retentionDays < 90 ? 'Customized' : '';
  const suffix = vault.purgeProtection === true ? '' : '+Purgeable';
  return { recoveryLevel: `${prefix}Recoverable${suffix}`, recoverableDays: retentionDays };
}

/** @param collection of the deleted, as it stands in the path */
export function deletion(
  store: VaultStore,
  collection: 'deletedcertificates' | 'deletedkeys',
  { entry, deletedDate, scheduledPurgeDate }: Deleted<RecoverableObject>,
) {
  return {
    recoveryId: `${vaultUri(store.vault)}/${collection}/${entry.name}`,
    deletedDate,
    scheduledPurgeDate,
  };
}

function shownTags({ tags }: Version) {
  return tags === undefined ? {} : { tags };
}
