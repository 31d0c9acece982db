import type { RoleName } from '../principals.ts';

export interface RoleDefinition {
  /** GUID, by which assignments name it. */
  readonly id: string;
  readonly type: 'BuiltInRole' | 'CustomRole';
  readonly actions: readonly string[];
  /** Taken away from `actions` of the same role, not from other roles. */
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

const NOTHING = { actions: [], notActions: [], dataActions: [], notDataActions: [] };

const KEY_VAULT_METADATA = [
  'Microsoft.Authorization/*/read',
  'Microsoft.Insights/alertRules/*',
  'Microsoft.Resources/deployments/*',
  'Microsoft.Resources/subscriptions/resourceGroups/read',
  'Microsoft.Support/*',
  'Microsoft.KeyVault/checkNameAvailability/read',
  'Microsoft.KeyVault/deletedVaults/read',
  'Microsoft.KeyVault/locations/*/read',
  'Microsoft.KeyVault/vaults/*/read',
  'Microsoft.KeyVault/operations/read',
];

/** Azure's built-in roles (documents: "Azure built-in roles"); `*` in an action stands for anything. */
const BUILT_IN_ROLES = {
  Owner: builtIn('8e3af657-a8ff-443c-a75c-2fe8c4bcb635', { actions: ['*'] }),
  Contributor: builtIn('b24988ac-6180-42a0-ab88-20f7382dd24c', {
    actions: ['*'],
    notActions: [
      'Microsoft.Authorization/*/Delete',
      'Microsoft.Authorization/*/Write',
      'Microsoft.Authorization/elevateAccess/Action',
      'Microsoft.Blueprint/blueprintAssignments/write',
      'Microsoft.Blueprint/blueprintAssignments/delete',
      'Microsoft.Compute/galleries/share/action',
    ],
  }),
  Reader: builtIn('acdd72a7-3385-48ef-bd42-f606fba81ae7', { actions: ['*/read'] }),
  'User Access Administrator': builtIn('18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', {
    actions: ['*/read', 'Microsoft.Authorization/*', 'Microsoft.Support/*'],
  }),
  'Role Based Access Control Administrator': builtIn('f58310d9-a9f6-439a-9e8d-f62e7b198168', {
    actions: [
      'Microsoft.Authorization/roleAssignments/write',
      'Microsoft.Authorization/roleAssignments/delete',
      '*/read',
      'Microsoft.Support/*',
    ],
  }),
  'Key Vault Administrator': builtIn('00482a5a-887f-4fb3-b363-3b7fe8e74483', {
    actions: KEY_VAULT_METADATA,
    dataActions: ['Microsoft.KeyVault/vaults/*'],
  }),
  // Everything on vaults, and nothing in them.
  'Key Vault Contributor': builtIn('f25e0fa2-a7c8-4377-a976-54943a77a395', {
    actions: [
      'Microsoft.Authorization/*/read',
      'Microsoft.Insights/alertRules/*',
      'Microsoft.KeyVault/*',
      'Microsoft.Resources/deployments/*',
      'Microsoft.Resources/subscriptions/resourceGroups/read',
      'Microsoft.Support/*',
    ],
    notActions: [
      'Microsoft.KeyVault/locations/deletedVaults/purge/action',
      'Microsoft.KeyVault/hsmPools/*',
      'Microsoft.KeyVault/managedHsms/*',
    ],
  }),
  'Key Vault Certificates Officer': builtIn('a4417e6f-fecd-4de8-b567-7b0420556985', {
    actions: KEY_VAULT_METADATA,
    dataActions: [
      'Microsoft.KeyVault/vaults/certificatecas/*',
      'Microsoft.KeyVault/vaults/certificates/*',
      'Microsoft.KeyVault/vaults/certificatecontacts/write',
    ],
  }),
  'Key Vault Certificate User': builtIn('db79e9a7-68ee-4b58-9aeb-b90e7c24fcba', {
    dataActions: [
      'Microsoft.KeyVault/vaults/certificates/read',
      'Microsoft.KeyVault/vaults/secrets/getSecret/action',
      'Microsoft.KeyVault/vaults/secrets/readMetadata/action',
      'Microsoft.KeyVault/vaults/keys/read',
    ],
  }),
  'Key Vault Crypto Officer': builtIn('14b46e9e-c2b7-41b4-b07b-48a6ebf60603', {
    actions: KEY_VAULT_METADATA,
    dataActions: [
      'Microsoft.KeyVault/vaults/keys/*',
      'Microsoft.KeyVault/vaults/keyrotationpolicies/*',
    ],
  }),
  'Key Vault Crypto User': builtIn('12338af0-0e69-4776-bea7-57ae8d297424', {
    dataActions: [
      'Microsoft.KeyVault/vaults/keys/read',
      'Microsoft.KeyVault/vaults/keys/update/action',
      'Microsoft.KeyVault/vaults/keys/backup/action',
      'Microsoft.KeyVault/vaults/keys/encrypt/action',
      'Microsoft.KeyVault/vaults/keys/decrypt/action',
      'Microsoft.KeyVault/vaults/keys/wrap/action',
      'Microsoft.KeyVault/vaults/keys/unwrap/action',
      'Microsoft.KeyVault/vaults/keys/sign/action',
      'Microsoft.KeyVault/vaults/keys/verify/action',
    ],
  }),
  'Key Vault Reader': builtIn('21090545-7ca7-4776-b22c-e363652d74d2', {
    actions: KEY_VAULT_METADATA,
    dataActions: [
      'Microsoft.KeyVault/vaults/*/read',
      'Microsoft.KeyVault/vaults/secrets/readMetadata/action',
    ],
  }),
  'DNS Zone Contributor': builtIn('befefa01-2a29-4197-83a8-272ff33ce314', {
    actions: [
      'Microsoft.Authorization/*/read',
      'Microsoft.Insights/alertRules/*',
      'Microsoft.Network/dnsZones/*',
      'Microsoft.ResourceHealth/availabilityStatuses/read',
      'Microsoft.Resources/deployments/*',
      'Microsoft.Resources/subscriptions/resourceGroups/read',
      'Microsoft.Support/*',
    ],
  }),
} satisfies Partial<Record<RoleName, RoleDefinition>>;

/** What a company might have made for itself. */
const CUSTOM_ROLES = {
  'Contoso TXT Record Operator': custom('c0570500-0000-4000-8000-000000000001', {
    actions: ['Microsoft.Network/dnsZones/TXT/*'],
  }),
  'Contoso Certificates Without Deletion': custom('c0570500-0000-4000-8000-000000000002', {
    dataActions: ['Microsoft.KeyVault/vaults/certificates/*'],
    notDataActions: [
      'Microsoft.KeyVault/vaults/certificates/delete',
      'Microsoft.KeyVault/vaults/certificates/purge/action',
    ],
  }),
} satisfies Partial<Record<RoleName, RoleDefinition>>;

export const ROLE_DEFINITIONS: Readonly<Record<RoleName, RoleDefinition>> = {
  ...BUILT_IN_ROLES,
  ...CUSTOM_ROLES,
};

/** By GUID. */
export function roleNamed(id: string): RoleName | undefined {
  const names = Object.keys(ROLE_DEFINITIONS) as RoleName[];
  return names.find((name) => ROLE_DEFINITIONS[name].id === id.toLowerCase());
}

type Permissions = Partial<Omit<RoleDefinition, 'id' | 'type'>>;

function builtIn(id: string, permissions: Permissions): RoleDefinition {
  return { ...NOTHING, ...permissions, id, type: 'BuiltInRole' };
}

function custom(id: string, permissions: Permissions): RoleDefinition {
  return { ...NOTHING, ...permissions, id, type: 'CustomRole' };
}
