/** A look into several vaults: each on its own, so that one that cannot be read hides no other. */
import { asCertError } from '../domain/error-catalogue.ts';
import type { CertError } from '../domain/errors.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { Vault } from '../domain/key-vault.ts';
import { sideBySide } from './await-all.ts';
import { namedVaults, requireAny } from './choose-vaults.ts';

export interface FoundInVaults<T> {
  /** Sorted by vault and name. */
  readonly found: readonly T[];
  readonly failures: readonly VaultFailure[];
  /** How many vaults were asked. */
  readonly vaults: number;
}

export interface VaultFailure {
  readonly vault: string;
  readonly error: CertError;
}

const VAULTS_SIDE_BY_SIDE = 12;

/**
 * @param wanted - names of vaults, or every vault that the account can see
 * @param pagesOf - what is to be found in one, page by page
 * @throws CertError VaultNotFound; NoVault where it sees none
 */
export async function findInVaults<T extends { readonly vault: string; readonly name: string }>(
  inventory: Inventory,
  wanted: readonly string[] | 'all',
  pagesOf: (vault: Vault) => AsyncIterable<readonly T[]>,
  signal: AbortSignal,
): Promise<FoundInVaults<T>> {
  const vaults =
    wanted === 'all'
      ? await inventory.vaults(signal)
      : await namedVaults(inventory, wanted, signal);
  requireAny(vaults);
  const looks = await sideBySide(vaults, VAULTS_SIDE_BY_SIDE, async (vault) => {
    try {
      const found: T[] = [];
      for await (const page of pagesOf(vault)) found.push(...page);
      return { found, failures: [] };
    } catch (error) {
      signal.throwIfAborted();
      return { found: [], failures: [{ vault: vault.name, error: asCertError(error) }] };
    }
  });
  return {
    found: looks
      .flatMap(({ found }) => found)
      .toSorted((a, b) => a.vault.localeCompare(b.vault) || a.name.localeCompare(b.name)),
    failures: looks.flatMap(({ failures }) => failures),
    vaults: vaults.length,
  };
}
