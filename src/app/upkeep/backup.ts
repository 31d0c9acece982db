/** A certificate with all its versions and keys as one file that only Key Vault can read. */
import type { RestoredCertificate } from '../../domain/certificate-upkeep.ts';
import { CertError, isCertError } from '../../domain/errors.ts';
import { chosenVault, type CertificatePlace, type VaultChoice } from '../find-vault.ts';
import type { UpkeepServices } from './found-certificate.ts';
import { remembered, type Tell } from './remembered.ts';

/** @throws CertError VaultNotFound, CertificateNotFound, VaultForbidden */
export async function backUp(
  { inventory, upkeepOf }: UpkeepServices,
  place: CertificatePlace,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const vault = await chosenVault(inventory, place.vault, signal);
  try {
    return await upkeepOf(vault).backup(place.name, signal);
  } catch (error) {
    if (!isCertError(error, 'KeyVaultRefused') || error.facts.status !== 404) throw error;
    const target = { vault: vault.name, name: place.name };
    throw new CertError('CertificateNotFound', target, { cause: error });
  }
}

export interface Restored extends RestoredCertificate {
  readonly vault: string;
}

/** @throws CertError VaultNotFound, BackupRefused, NameSoftDeleted, VaultForbidden */
export async function restore(
  services: UpkeepServices,
  choice: VaultChoice,
  backup: Uint8Array,
  reporter: Tell,
  signal: AbortSignal,
): Promise<Restored> {
  const vault = await chosenVault(services.inventory, choice, signal);
  signal.throwIfAborted();
  const restored = await services.upkeepOf(vault).restore(backup);
  const what = { vault: vault.name, name: restored.name, dnsNames: [] };
  return remembered(services, 'restore', what, reporter, () =>
    Promise.resolve({ ...restored, vault: vault.name }),
  );
}
