/** What the signed-in account can see in Azure: the port that the Azure layer implements. */
import type { Vault } from './key-vault.ts';
import type { DnsZone } from './txt-record-sets.ts';

export interface Inventory {
  /** All vaults that the account can see, sorted by name. */
  vaults(signal?: AbortSignal, options?: InventoryOptions): Promise<readonly Vault[]>;
  /** All public DNS zones that the account can see, with name servers. */
  zones(signal?: AbortSignal, options?: InventoryOptions): Promise<readonly DnsZone[]>;
}

export interface InventoryOptions {
  /** Also what was made in the last minutes. Slower: ask so only for what is missing otherwise. */
  readonly fresh?: boolean;
}
