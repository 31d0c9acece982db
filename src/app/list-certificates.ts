/** Listing: every vault on its own, so that one that cannot be read hides no other. */
import { asCertError } from '../domain/error-catalogue.ts';
import type { CertError } from '../domain/errors.ts';
import { expiresWithin } from '../domain/expiry.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { CertificateSummary, CertificateVault, Vault } from '../domain/key-vault.ts';
import type { Clock } from '../domain/runtime.ts';
import { sideBySide } from './await-all.ts';
import { namedVaults, requireAny } from './choose-vaults.ts';

export interface ListingServices {
  readonly inventory: Inventory;
  readonly vaultOf: (vault: Vault) => CertificateVault;
  readonly clock: Clock;
}

export interface Listing {
  /** Sorted by vault and name. */
  readonly certificates: readonly CertificateSummary[];
  readonly failures: readonly { readonly vault: string; readonly error: CertError }[];
  /** How many vaults were asked. */
  readonly vaults: number;
}

const VAULTS_SIDE_BY_SIDE = 12;

/**
 * @param wanted - names of vaults, or every vault that the account can see
 * @throws CertError VaultNotFound; NoVault where it sees none
 */
export async function listCertificates(
  services: ListingServices,
  wanted: { readonly vaults: readonly string[] | 'all'; readonly expiringDays?: number },
  signal: AbortSignal,
): Promise<Listing> {
  const { inventory } = services;
  const vaults =
    wanted.vaults === 'all'
      ? await inventory.vaults(signal)
      : await namedVaults(inventory, wanted.vaults, signal);
  requireAny(vaults);
  const now = new Date(services.clock.now());
  const isWanted = (certificate: CertificateSummary): boolean =>
    wanted.expiringDays === undefined ||
    expiresWithin(certificate.notAfter, wanted.expiringDays, now);
  const listings = await sideBySide(vaults, VAULTS_SIDE_BY_SIDE, async (vault) => {
    try {
      const certificates: CertificateSummary[] = [];
      for await (const page of services.vaultOf(vault).list(signal)) {
        certificates.push(...page.filter(isWanted));
      }
      return { certificates, failures: [] };
    } catch (error) {
      signal.throwIfAborted();
      return { certificates: [], failures: [{ vault: vault.name, error: asCertError(error) }] };
    }
  });
  return {
    certificates: listings
      .flatMap(({ certificates }) => certificates)
      .toSorted((a, b) => a.vault.localeCompare(b.vault) || a.name.localeCompare(b.name)),
    failures: listings.flatMap(({ failures }) => failures),
    vaults: vaults.length,
  };
}
