import type { ArmWorld } from './arm/resources.ts';
import type { Vault } from './keyvault/vault.ts';
import { vaultId, zoneId, type World } from './world.ts';

/** The world as Azure Resource Manager manages it. */
export function toArmWorld(world: World): ArmWorld {
  const { tenant } = world;
  return {
    tenants: [
      { tenantId: tenant.id, displayName: tenant.displayName, defaultDomain: tenant.domain },
    ],
    subscriptions: world.subscriptions.map(({ id, displayName }) => ({
      subscriptionId: id,
      displayName,
      tenantId: tenant.id,
    })),
    resourceGroups: world.subscriptions.flatMap(({ id, resourceGroups }) =>
      resourceGroups.map((group) => ({ ...group, subscriptionId: id })),
    ),
    vaults: world.vaults.map((vault) => ({
      id: vaultId(vault),
      name: vault.name,
      location: vault.location,
      tenantId: tenant.id,
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
  return world.vaults.map((vault) => ({
    name: vault.name,
    id: vaultId(vault),
    tenantId: world.tenant.id,
    location: vault.location,
  }));
}
