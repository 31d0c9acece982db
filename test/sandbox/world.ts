import type { InitialRecordSet } from './arm/resources.ts';
import type { SeededCertificate } from './keyvault/seed.ts';
import type { Principal, RoleAssignment, RoleName } from './principals.ts';

/** What there is before anybody asks for anything: data only, so that tests can replace any of it. */
export interface World {
  readonly tenant: WorldTenant;
  readonly subscriptions: readonly WorldSubscription[];
  readonly vaults: readonly WorldVault[];
  readonly zones: readonly WorldZone[];
  readonly principals: readonly Principal[];
  /** Name of the principal whose credentials stand in `env`. */
  readonly defaultPrincipal: string;
}

export interface WorldTenant {
  readonly id: string;
  readonly displayName: string;
  readonly domain: string;
}

export interface WorldSubscription {
  readonly id: string;
  readonly displayName: string;
  readonly resourceGroups: readonly WorldResourceGroup[];
}

export interface WorldResourceGroup {
  readonly name: string;
  readonly location: string;
}

export interface WorldVault {
  readonly name: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly location: string;
  /** What it holds from the start. */
  readonly certificates?: readonly SeededCertificate[];
}

export interface WorldZone {
  readonly name: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** With trailing dots, as ARM shows them: the first on one server, the second on the other. */
  readonly nameServers: readonly [string, string];
  /** The registry above delegates the zone to its name servers; false where a zone here does. */
  readonly registered: boolean;
  /** What it holds from the start besides SOA and NS at its apex. */
  readonly recordSets: readonly InitialRecordSet[];
}

const PROD = '11111111-0a0a-4b0b-8c0c-000000000001';
const DEV = '22222222-0a0a-4b0b-8c0c-000000000002';

/** `secret` makes a new client secret at each call: none is ever written into the repository. */
export function createDefaultWorld(secret: () => string): World {
  const vaults: readonly WorldVault[] = [
    vault('contoso-prod', PROD, 'certificates'),
    vault('contoso-dev', DEV, 'certificates-dev'),
    vault('fabrikam-locked', DEV, 'fabrikam'),
  ];
  const shop = { ...zone('shop.example.com', PROD, 'dns', '02'), registered: false };
  const parent = {
    ...zone('example.com', PROD, 'dns', '01'),
    recordSets: [delegation('shop', shop)],
  };
  const zones: readonly WorldZone[] = [parent, shop, zone('example.org', DEV, 'dns-dev', '03')];
  return {
    tenant: {
      id: '7e57c0de-0000-4000-8000-00000000c0de',
      displayName: 'Contoso',
      domain: 'contoso.onmicrosoft.com',
    },
    subscriptions: [
      subscription(PROD, 'Contoso Production', ['certificates', 'dns']),
      subscription(DEV, 'Contoso Development', ['certificates-dev', 'fabrikam', 'dns-dev']),
    ],
    vaults,
    zones,
    principals: createPrincipals(vaults, zones, secret),
    defaultPrincipal: 'operator',
  };
}

/** ARM id of a vault. */
export function vaultId(vault: WorldVault): string {
  return `/subscriptions/${vault.subscriptionId}/resourceGroups/${vault.resourceGroup}/providers/Microsoft.KeyVault/vaults/${vault.name}`;
}

/** ARM id of a zone; the service spells `dnszones` in lower case whatever was asked. */
export function zoneId(zone: WorldZone): string {
  return `/subscriptions/${zone.subscriptionId}/resourceGroups/${zone.resourceGroup}/providers/Microsoft.Network/dnszones/${zone.name}`;
}

function createPrincipals(
  vaults: readonly WorldVault[],
  zones: readonly WorldZone[],
  secret: () => string,
): readonly Principal[] {
  const everywhere = [PROD, DEV].map((id) => assign('Reader', `/subscriptions/${id}`));
  const issuer = [
    ...everywhere,
    ...vaults
      .filter((each) => each.name !== 'fabrikam-locked')
      .map((each) => assign('Key Vault Certificates Officer', vaultId(each))),
    ...zones.map((each) => assign('DNS Zone Contributor', zoneId(each))),
  ];
  const reader = [
    ...everywhere,
    ...vaults.map((each) => assign('Key Vault Certificate User', vaultId(each))),
  ];
  return [
    principal('operator', '0001', secret(), issuer),
    principal('auditor', '0002', secret(), reader),
    // Another team with the same rights: whatever it leaves behind must survive what operator does.
    principal('stranger', '0003', secret(), issuer),
    principal('nobody', '0004', secret(), []),
  ];
}

function principal(
  name: string,
  number: string,
  clientSecret: string,
  roles: readonly RoleAssignment[],
): Principal {
  return {
    name,
    clientId: `c11e0000-0000-4000-8000-00000000${number}`,
    objectId: `0b1ec000-0000-4000-8000-00000000${number}`,
    clientSecret,
    roles,
  };
}

function assign(role: RoleName, scope: string): RoleAssignment {
  return { role, scope: scope.toLowerCase() };
}

function subscription(
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

function vault(name: string, subscriptionId: string, resourceGroup: string): WorldVault {
  return { name, subscriptionId, resourceGroup, location: 'westeurope' };
}

function zone(
  name: string,
  subscriptionId: string,
  resourceGroup: string,
  pool: string,
): WorldZone {
  const nameServers = [`ns1-${pool}.azure-dns.com.`, `ns2-${pool}.azure-dns.net.`] as const;
  return { name, subscriptionId, resourceGroup, nameServers, registered: true, recordSets: [] };
}

/** The NS record set by which a zone hands a name over to another zone. */
function delegation(name: string, child: WorldZone): InitialRecordSet {
  return {
    name,
    type: 'NS',
    ttl: 3600,
    records: child.nameServers.map((nsdname) => ({ nsdname })),
  };
}
