import { CertError } from '../domain/errors.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { Vault } from '../domain/key-vault.ts';

/**
 * The vault of that name; names of vaults are unique in all of Azure.
 * @throws CertError VaultNotFound
 */
export async function findVault(
  inventory: Pick<Inventory, 'vaults'>,
  name: string,
  signal: AbortSignal,
): Promise<Vault> {
  const named = (vault: Vault): boolean => vault.name.toLowerCase() === name.toLowerCase();
  const usual = (await inventory.vaults(signal)).find(named);
  if (usual) return usual;
  const vaults = await inventory.vaults(signal, { fresh: true });
  const found = vaults.find(named);
  if (!found) throw new CertError('VaultNotFound', { vault: name, visible: vaults.length });
  return found;
}

/** A vault by its name, or itself where it is known already. */
export type VaultChoice = string | Vault;

/** A certificate in one. */
export interface CertificatePlace {
  readonly vault: VaultChoice;
  readonly name: string;
}

/** @throws CertError VaultNotFound */
export async function chosenVault(
  inventory: Pick<Inventory, 'vaults'>,
  choice: VaultChoice,
  signal: AbortSignal,
): Promise<Vault> {
  return typeof choice === 'string' ? findVault(inventory, choice, signal) : choice;
}
