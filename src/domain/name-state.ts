/** Whether a name is free in a vault, and what is there if it is not. */
import type { CertificateTarget } from './certificate-target.ts';
import { CertError } from './errors.ts';
import { workInProgress, type Claim } from './ownership.ts';
import type { RenewalRecipe } from './renewal-tag.ts';

export type NameState =
  | { readonly state: 'free' }
  | {
      readonly state: 'exists';
      readonly dnsNames: readonly string[];
      readonly notAfter: Date | undefined;
      /** CA and profile, where its tags say them. */
      readonly recipe: RenewalRecipe | undefined;
      /** A new version of it is under way. */
      readonly pending: PendingWork | undefined;
    }
  /** A deleted certificate keeps it until that one is recovered or purged. */
  | { readonly state: 'deleted' }
  /** The first version of it is under way. */
  | { readonly state: 'pending'; readonly pending: PendingWork };

export interface PendingWork {
  /** Of the CSR. */
  readonly dnsNames: readonly string[];
  /** Key Vault's word; `Unknown` for what is signed outside and merged. */
  readonly issuer: string;
  /** Who is at work by this product; absent for work of others. */
  readonly claim: Claim | undefined;
}

/**
 * Why nothing new can be made under the name; undefined: it is free. Who creates a certificate and
 * has seen this is told the same again where it became true only since.
 */
export function nameProblem(target: CertificateTarget, found: NameState): CertError | undefined {
  const { vault, name } = target;
  switch (found.state) {
    case 'free':
      return undefined;
    case 'exists':
      return new CertError('CertificateExists', { vault, name });
    case 'deleted':
      return new CertError('NameSoftDeleted', { vault, name });
    case 'pending': {
      const { dnsNames: pendingNames, issuer, claim } = found.pending;
      if (claim) return workInProgress(claim);
      const facts = { vault, name, issuer, pendingNames, differences: [] };
      return new CertError('ForeignPendingOperation', facts);
    }
  }
}
