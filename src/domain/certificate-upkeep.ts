/** What can be done to a certificate that is there, or was; the Azure layer implements it. */
import type { PendingOperation, Tags } from './key-vault.ts';

/** A deleted certificate whose vault keeps it, with all its versions, for some time. */
export interface DeletedCertificate {
  readonly vault: string;
  readonly name: string;
  /** Lower-case hex SHA-1 of the newest version's DER, absent where nothing was ever issued. */
  readonly thumbprint: string | undefined;
  readonly notAfter: Date | undefined;
  readonly deletedOn: Date | undefined;
  /** When the vault forgets it by itself. */
  readonly purgedOn: Date | undefined;
  /** False where the vault's purge protection keeps anybody from purging it earlier. */
  readonly purgeable: boolean;
  readonly tags: Tags;
}

/**
 * One vault's certificates. Every method rejects with a CertError and honours the signal until its
 * request is on its way.
 */
export interface CertificateUpkeep {
  readonly vault: string;
  /** @throws CertError KeyVaultRefused 404 */
  setEnabled(name: string, version: string, enabled: boolean, signal?: AbortSignal): Promise<void>;
  /**
   * Asks the issuer of a pending operation to give it up; whether it does shows some seconds later.
   * undefined: there is no operation.
   * @throws CertError KeyVaultRefused where it is not in progress
   */
  requestCancellation(name: string, signal?: AbortSignal): Promise<PendingOperation | undefined>;
  /** All versions, and what is pending. undefined: there was none. */
  delete(name: string, signal?: AbortSignal): Promise<DeletedCertificate | undefined>;
  /** Page by page; what was deleted seconds ago may be missing. */
  deleted(signal?: AbortSignal): AsyncIterable<readonly DeletedCertificate[]>;
  /** undefined: there is none, or it was deleted seconds ago. */
  findDeleted(name: string, signal?: AbortSignal): Promise<DeletedCertificate | undefined>;
  /** It can be read again some seconds later. */
  recover(name: string, signal?: AbortSignal): Promise<void>;
  purge(name: string, signal?: AbortSignal): Promise<void>;
  /** All versions with their keys, encrypted by Key Vault: nobody else can read it. */
  backup(name: string, signal?: AbortSignal): Promise<Uint8Array>;
  /** @throws CertError CertificateExists, NameSoftDeleted; BackupRefused: no backup, or of elsewhere */
  restore(backup: Uint8Array, signal?: AbortSignal): Promise<RestoredCertificate>;
}

export interface RestoredCertificate {
  readonly name: string;
  /** The newest one. */
  readonly version: string;
}
