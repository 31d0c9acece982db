/** What worlds are put together from. */
import type { InitialRecordSet } from './arm/resources.ts';
import type { RoleAssignment, RoleName } from './principals.ts';
import type { WorldSubscription, WorldVault, WorldZone } from './world.ts';

export function assign(role: RoleName, scope: string): RoleAssignment {
  return { role, scope: scope.toLowerCase() };
}

export function subscription(
  id: string,
  displayName: string,
  resourceGroups: readonly string[],
): WorldSubscription {
  return {
    id,
    displayName,
    resourceGroups: resourceGroups.map((name) => ({ name, location: 'westeurope' })),
  };
}

export function vault(name: string, subscriptionId: string, resourceGroup: string): WorldVault {
  return { name, subscriptionId, resourceGroup, location: 'westeurope' };
}

/** @param pool number of the name servers that Azure gave to the zone, two digits */
export function zone(
  name: string,
  subscriptionId: string,
  resourceGroup: string,
  pool: string,
): WorldZone {
  const nameServers = [`ns1-${pool}.azure-dns.com.`, `ns2-${pool}.azure-dns.net.`] as const;
  return { name, subscriptionId, resourceGroup, nameServers, registered: true, recordSets: [] };
}

/** The NS record set by which a zone hands a name over to another zone. */
export function delegation(name: string, child: WorldZone): InitialRecordSet {
  return {
    name,
    type: 'NS',
    ttl: 3600,
    records: child.nameServers.map((nsdname) => ({ nsdname })),
  };
}
