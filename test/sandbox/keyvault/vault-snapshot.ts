/** What a vault holds, for tests that assert what was left behind. */
import type { CertificateEntry } from './certificate-entry.ts';
import type { CertificatePolicy } from './certificate-policy.ts';
import type { Tags } from './json-body.ts';
import type { VaultStore } from './vault-store.ts';

export interface VaultSnapshot {
  readonly vault: string;
  readonly certificates: readonly CertificateSnapshot[];
  /** Names that can be recovered, those included whose deletion is under way. */
  readonly deleted: readonly string[];
}

export interface CertificateSnapshot {
  readonly name: string;
  /** Oldest first; empty while nothing was issued. */
  readonly versions: readonly VersionSnapshot[];
  /** Tags of the disabled entry that a first, unfinished creation leaves; null without one. */
  readonly placeholder: { readonly tags: Tags } | null;
  readonly policy: CertificatePolicy;
  readonly pending: PendingSnapshot | null;
}

export interface VersionSnapshot {
  readonly id: string;
  /** Lower-case hex SHA-1 of the DER. */
  readonly thumbprint: string;
  readonly enabled: boolean;
  readonly tags: Tags;
}

export interface PendingSnapshot {
  readonly status: string;
  readonly requestId: string;
  readonly issuer: string;
}

/** @param now milliseconds since the epoch */
export function snapshotOf(store: VaultStore, now: number): VaultSnapshot {
  return {
    vault: store.vault.name,
    certificates: [...store.certificates.all(now)].map(certificateSnapshot),
    deleted: store.certificates.deletedNames(now),
  };
}

function certificateSnapshot(entry: CertificateEntry): CertificateSnapshot {
  const { name, versions, placeholder, policy, operation } = entry;
  return {
    name,
    versions: versions.map(({ id, leaf, attributes, tags = {} }) => ({
      id,
      thumbprint: leaf.fingerprint.replaceAll(':', '').toLowerCase(),
      enabled: attributes.enabled,
      tags,
    })),
    placeholder: placeholder === undefined ? null : { tags: placeholder.tags ?? {} },
    policy,
    pending:
      operation === undefined
        ? null
        : {
            status: operation.status,
            requestId: operation.requestId,
            issuer: operation.issuer,
          },
  };
}
