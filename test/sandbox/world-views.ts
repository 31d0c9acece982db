import { isJsonObject, type JsonObject } from './arm/json.ts';
import type { ArmWorld, VaultResource } from './arm/resources.ts';
import type { Member } from './arm/role-book.ts';
import type { AccessPolicy, Vault } from './keyvault/vault.ts';
import { identityOf } from './principals.ts';
import { tenantsOf, vaultId, zoneId, type World, type WorldVault } from './world.ts';

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
      properties: {
        sku: { family: 'A', name: vault.tier ?? 'standard' },
        ...accessProperties(vault, tenantOf(vault.subscriptionId)),
      },
    })),
    zones: world.zones.map((zone) => ({
      id: zoneId(zone),
      name: zone.name,
      nameServers: zone.nameServers,
      registered: zone.registered,
      recordSets: zone.recordSets,
      ...(zone.recordsPerSet === undefined
        ? {}
        : { maxNumberOfRecordsPerRecordSet: zone.recordsPerSet }),
    })),
    locks: world.locks ?? [],
    members: membersOf(world),
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
    ...(vault.tier === undefined ? {} : { tier: vault.tier }),
    ...(vault.accessPolicies === undefined ? {} : { accessPolicies: vault.accessPolicies }),
    ...(vault.network === undefined ? {} : { network: vault.network }),
  }));
}

/** A vault that was made while the sandbox ran, as its data plane knows it. */
export function toKeyVault({
  id,
  name,
  location,
  tenantId,
  properties = {},
}: VaultResource): Vault {
  const sku = isJsonObject(properties['sku']) ? String(properties['sku']['name']) : '';
  const days = properties['softDeleteRetentionInDays'];
  const policies = properties['accessPolicies'];
  return {
    ...{ id, name, location, tenantId },
    ...(typeof days === 'number' ? { softDeleteRetentionDays: days } : {}),
    ...(properties['enablePurgeProtection'] === true ? { purgeProtection: true } : {}),
    ...(sku.toLowerCase() === 'premium' ? { tier: 'premium' } : {}),
    ...(properties['enableRbacAuthorization'] === true
      ? {}
      : { accessPolicies: Array.isArray(policies) ? policies.map(toAccessPolicy) : [] }),
    ...(properties['publicNetworkAccess'] === 'Disabled' ? { network: 'private' } : {}),
  };
}

/** ARM takes the names of permissions in any case. */
function toAccessPolicy(sent: unknown): AccessPolicy {
  const { objectId, permissions } = isJsonObject(sent) ? sent : {};
  const allowed = (kind: string): readonly string[] => {
    const names = isJsonObject(permissions) ? permissions[kind] : undefined;
    return Array.isArray(names) ? names.map((name) => String(name).toLowerCase()) : [];
  };
  return {
    objectId: String(objectId),
    keys: allowed('keys'),
    secrets: allowed('secrets'),
    certificates: allowed('certificates'),
  };
}

/** What ARM tells of who may go in, where it is not everybody with a role. */
function accessProperties({ accessPolicies, network }: WorldVault, tenantId: string): JsonObject {
  return {
    ...(accessPolicies === undefined
      ? {}
      : {
          enableRbacAuthorization: false,
          accessPolicies: accessPolicies.map(({ objectId, ...permissions }) => ({
            tenantId,
            objectId,
            permissions,
          })),
        }),
    ...(network === 'private' ? { publicNetworkAccess: 'Disabled' } : {}),
    ...(network === 'firewall'
      ? {
          networkAcls: {
            bypass: 'AzureServices',
            defaultAction: 'Deny',
            ipRules: [{ value: '198.51.100.0/24' }],
            virtualNetworkRules: [],
          },
        }
      : {}),
  };
}

function membersOf(world: World): readonly Member[] {
  const principals = world.principals.map((identity): Member => ({
    tenantId: world.tenant.id,
    type: 'ServicePrincipal',
    identity,
  }));
  const people = world.users.flatMap((user) =>
    user.accounts.map((account): Member => ({
      tenantId: account.tenantId,
      type: 'User',
      identity: identityOf(user, account),
    })),
  );
  return [...principals, ...people];
}

/** The tenant that a subscription trusts, by the subscription's id. */
function tenantsBySubscription(world: World): (subscriptionId: string) => string {
  const tenants = new Map(world.subscriptions.map(({ id, tenantId }) => [id, tenantId]));
  return (id) => tenants.get(id) ?? world.tenant.id;
}
