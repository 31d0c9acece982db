import type { InitialRecordSet, ResourceLock } from './arm/resources.ts';
import type { SeededCertificate, SeededOperation } from './keyvault/seed.ts';
import type { AccessPolicy, VaultNetwork, VaultTier } from './keyvault/vault.ts';
import type { SignInRule } from './identity/sign-in-rule.ts';
import type { Principal, User } from './principals.ts';

/** What there is before anybody asks for anything: data only, so that tests can replace any of it. */
export interface World {
  /** Home of the service principals, and of the subscriptions that name no other. */
  readonly tenant: WorldTenant;
  readonly otherTenants: readonly WorldTenant[];
  readonly subscriptions: readonly WorldSubscription[];
  readonly vaults: readonly WorldVault[];
  readonly zones: readonly WorldZone[];
  readonly principals: readonly Principal[];
  /** Name of the principal whose credentials stand in `env`. */
  readonly defaultPrincipal: string;
  /** People, who sign in through an editor. */
  readonly users: readonly User[];
  /** What may not be deleted or changed. */
  readonly locks?: readonly ResourceLock[];
  /** What disturbs sign-ins from the start. */
  readonly signInRules?: readonly SignInRule[];
}

export interface WorldTenant {
  readonly id: string;
  readonly displayName: string;
  readonly domain: string;
}

export interface WorldSubscription {
  readonly id: string;
  /** The world's first tenant where it is not given. */
  readonly tenantId?: string;
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
  /** What it holds from the start; as a function: made when the vault is first looked at. */
  readonly certificates?: readonly SeededCertificate[] | (() => Iterable<SeededCertificate>);
  /** Standard where it is not given. */
  readonly tier?: VaultTier;
  /** Decide in the place of roles where they are given. */
  readonly accessPolicies?: readonly AccessPolicy[];
  /** Who reaches it; everybody where it is not given. */
  readonly network?: VaultNetwork;
  /** What is pending from the start. */
  readonly operations?: readonly SeededOperation[];
}

export interface WorldZone {
  readonly name: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** With trailing dots, as ARM shows them: the first on one server, the second on the other. */
  readonly nameServers: readonly [string, string];
  /** The registry above delegates the zone to its name servers; false where a zone here does. */
  readonly registered: boolean;
  /** What ARM names as the limit of records in a set; null where it is not given, as in real zones. */
  readonly recordsPerSet?: number;
  /** What it holds from the start besides SOA and NS at its apex. */
  readonly recordSets: readonly InitialRecordSet[];
}

/** ARM id of a vault. */
export function vaultId(vault: WorldVault): string {
  return `/subscriptions/${vault.subscriptionId}/resourceGroups/${vault.resourceGroup}/providers/Microsoft.KeyVault/vaults/${vault.name}`;
}

/** ARM id of a zone; the service spells `dnszones` in lower case whatever was asked. */
export function zoneId(zone: WorldZone): string {
  return `/subscriptions/${zone.subscriptionId}/resourceGroups/${zone.resourceGroup}/providers/Microsoft.Network/dnszones/${zone.name}`;
}

export function tenantsOf(world: World): readonly [WorldTenant, ...WorldTenant[]] {
  return [world.tenant, ...world.otherTenants];
}
