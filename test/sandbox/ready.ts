import { tenantsOf, zoneId, type World } from './world.ts';
import type { RoleAssignment } from './principals.ts';

/** What the ready file holds: all that is needed to use the sandbox. */
export interface Ready {
  /** Environment variables for a process that shall live in the sandbox. */
  readonly env: Readonly<Record<string, string>>;
  readonly subscriptions: readonly { readonly id: string; readonly name: string }[];
  readonly vaults: readonly { readonly name: string; readonly uri: string }[];
  readonly zones: readonly ReadyZone[];
  readonly principals: readonly ReadyPrincipal[];
  readonly users: readonly ReadyUser[];
  /** The principals' own first. */
  readonly tenants: readonly ReadyTenant[];
  /** host:port of the resolver view. */
  readonly dns: string;
  /** URL of the CONNECT proxy. */
  readonly proxy: string;
  readonly acme: ReadyAcme;
  /** URL of the control endpoint. */
  readonly control: string;
}

export interface ReadyZone {
  readonly name: string;
  readonly id: string;
  readonly nameServers: readonly string[];
}

export interface ReadyPrincipal {
  readonly name: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly roles: readonly RoleAssignment[];
}

export interface ReadyUser {
  /** User principal name. */
  readonly name: string;
  /** Id of the account in editors: object id and tenant id at home. */
  readonly id: string;
  readonly displayName: string;
  /** Ids; the home tenant's first. */
  readonly tenants: readonly string[];
}

export interface ReadyTenant {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
}

export interface ReadyAcme {
  /** Directory URLs by the CA's short name. */
  readonly directories: Readonly<Record<string, string>>;
  /** Pebble's management URL (`/roots/0`, …), to be asked without the proxy. */
  readonly management: string;
  readonly stagingManagement: string;
  /** PEM of step-ca's root, where there is one. */
  readonly stepCaRoot?: string;
}

/** Where the parts of a running sandbox listen. */
export interface Addresses {
  readonly proxy: string;
  readonly control: string;
  readonly caFile: string;
  /** host:port of the resolver view. */
  readonly resolver: string;
  /** host:port of each authoritative server; none where they stand at port 53 by themselves. */
  readonly dnsServers: readonly string[];
  readonly management: string;
  readonly stagingManagement: string;
  /** PEM. */
  readonly stepCaRoot?: string;
}

export const DIRECTORIES = {
  letsencrypt: 'https://acme-v02.api.letsencrypt.org/directory',
  'letsencrypt-staging': 'https://acme-staging-v02.api.letsencrypt.org/directory',
};

export function describeReady(world: World, addresses: Addresses): Ready {
  return {
    env: createEnv(world, addresses),
    subscriptions: world.subscriptions.map(({ id, displayName }) => ({ id, name: displayName })),
    vaults: world.vaults.map(({ name }) => ({ name, uri: `https://${name}.vault.azure.net/` })),
    zones: world.zones.map((zone) => ({
      name: zone.name,
      id: zoneId(zone),
      nameServers: zone.nameServers,
    })),
    principals: world.principals.map(({ name, clientId, clientSecret, roles }) => ({
      name,
      clientId,
      clientSecret,
      roles,
    })),
    users: world.users.map(({ upn, displayName, accounts }) => ({
      name: upn,
      id: `${accounts[0].objectId}.${accounts[0].tenantId}`,
      displayName,
      tenants: accounts.map(({ tenantId }) => tenantId),
    })),
    tenants: tenantsOf(world).map(({ id, displayName, domain }) => ({
      id,
      name: displayName,
      domain,
    })),
    dns: addresses.resolver,
    proxy: addresses.proxy,
    acme: {
      directories: DIRECTORIES,
      management: addresses.management,
      stagingManagement: addresses.stagingManagement,
      ...(addresses.stepCaRoot !== undefined && { stepCaRoot: addresses.stepCaRoot }),
    },
    control: addresses.control,
  };
}

function createEnv(world: World, addresses: Addresses): Record<string, string> {
  const principal = world.principals.find((each) => each.name === world.defaultPrincipal);
  if (principal === undefined) throw new Error(`No principal is named ${world.defaultPrincipal}.`);
  const { proxy, caFile, dnsServers } = addresses;
  // Both spellings: each client of the process reads another one first.
  return {
    HTTPS_PROXY: proxy,
    https_proxy: proxy,
    HTTP_PROXY: proxy,
    http_proxy: proxy,
    NO_PROXY: 'localhost,127.0.0.1',
    no_proxy: 'localhost,127.0.0.1',
    NODE_EXTRA_CA_CERTS: caFile,
    SSL_CERT_FILE: caFile,
    AZURE_TENANT_ID: world.tenant.id,
    AZURE_CLIENT_ID: principal.clientId,
    AZURE_CLIENT_SECRET: principal.clientSecret,
    ...(dnsServers.length > 0 ? { KVCERT_DNS_SERVERS: dnsServers.join(',') } : {}),
  };
}
