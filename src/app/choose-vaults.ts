/** Which vaults a command is about. */
import { CertError } from '../domain/errors.ts';
import type { AccountInventory, Inventory, UnlistedSubscription } from '../domain/inventory.ts';
import type { Vault } from '../domain/key-vault.ts';
import { findVault } from './find-vault.ts';

/** Those that are named and those in the named subscriptions; all where neither is named. */
export interface VaultSelection {
  readonly vaults: readonly string[];
  /** Ids or names. */
  readonly subscriptions: readonly string[];
}

export interface ChosenVaults {
  /** Each once, in the order of the account's listing. */
  readonly vaults: readonly Vault[];
  /** Subscriptions that were meant, and whose vaults could not be listed. */
  readonly unlisted: readonly UnlistedSubscription[];
}

/**
 * @throws CertError VaultNotFound, SubscriptionNotFound; NoVault: all are meant and none is to be seen,
 *   which must not look as if nothing were due
 */
export async function chooseVaults(
  inventory: AccountInventory,
  { vaults, subscriptions }: VaultSelection,
  signal: AbortSignal,
): Promise<ChosenVaults> {
  if (subscriptions.length === 0 && vaults.length > 0) {
    return { vaults: await namedVaults(inventory, vaults, signal), unlisted: [] };
  }
  const ids = subscriptions.length > 0 ? await idsOf(inventory, subscriptions, signal) : undefined;
  const isMeant = ({ subscriptionId }: { readonly subscriptionId: string }): boolean =>
    ids?.has(subscriptionId.toLowerCase()) ?? true;
  const [named, all, unlisted] = await Promise.all([
    namedVaults(inventory, vaults, signal),
    inventory.vaults(signal),
    inventory.unlisted(signal),
  ]);
  if (ids === undefined) requireAny(all, unlisted);
  return {
    vaults: [...new Map([...named, ...all.filter(isMeant)].map((v) => [v.id, v])).values()],
    unlisted: unlisted.filter(isMeant),
  };
}

/** @throws CertError NoVault */
export function requireAny(
  vaults: readonly Vault[],
  unlisted: readonly UnlistedSubscription[] = [],
): void {
  if (vaults.length > 0 || unlisted.length > 0) return;
  throw new CertError('NoVault', { accounts: [], elsewhere: 0 });
}

/** @throws CertError VaultNotFound */
export async function namedVaults(
  inventory: Inventory,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly Vault[]> {
  return Promise.all([...new Set(names)].map((name) => findVault(inventory, name, signal)));
}

async function idsOf(
  inventory: AccountInventory,
  wanted: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const visible = await inventory.subscriptions(signal);
  return new Set(
    wanted.flatMap((choice) => {
      const text = choice.trim().toLowerCase();
      const found = visible.filter(
        ({ id, name }) => id.toLowerCase() === text || name.toLowerCase() === text,
      );
      if (found.length > 0) return found.map(({ id }) => id.toLowerCase());
      const facts = { subscription: choice, visible: visible.length };
      throw new CertError('SubscriptionNotFound', facts);
    }),
  );
}
