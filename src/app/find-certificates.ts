/** The certificates that a person has named, as they are before anything is done to them. */
import type { CertificateTarget } from '../domain/certificate-target.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { CertificateSummary, CertificateVault, Vault } from '../domain/key-vault.ts';
import { CA_TAG, parseRecipe } from '../domain/renewal-tag.ts';
import { sideBySide } from './await-all.ts';
import { findVault } from './find-vault.ts';

export interface FoundCertificate {
  readonly vault: Vault;
  readonly name: string;
  /** Absent where there is none of that name, or it could not be read: what follows says which. */
  readonly certificate: CertificateSummary | undefined;
  /** The CA on its tag. */
  readonly ca: string | undefined;
}

const SIDE_BY_SIDE = 12;

/** @throws CertError VaultNotFound, before anything is read */
export async function findCertificates(
  { inventory, vaultOf }: { inventory: Inventory; vaultOf: (vault: Vault) => CertificateVault },
  targets: readonly CertificateTarget[],
  signal: AbortSignal,
): Promise<readonly FoundCertificate[]> {
  const places = await Promise.all(
    targets.map(async ({ vault, name }) => ({
      vault: await findVault(inventory, vault, signal),
      name,
    })),
  );
  return sideBySide(places, SIDE_BY_SIDE, async ({ vault, name }) => {
    const certificate = await readable(() => vaultOf(vault).get(name, signal), signal);
    return { vault, name, certificate, ca: parseRecipe(certificate?.tags[CA_TAG])?.ca };
  });
}

async function readable<T>(read: () => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await read();
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
