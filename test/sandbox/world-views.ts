import type { ArmWorld } from './arm/resources.ts';
import type { Vault } from './keyvault/vault.ts';
import { tenantsOf, vaultId, zoneId, type World } from './world.ts';

/** The world as Azure Resource Manager manages it. */
export function toArmWorld(world: World): ArmWorld {
  const tenantOf = tenantsBySubscription(world);
  return {
    tenants: tenantsOf(world).map((tenant) => ({
      tenantId: tenant.id,
      displayName: tenant.displayName,
      defaultDomain: tenant.domain,
    })),
    subscriptions: world.subscriptions.map(({ id, displayName }) => ({
      subscriptionId: id,
      displayName,
      tenantId: tenantOf(id),
    })),
    resourceGroups: world.subscriptions.flatMap(({ id, resourceGroups }) =>
      resourceGroups.map((group) => ({ ...group, subscriptionId: id })),
    ),
    vaults: world.vaults.map((vault) => ({
      id: vaultId(vault),
      name: vault.name,
      location: vault.location,
      tenantId: tenantOf(vault.subscriptionId),
      vaultUri: `https://${vault.name}.vault.azure.net/`,
    })),
    zones: world.zones.map((zone) => ({
      id: zoneId(zone),
      name: zone.name,
      nameServers: zone.nameServers,
      registered: zone.registered,
      recordSets: zone.recordSets,
    })),
    locks: [],
  };
}

/** The world's vaults as their data plane knows them. */
export function toKeyVaults(world: World): readonly Vault[] {
  const tenantOf = tenantsBySubscription(world);
  return world.vaults.map((vault) => ({
    name: vault.name,
    id: vaultId(vault),
    tenantId: tenantOf(vault.subscriptionId),
    location: vault.location,
  }));
}

/** The tenant that a subscription trusts, by the subscription's id. */
function tenantsBySubscription(world: World): (subscriptionId: string) => string {
  const tenants = new Map(world.subscriptions.map(({ id, tenantId }) => [id, tenantId]));
  return (id) => tenants.get(id) ?? world.tenant.id;
}
