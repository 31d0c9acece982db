import type { BackupBook } from './backup-book.ts';
import type { CertificateEntry, IssuedVersion } from './certificate-entry.ts';
import type { Contact } from './contacts.ts';
import * as errors from './errors.ts';
import type { Issuer } from './issuers.ts';
import type { KeyEntry } from './keys/key-entry.ts';
import * as keyErrors from './keys/key-errors.ts';
import type { Delays } from './operation-lifecycle.ts';
import { settle } from './operation-lifecycle.ts';
import type { ProviderCa } from './provider-ca.ts';
import type { ProviderBook } from './providers.ts';
import { RecoverableObjects } from './recoverable-objects.ts';
import type { Vault } from './vault.ts';

/** What the vaults of a sandbox have in common. */
export interface SharedParts {
  readonly delays: Delays;
  readonly providers: ProviderBook;
  readonly providerCa: ProviderCa;
  readonly backups: BackupBook;
}

/** What one vault holds. */
export class VaultStore {
  readonly vault: Vault;
  readonly certificates: RecoverableObjects<CertificateEntry>;
  /** Those that somebody made; the ones behind certificates are seen through keys/managed-keys.ts. */
  readonly keys: RecoverableObjects<KeyEntry>;

  /** By name in lower case. */
  readonly issuers = new Map<string, Issuer>();
  contacts: readonly Contact[] = [];
  readonly providerCa: ProviderCa;
  readonly backups: BackupBook;

  constructor(vault: Vault, { delays, providers, providerCa, backups }: SharedParts) {
    let ordinal = 0;
    this.vault = vault;
    this.providerCa = providerCa;
    this.backups = backups;
    const common = { retentionDays: this.retentionDays, delays, nextOrdinal: () => ++ordinal };
    this.certificates = new RecoverableObjects({
      ...common,
      settle: (entry, now) => {
        const issuer = entry.operation?.issuer ?? '';
        settle(entry, now, delays, providers.behaviourOf(vault.name, issuer));
      },
      refusals: {
        notFound: errors.certificateNotFound,
        deletedNotFound: errors.deletedCertificateNotFound,
        nameDeleted: errors.deletedButRecoverable,
        beingDeleted: errors.beingDeleted,
        beingRecovered: errors.beingRecovered,
      },
    });
    this.keys = new RecoverableObjects({
      ...common,
      settle: () => undefined,
      refusals: {
        notFound: keyErrors.keyNotFound,
        deletedNotFound: keyErrors.deletedKeyNotFound,
        nameDeleted: keyErrors.keyNameDeleted,
        beingDeleted: keyErrors.keyBeingDeleted,
        beingRecovered: keyErrors.keyBeingRecovered,
      },
    });
  }

  get retentionDays(): number {
    return this.vault.softDeleteRetentionDays ?? 90;
  }
}

/** Base64url SHA-1 of the DER, without padding. */
export function x5t(version: IssuedVersion): string {
  return Buffer.from(version.leaf.fingerprint.replaceAll(':', ''), 'hex').toString('base64url');
}
