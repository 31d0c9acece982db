import type { CertificateTarget } from './certificate-target.ts';
import type { Tags } from './key-vault.ts';
import type { PolicyChange } from './policy-change.ts';

/** A certificate that Key Vault is to make without ACME. */
export interface VaultWish {
  readonly target: CertificateTarget;
  /** Laid over what Key Vault takes by default. */
  readonly change: PolicyChange;
  readonly tags?: Tags;
  /** It cannot be used before somebody enables it. */
  readonly disabled?: true;
}
