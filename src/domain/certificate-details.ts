/** One certificate with everything that the newest version and its policy tell. */
import type { CertificateBundle, PendingOperation, Vault } from './key-vault.ts';
import type { Claim } from './ownership.ts';
import type { CertificateFacts } from './pki.ts';
import type { RenewalRecipe } from './renewal-tag.ts';

export interface CertificateDetails {
  readonly vault: Vault;
  readonly bundle: CertificateBundle;
  /** Absent while nothing was issued. */
  readonly facts: CertificateFacts | undefined;
  /** The certificate itself as text, absent as well. */
  readonly pem: string | undefined;
  /** An operation that is in progress. */
  readonly pending: PendingOperation | undefined;
  readonly recipe: RenewalRecipe | undefined;
  readonly claim: Claim | undefined;
}
