/** Vaults and zones from what ARM and Resource Graph say of them; both use the same members. */
import { VAULT_TIERS, type Vault } from '../domain/key-vault.ts';
import { USUAL_RECORD_LIMIT, type DnsZone } from '../domain/txt-record-sets.ts';
import { parseResourceId } from './resource-id.ts';

/** A resource as both answer it. Everything may be missing or null: it comes from outside. */
export interface ResourceRow {
  readonly id: string;
  readonly type?: string | null;
  readonly location?: string | null;
  readonly properties?: {
    readonly vaultUri?: string | null;
    readonly tenantId?: string | null;
    readonly sku?: { readonly name?: string | null } | null;
    readonly nameServers?: readonly string[] | null;
    readonly maxNumberOfRecordsPerRecordSet?: number | null;
    readonly zoneType?: string | null;
  } | null;
}

export interface InventoryRows {
  readonly vaults: readonly Vault[];
  readonly zones: readonly DnsZone[];
}

/** Sorted by name; a resource that is listed twice (in another case) counts once. */
export function toInventory(rows: readonly ResourceRow[]): InventoryRows {
  const unique = [...new Map(rows.map((row) => [row.id.toLowerCase(), row])).values()];
  const vaults = unique.filter((row) => isOfType(row, 'microsoft.keyvault/vaults'));
  const zones = unique.filter(
    (row) => isOfType(row, 'microsoft.network/dnszones') && row.properties?.zoneType !== 'Private',
  );
  return {
    vaults: vaults.map(toVault).toSorted(byName),
    zones: zones.map(toZone).toSorted(byName),
  };
}

function isOfType(row: ResourceRow, type: string): boolean {
  return row.type?.toLowerCase() === type;
}

function toVault(row: ResourceRow): Vault {
  return {
    id: row.id,
    ...parseResourceId(row.id),
    uri: (row.properties?.vaultUri ?? '').replace(/\/$/, ''),
    tenantId: row.properties?.tenantId ?? '',
    location: row.location ?? '',
    ...tierOf(row),
  };
}

/** ARM spells it in lower case, templates in any. */
function tierOf({ properties }: ResourceRow): Pick<Vault, 'tier'> {
  const name = properties?.sku?.name?.toLowerCase();
  const tier = VAULT_TIERS.find((each) => each === name);
  return tier ? { tier } : {};
}

function toZone(row: ResourceRow): DnsZone {
  const { name, subscriptionId, resourceGroup } = parseResourceId(row.id);
  return {
    id: row.id,
    name: hostName(name),
    subscriptionId,
    resourceGroup,
    nameServers: (row.properties?.nameServers ?? []).map(hostName),
    recordLimit: row.properties?.maxNumberOfRecordsPerRecordSet ?? USUAL_RECORD_LIMIT,
  };
}

function hostName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : Number(a.name > b.name);
}
