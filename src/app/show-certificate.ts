import type { CertificateDetails } from '../domain/certificate-details.ts';
import { CertError } from '../domain/errors.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { CertificateVault, Vault } from '../domain/key-vault.ts';
import { OWNER_TAG, parseClaim } from '../domain/ownership.ts';
import type { Pki } from '../domain/pki.ts';
import { CA_TAG, parseRecipe } from '../domain/renewal-tag.ts';
import { chosenVault, type CertificatePlace } from './find-vault.ts';

/** @throws CertError CertificateNotFound, VaultNotFound */
export async function showCertificate(
  services: {
    readonly inventory: Inventory;
    readonly vaultOf: (vault: Vault) => CertificateVault;
    readonly pki: Pki;
  },
  target: CertificatePlace,
  signal: AbortSignal,
): Promise<CertificateDetails> {
  const { name } = target;
  const vault = await chosenVault(services.inventory, target.vault, signal);
  const certificates = services.vaultOf(vault);
  const bundle = await certificates.get(name, signal);
  if (bundle === undefined) throw new CertError('CertificateNotFound', { vault: vault.name, name });
  const pending = bundle.hasOperation ? await certificates.getPending(name, signal) : undefined;
  const { der } = bundle;
  return {
    vault,
    bundle,
    facts: der && services.pki.readCertificate(der),
    pem: der && services.pki.toPem(der),
    pending: pending?.status === 'inprogress' ? pending : undefined,
    recipe: parseRecipe(bundle.tags[CA_TAG]),
    claim: parseClaim(bundle.tags[OWNER_TAG]),
  };
}
