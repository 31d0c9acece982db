/** Listing the certificates of several vaults. */
import { expiresWithin } from '../domain/expiry.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { CertificateSummary, CertificateVault, Vault } from '../domain/key-vault.ts';
import type { Clock } from '../domain/runtime.ts';
import { findInVaults, type VaultFailure } from './each-vault.ts';

export interface ListingServices {
  readonly inventory: Inventory;
  readonly vaultOf: (vault: Vault) => CertificateVault;
  readonly clock: Clock;
}

export interface Listing {
  /** Sorted by vault and name. */
  readonly certificates: readonly CertificateSummary[];
  readonly failures: readonly VaultFailure[];
  /** How many vaults were asked. */
  readonly vaults: number;
}

/**
 * @param wanted - names of vaults, or every vault that the account can see
 * @throws CertError VaultNotFound; NoVault where it sees none
 */
export async function listCertificates(
  { inventory, vaultOf, clock }: ListingServices,
  wanted: { readonly vaults: readonly string[] | 'all'; readonly expiringDays?: number },
  signal: AbortSignal,
): Promise<Listing> {
  const { expiringDays } = wanted;
  const now = new Date(clock.now());
  const isWanted = ({ notAfter }: CertificateSummary): boolean =>
    expiringDays === undefined || expiresWithin(notAfter, expiringDays, now);
  const pagesOf = async function* (vault: Vault) {
    for await (const page of vaultOf(vault).list(signal)) yield page.filter(isWanted);
  };
  const { found, ...rest } = await findInVaults(inventory, wanted.vaults, pagesOf, signal);
  return { certificates: found, ...rest };
}
