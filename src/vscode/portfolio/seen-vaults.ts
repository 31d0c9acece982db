import type { Subscription } from '../../domain/inventory.ts';
import type { Vault } from '../../domain/key-vault.ts';
import type { Directory } from '../directory.ts';
import { vaultKey, type Inventory } from './portfolio-state.ts';

/** A vault as it is seen through one directory. */
export interface SeenVault {
  readonly directory: Directory;
  readonly vault: Vault;
  readonly subscription: Subscription | undefined;
}

/** The vaults of a directory's inventory: the views ask for those of each of hundreds of subscriptions. */
export class SeenVaults {
  /** Sorted by name. */
  readonly all: readonly SeenVault[];
  readonly #bySubscription: ReadonlyMap<string, readonly SeenVault[]>;
  readonly #byKey: ReadonlyMap<string, SeenVault>;

  constructor(directory: Directory, { subscriptions, vaults }: Inventory) {
    const known = new Map(subscriptions.map((each) => [each.id.toLowerCase(), each]));
    this.all = vaults.map((vault) => ({
      directory,
      vault,
      subscription: known.get(vault.subscriptionId.toLowerCase()),
    }));
    this.#bySubscription = Map.groupBy(this.all, ({ vault }) => vault.subscriptionId.toLowerCase());
    this.#byKey = new Map(this.all.map((seen) => [vaultKey(seen.vault.id), seen]));
  }

  /** Sorted by name. */
  of(subscriptionId: string): readonly SeenVault[] {
    return this.#bySubscription.get(subscriptionId.toLowerCase()) ?? [];
  }

  find(vaultId: string): SeenVault | undefined {
    return this.#byKey.get(vaultKey(vaultId));
  }
}
