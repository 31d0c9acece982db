/**
 * What Azure Resource Manager manages in the sandbox. The stand-in reads these lists when it is
 * asked, so that whoever owns them may add to them; only zones are taken over once, at the start.
 */
import type { RecordType } from './record-types.ts';
import type { JsonObject } from './json.ts';
import type { Member } from './role-book.ts';

export interface ArmWorld {
  readonly tenants: readonly Tenant[];
  readonly subscriptions: readonly Subscription[];
  readonly resourceGroups: readonly ResourceGroup[];
  readonly vaults: readonly VaultResource[];
  readonly zones: readonly ZoneResource[];
  readonly locks: readonly ResourceLock[];
  /** Everybody in all of the tenants. */
  readonly members: readonly Member[];
}

export interface Tenant {
  readonly tenantId: string;
  readonly displayName: string;
  readonly defaultDomain: string;
}

export interface Subscription {
  readonly subscriptionId: string;
  readonly displayName: string;
  readonly tenantId: string;
}

export interface ResourceGroup {
  readonly subscriptionId: string;
  readonly name: string;
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface VaultResource {
  /** ARM id as the service spells it: `/subscriptions/…/providers/Microsoft.KeyVault/vaults/…`. */
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly tenantId: string;
  /** With a trailing slash. */
  readonly vaultUri: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Members of `properties` that differ from those of a plain vault with RBAC. */
  readonly properties?: JsonObject;
}

export interface ZoneResource {
  /** ARM id; the service says `dnszones` in lower case whatever was asked. */
  readonly id: string;
  readonly name: string;
  /** Host names with a trailing dot; the first on one server, the second on the other, and so on. */
  readonly nameServers: readonly string[];
  /** The registry above delegates this zone to `nameServers`: true where its parent is not here. */
  readonly registered: boolean;
  readonly tags?: Readonly<Record<string, string>>;
  /** Real zones answer null; the limit of 20 holds all the same. */
  readonly maxNumberOfRecordsPerRecordSet?: number;
  /** What the zone holds from the start, besides NS and SOA at `@`. */
  readonly recordSets?: readonly InitialRecordSet[];
}

export interface InitialRecordSet {
  /** Relative to the zone; `@` for the zone itself. */
  readonly name: string;
  readonly type: RecordType;
  /** Seconds. */
  readonly ttl: number;
  /** Items of `TXTRecords`, `NSRecords` and so on; one item for CNAME. */
  readonly records: readonly JsonObject[];
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface ResourceLock {
  /** ARM id of a subscription, resource group, zone, or record set; case does not matter. */
  readonly scope: string;
  readonly level: 'CanNotDelete' | 'ReadOnly';
  /** `lock` where it is not given. */
  readonly name?: string;
  readonly notes?: string;
}

/** ARM id of a resource group, as the service spells it. */
export function resourceGroupId(group: ResourceGroup): string {
  return `/subscriptions/${group.subscriptionId}/resourceGroups/${group.name}`;
}

/** Subscription and resource group that an ARM id names; empty where it has none. */
export function placeOf(id: string): { subscriptionId: string; resourceGroup: string } {
  const [, , subscriptionId = '', , resourceGroup = ''] = id.split('/');
  return { subscriptionId, resourceGroup };
}
