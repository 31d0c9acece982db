/** Looking for certificates in all vaults, and the inventory of all there are. */
import { isMeant, mayBeMeant, type CertificateQuery } from '../../domain/certificate-search.ts';
import type { Inventory } from '../../domain/inventory.ts';
import type {
  CertificateBundle,
  CertificateSummary,
  CertificateVault,
  Vault,
} from '../../domain/key-vault.ts';
import type { CertificateFacts, Pki } from '../../domain/pki.ts';
import { sideBySide } from '../await-all.ts';
import { findInVaults, type FoundInVaults } from '../each-vault.ts';

export interface SearchServices {
  readonly inventory: Inventory;
  readonly vaultOf: (vault: Vault) => CertificateVault;
  readonly pki: Pick<Pki, 'readCertificate'>;
}

export interface SearchWish {
  /** Nothing in it: all certificates. */
  readonly query: CertificateQuery;
  /** Names, or every vault that the account can see. */
  readonly vaults: readonly string[] | 'all';
}

/** The newest version of a certificate. */
export interface InventoryItem {
  readonly vault: string;
  readonly name: string;
  readonly bundle: CertificateBundle;
  /** Absent while nothing was issued. */
  readonly facts: CertificateFacts | undefined;
}

/** Certificates of one vault that are read at the same time; a page has 25. */
const READS_SIDE_BY_SIDE = 8;

/**
 * Reads what the listing does not rule out: one request for each certificate.
 * @param told - how many were read so far
 * @throws CertError VaultNotFound, NoVault
 */
export async function searchCertificates(
  { inventory, vaultOf, pki }: SearchServices,
  { query, vaults }: SearchWish,
  signal: AbortSignal,
  told: (read: number) => void = () => undefined,
): Promise<FoundInVaults<InventoryItem>> {
  let count = 0;
  const read = async (
    certificates: CertificateVault,
    { vault, name }: CertificateSummary,
  ): Promise<InventoryItem | undefined> => {
    const bundle = await certificates.get(name, signal);
    count += 1;
    told(count);
    // Somebody has deleted it since it was listed.
    if (bundle === undefined) return undefined;
    return { vault, name, bundle, facts: bundle.der && pki.readCertificate(bundle.der) };
  };
  const pagesOf = async function* (vault: Vault): AsyncIterable<readonly InventoryItem[]> {
    const certificates = vaultOf(vault);
    for await (const page of certificates.list(signal)) {
      const candidates = page.filter((summary) => mayBeMeant(query, summary));
      const items = await sideBySide(candidates, READS_SIDE_BY_SIDE, (summary) =>
        read(certificates, summary),
      );
      yield items.filter((item) => item !== undefined).filter((item) => fits(query, item));
    }
  };
  return findInVaults(inventory, vaults, pagesOf, signal);
}

function fits(query: CertificateQuery, { bundle, facts }: InventoryItem): boolean {
  return isMeant(query, { summary: bundle, facts, policyIssuer: bundle.policy?.issuer });
}
