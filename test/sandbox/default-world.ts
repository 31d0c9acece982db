import { FABRIKAM, LOCKED, OTHER_TENANTS } from './other-tenants.ts';
import type { Principal, RoleAssignment, User } from './principals.ts';
import { assign, delegation, subscription, vault, zone } from './world-parts.ts';
import { vaultId, zoneId, type World, type WorldVault, type WorldZone } from './world.ts';

const PROD = '11111111-0a0a-4b0b-8c0c-000000000001';
const DEV = '22222222-0a0a-4b0b-8c0c-000000000002';

const CONTOSO = {
  id: '7e57c0de-0000-4000-8000-00000000c0de',
  displayName: 'Contoso',
  domain: 'contoso.onmicrosoft.com',
};

/** `secret` makes a new client secret at each call: none is ever written into the repository. */
export function createDefaultWorld(secret: () => string): World {
  const vaults: readonly WorldVault[] = [
    { ...vault('contoso-prod', PROD, 'certificates'), tier: 'premium' },
    vault('contoso-dev', DEV, 'certificates-dev'),
    vault('fabrikam-locked', DEV, 'fabrikam'),
  ];
  const shop = { ...zone('shop.example.com', PROD, 'dns', '02'), registered: false };
  const parent = {
    ...zone('example.com', PROD, 'dns', '01'),
    recordSets: [delegation('shop', shop)],
  };
  const zones: readonly WorldZone[] = [parent, shop, zone('example.org', DEV, 'dns-dev', '03')];
  const roles = createRoles(vaults, zones);
  return {
    tenant: CONTOSO,
    otherTenants: [FABRIKAM.tenant, LOCKED.tenant],
    subscriptions: [
      subscription(PROD, 'Contoso Production', ['certificates', 'dns']),
      subscription(DEV, 'Contoso Development', ['certificates-dev', 'fabrikam', 'dns-dev']),
      ...OTHER_TENANTS.map((each) => each.subscription),
    ],
    vaults: [...vaults, ...OTHER_TENANTS.map((each) => each.vault)],
    zones: [...zones, FABRIKAM.zone],
    principals: [
      principal('operator', '0001', secret(), roles.issuer),
      principal('auditor', '0002', secret(), roles.auditor),
      // Another team with the same rights: whatever it leaves behind must survive what operator does.
      principal('stranger', '0003', secret(), roles.issuer),
      principal('nobody', '0004', secret(), []),
    ],
    defaultPrincipal: 'operator',
    users: createUsers(roles),
    signInRules: [{ effect: 'interaction', tenant: LOCKED.tenant.id }],
  };
}

interface Roles {
  readonly issuer: readonly RoleAssignment[];
  readonly auditor: readonly RoleAssignment[];
  readonly reader: readonly RoleAssignment[];
}

function createRoles(vaults: readonly WorldVault[], zones: readonly WorldZone[]): Roles {
  const reader = [PROD, DEV].map((id) => assign('Reader', `/subscriptions/${id}`));
  const issuer = [
    ...reader,
    ...vaults
      .filter((each) => each.name !== 'fabrikam-locked')
      .map((each) => assign('Key Vault Certificates Officer', vaultId(each))),
    ...zones.map((each) => assign('DNS Zone Contributor', zoneId(each))),
  ];
  const auditor = [
    ...reader,
    ...vaults.map((each) => assign('Key Vault Certificate User', vaultId(each))),
  ];
  return { issuer, auditor, reader };
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

function createUsers({ issuer, reader }: Roles): readonly User[] {
  return [
    {
      upn: 'operator@contoso.com',
      displayName: 'Olivia Operator',
      accounts: [
        account(CONTOSO.id, '0101', issuer),
        account(FABRIKAM.tenant.id, '0201', FABRIKAM.roles),
        account(LOCKED.tenant.id, '0301', LOCKED.roles),
      ],
    },
    {
      upn: 'reader@contoso.com',
      displayName: 'Rafael Reader',
      accounts: [account(CONTOSO.id, '0102', reader)],
    },
    {
      upn: 'guest@fabrikam.com',
      displayName: 'Gita Guest',
      accounts: [account(FABRIKAM.tenant.id, '0202', FABRIKAM.roles)],
    },
  ];
}

function account(
  tenantId: string,
  number: string,
  roles: readonly RoleAssignment[],
): User['accounts'][0] {
  return { tenantId, objectId: `0b1ec000-0000-4000-8000-00000000${number}`, roles };
}
