/** One certificate with everything that the newest version and its policy tell. */
import type { CertificateTarget } from '../domain/certificate-target.ts';
import { CertError } from '../domain/errors.ts';
import type { Inventory } from '../domain/inventory.ts';
import type {
  CertificateBundle,
  CertificateVault,
  PendingOperation,
  Vault,
} from '../domain/key-vault.ts';
import { OWNER_TAG, parseClaim, type Claim } from '../domain/ownership.ts';
import type { CertificateFacts, Pki } from '../domain/pki.ts';
import { CA_TAG, parseRecipe, type RenewalRecipe } from '../domain/renewal-tag.ts';
import { findVault } from './find-vault.ts';

export interface CertificateDetails {
  readonly vault: Vault;
  readonly bundle: CertificateBundle;
  /** Absent while nothing was issued. */
  readonly facts: CertificateFacts | undefined;
  /** An operation that is in progress. */
  readonly pending: PendingOperation | undefined;
  readonly recipe: RenewalRecipe | undefined;
  readonly claim: Claim | undefined;
}

/** @throws CertError CertificateNotFound, VaultNotFound */
export async function showCertificate(
  services: {
    readonly inventory: Inventory;
    readonly vaultOf: (vault: Vault) => CertificateVault;
    readonly pki: Pki;
  },
  target: CertificateTarget,
  signal: AbortSignal,
): Promise<CertificateDetails> {
  const vault = await findVault(services.inventory, target.vault, signal);
  const certificates = services.vaultOf(vault);
  const bundle = await certificates.get(target.name, signal);
  if (bundle === undefined) throw new CertError('CertificateNotFound', { ...target });
  const pending = bundle.hasOperation
    ? await certificates.getPending(target.name, signal)
    : undefined;
  return {
    vault,
    bundle,
    facts: bundle.der && services.pki.readCertificate(bundle.der),
    pending: pending?.status === 'inprogress' ? pending : undefined,
    recipe: parseRecipe(bundle.tags[CA_TAG]),
    claim: parseClaim(bundle.tags[OWNER_TAG]),
  };
}
