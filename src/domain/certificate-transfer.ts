/** Certificates with their keys, into a vault and out of it: the port that the Azure layer implements. */
import type { Tags } from './key-vault.ts';
import type { PolicyDocument } from './policy-json.ts';

export interface ImportRequest {
  /** A PEM, or a PFX without a password, as `contentType` says. */
  readonly file: Uint8Array;
  readonly contentType: 'application/x-pkcs12' | 'application/x-pem-file';
  /** What is left out, Key Vault reads from the certificate; undefined: the policy stays as it is. */
  readonly policy: Partial<PolicyDocument> | undefined;
  readonly tags: Tags;
  readonly enabled: boolean;
}

export interface ImportedVersion {
  /** 32 hex digits. */
  readonly version: string;
  /** Lower-case hex SHA-1 of its DER; '' where the vault tells none. */
  readonly thumbprint: string;
}

/** One vault's. Every method rejects with a CertError. */
export interface CertificateTransfer {
  readonly vault: string;
  /**
   * Becomes the newest version. Sent once, never repeated after it may have been handled.
   * @throws CertError NameSoftDeleted, ForeignPendingOperation, VaultForbidden, KeyVaultRefused
   */
  import(name: string, request: ImportRequest): Promise<ImportedVersion>;
  /**
   * What the version's secret holds: PEM, or a PFX without a password; without the key where that may
   * not be exported.
   * @throws CertError CannotExport: the version is disabled; VaultForbidden, KeyVaultRefused
   */
  secret(name: string, version: string, signal: AbortSignal): Promise<Uint8Array>;
}
