/** Making an older version of a certificate the newest again: the port that the Azure layer implements. */
import type { CertError } from './errors.ts';
import type { Tags, Vault } from './key-vault.ts';

export interface ReturnedVersion {
  /** 32 hex digits: the new one. */
  readonly version: string;
  /** Lower-case hex SHA-1 of its DER; '' where the vault tells none. */
  readonly thumbprint: string;
  /** Why the policy is not what it was: it fits the key of the older version now. */
  readonly policyFailure?: CertError;
}

export interface VersionReturn {
  /**
   * Imports what the version's secret holds as the newest version, with these tags; the policy is
   * afterwards what it was, which a cancellation no longer keeps from being done. The private key passes through memory, and no further than the
   * implementation. Sent once, never repeated after it may have been handled.
   * @throws CertError CannotGoBack, VaultForbidden, ForeignPendingOperation, KeyVaultRefused, or of
   * the network
   */
  reimport(
    vault: Vault,
    certificate: { readonly name: string; readonly version: string; readonly tags: Tags },
    signal: AbortSignal,
  ): Promise<ReturnedVersion>;
}
