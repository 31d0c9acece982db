/** What is known of accounts, tenants, subscriptions, vaults and certificates, and how fresh it is. */
import type { CertError } from '../../domain/errors.ts';
import type { Subscription, UnlistedSubscription } from '../../domain/inventory.ts';
import type { CertificateSummary, Vault } from '../../domain/key-vault.ts';
import type { Directory } from '../directory.ts';
import type { Account } from '../sign-in/sessions.ts';

/** Milliseconds since the epoch. */
type Time = number;

export interface Inventory {
  readonly subscriptions: readonly Subscription[];
  readonly vaults: readonly Vault[];
  readonly listedAt: Time;
}

export interface DirectoryState {
  readonly directory: Directory;
  /** Absent while nothing is known, not even from an earlier session. */
  readonly inventory: Inventory | undefined;
  /** Subscriptions whose vaults could not be listed, while those of others were. */
  readonly unlisted: readonly UnlistedSubscription[];
  readonly isLoading: boolean;
  /** Why the inventory is missing or old. */
  readonly failure: CertError | undefined;
}

export interface AccountState {
  readonly account: Account;
  readonly directories: readonly DirectoryState[];
  /** Its tenants could not be listed. */
  readonly failure: CertError | undefined;
}

export interface VaultListing {
  /** undefined: never listed. */
  readonly certificates: readonly CertificateSummary[] | undefined;
  readonly listedAt: Time | undefined;
  /** True once it was listed in this session; before that it is what an earlier one has seen. */
  readonly isFresh: boolean;
  readonly isLoading: boolean;
  readonly failure: CertError | undefined;
}

export const NEVER_LISTED: VaultListing = {
  certificates: undefined,
  listedAt: undefined,
  isFresh: false,
  isLoading: false,
  failure: undefined,
};

/** What became different: everything, one vault's certificates as one directory sees them. */
export type PortfolioChange =
  | { readonly kind: 'accounts' }
  | { readonly kind: 'vault'; readonly directory: string; readonly vaultId: string };

/** ARM changes the case of its ids from answer to answer. */
export function vaultKey(vaultId: string): string {
  return vaultId.toLowerCase();
}
