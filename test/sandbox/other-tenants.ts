/** The two tenants besides Contoso: one that works like it, one that wants a second factor. */
import type { RoleAssignment } from './principals.ts';
import { assign, subscription, vault, zone } from './world-parts.ts';
import {
  vaultId,
  zoneId,
  type WorldSubscription,
  type WorldTenant,
  type WorldVault,
  type WorldZone,
} from './world.ts';

interface OtherTenant {
  readonly tenant: WorldTenant;
  readonly subscription: WorldSubscription;
  readonly vault: WorldVault;
  /** What its people and guests may do: everything that the product does. */
  readonly roles: readonly RoleAssignment[];
}

export const FABRIKAM: OtherTenant & { readonly zone: WorldZone } = createFabrikam();
export const LOCKED: OtherTenant = createLocked();
export const OTHER_TENANTS: readonly OtherTenant[] = [FABRIKAM, LOCKED];

function createFabrikam() {
  const id = '33333333-0a0a-4b0b-8c0c-000000000003';
  const tenant = {
    id: 'fab21ca0-0000-4000-8000-00000000c0de',
    displayName: 'Fabrikam',
    domain: 'fabrikam.onmicrosoft.com',
  };
  const shared = vault('fabrikam-shared', id, 'shared');
  const domain = zone('fabrikam.example', id, 'dns', '06');
  return {
    tenant,
    subscription: {
      ...subscription(id, 'Fabrikam Shared Services', ['shared', 'dns']),
      tenantId: tenant.id,
    },
    vault: shared,
    zone: domain,
    roles: [...officerOf(shared), assign('DNS Zone Contributor', zoneId(domain))],
  };
}

function createLocked() {
  const id = '44444444-0a0a-4b0b-8c0c-000000000004';
  const tenant = {
    id: '10c4ed00-0000-4000-8000-00000000c0de',
    displayName: 'Locked',
    domain: 'locked.onmicrosoft.com',
  };
  const only = vault('locked-prod', id, 'certificates');
  return {
    tenant,
    subscription: {
      ...subscription(id, 'Locked Production', ['certificates']),
      tenantId: tenant.id,
    },
    vault: only,
    roles: officerOf(only),
  };
}

function officerOf(only: WorldVault): readonly RoleAssignment[] {
  return [
    assign('Reader', `/subscriptions/${only.subscriptionId}`),
    assign('Key Vault Certificates Officer', vaultId(only)),
  ];
}
