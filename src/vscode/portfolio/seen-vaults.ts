import type { Directory } from '../directory.ts';
import type { SeenVault } from './portfolio.ts';
import { vaultKey, type Inventory } from './portfolio-state.ts';

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
