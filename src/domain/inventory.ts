/** What the signed-in account can see in Azure: the port that the Azure layer implements. */
import type { UnseenTenant } from './error-reasons.ts';
import type { CertError } from './errors.ts';
import type { Vault } from './key-vault.ts';
import type { DnsZone } from './txt-record-sets.ts';

/** A directory of Entra in which the account is at home or a guest. */
export interface Tenant {
  readonly id: string;
  /** The id where Azure tells no name, as it does of some tenants to guests. */
  readonly name: string;
  /** `contoso.onmicrosoft.com` */
  readonly domain: string | undefined;
}

export interface Subscription {
  readonly id: string;
  readonly name: string;
  readonly tenantId: string;
  /** ARM's word: Enabled, Warned, PastDue, Disabled, Deleted. */
  readonly state: string;
}

/** Where certificates can be issued. Every method rejects with a CertError. */
export interface Inventory {
  /** All vaults that the account can see, sorted by name. */
  vaults(signal?: AbortSignal, options?: InventoryOptions): Promise<readonly Vault[]>;
  /** All public DNS zones that the account can see in its tenant, with name servers. */
  zones(signal?: AbortSignal, options?: InventoryOptions): Promise<readonly DnsZone[]>;
  /** Those of the account's other tenants; one that cannot be looked at hides no other. */
  zonesElsewhere(signal?: AbortSignal): Promise<ZonesElsewhere>;
  /** Those given by hand that could hold one of `records`, listed or not. */
  zonesGiven(records: readonly string[], signal?: AbortSignal): Promise<ZonesGiven>;
}

export interface ZonesGiven {
  /** Without name servers where the account may not read it; with its tenant where that is another. */
  readonly zones: readonly DnsZone[];
  /** Ids of those that do not exist. */
  readonly absent: readonly string[];
}

export interface ZonesElsewhere {
  /** Each with its tenant. */
  readonly zones: readonly DnsZone[];
  readonly unseen: readonly UnseenTenant[];
}

/** Everything that the account can see. What was answered is kept until `refresh`. */
export interface AccountInventory extends Inventory {
  /** All tenants of the account, whatever tenant the credential is for; sorted by name. */
  tenants(signal?: AbortSignal): Promise<readonly Tenant[]>;
  /** Those of the credential's tenant in which the account has any role; sorted by name. */
  subscriptions(signal?: AbortSignal): Promise<readonly Subscription[]>;
  /** Subscriptions whose vaults and zones could not be listed, while those of others were. */
  unlisted(signal?: AbortSignal): Promise<readonly UnlistedSubscription[]>;
  /** The next look at anything asks Azure again. */
  refresh(): void;
}

export interface InventoryOptions {
  /** Also what was made in the last minutes. Slower: ask so only for what is missing otherwise. */
  readonly fresh?: boolean;
}

export interface UnlistedSubscription {
  readonly subscriptionId: string;
  readonly error: CertError;
}
