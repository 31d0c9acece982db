import type { Identity, RoleAssignment, RoleName } from '../principals.ts';
import { armError } from './arm-errors.ts';

export interface RoleDefinition {
  readonly actions: readonly string[];
  readonly dataActions: readonly string[];
}

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
export const ROLE_DEFINITIONS: Readonly<Record<RoleName, RoleDefinition>> = {
  Reader: { actions: ['*/read'], dataActions: [] },
  'Key Vault Certificates Officer': {
    actions: KEY_VAULT_METADATA,
    dataActions: [
      'Microsoft.KeyVault/vaults/certificatecas/*',
      'Microsoft.KeyVault/vaults/certificates/*',
      'Microsoft.KeyVault/vaults/certificatecontacts/write',
    ],
  },
  'Key Vault Certificate User': {
    actions: [],
    dataActions: [
      'Microsoft.KeyVault/vaults/certificates/read',
      'Microsoft.KeyVault/vaults/secrets/getSecret/action',
      'Microsoft.KeyVault/vaults/secrets/readMetadata/action',
      'Microsoft.KeyVault/vaults/keys/read',
    ],
  },
  'Key Vault Crypto Officer': {
    actions: KEY_VAULT_METADATA,
    dataActions: [
      'Microsoft.KeyVault/vaults/keys/*',
      'Microsoft.KeyVault/vaults/keyrotationpolicies/*',
    ],
  },
  'Key Vault Crypto User': {
    actions: [],
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
  },
  'Key Vault Reader': {
    actions: KEY_VAULT_METADATA,
    dataActions: [
      'Microsoft.KeyVault/vaults/*/read',
      'Microsoft.KeyVault/vaults/secrets/readMetadata/action',
    ],
  },
  'DNS Zone Contributor': {
    actions: [
      'Microsoft.Authorization/*/read',
      'Microsoft.Insights/alertRules/*',
      'Microsoft.Network/dnsZones/*',
      'Microsoft.ResourceHealth/availabilityStatuses/read',
      'Microsoft.Resources/deployments/*',
      'Microsoft.Resources/subscriptions/resourceGroups/read',
      'Microsoft.Support/*',
    ],
    dataActions: [],
  },
};

/** Whether a role allows an action on the data plane. */
export function allowsData(role: RoleName, action: string): boolean {
  return ROLE_DEFINITIONS[role].dataActions.some((pattern) => matchesAction(pattern, action));
}

/** Whether a role of the principal at this scope or above allows a control-plane action. */
export function isAllowed(principal: Identity, action: string, scope: string): boolean {
  return assignmentsAt(principal, scope).some(({ role }) =>
    ROLE_DEFINITIONS[role].actions.some((pattern) => matchesAction(pattern, action)),
  );
}

/** @throws ApiError 403 `AuthorizationFailed`, also for a scope that does not exist */
export function authorize(principal: Identity, action: string, scope: string): void {
  if (!isAllowed(principal, action, scope)) throw authorizationFailed(principal, action, scope);
}

export function authorizationFailed(principal: Identity, action: string, scope: string): Error {
  return armError(
    403,
    'AuthorizationFailed',
    `The client '${principal.upn ?? principal.clientId}' with object id '${principal.objectId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
}

/** Assignments that hold at a scope: made there or above it. */
export function assignmentsAt(principal: Identity, scope: string): readonly RoleAssignment[] {
  const id = scope.toLowerCase();
  return principal.roles.filter((assignment) => liesWithin(id, assignment.scope));
}

/** Whether anything at or below a scope, or the scope itself, has been given to the principal. */
export function hasAccessWithin(principal: Identity, scope: string): boolean {
  const id = scope.toLowerCase();
  return principal.roles.some(
    (assignment) => liesWithin(assignment.scope, id) || liesWithin(id, assignment.scope),
  );
}

/** Whether `id` is `scope` or lies below it; ARM ids are compared without case. */
export function isWithin(id: string, scope: string): boolean {
  return liesWithin(id.toLowerCase(), scope.toLowerCase());
}

/** Both in lower case; asked hundreds of thousands of times where there are many assignments. */
function liesWithin(id: string, scope: string): boolean {
  return id.startsWith(scope) && (id.length === scope.length || id[scope.length] === '/');
}

function matchesAction(pattern: string, action: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll('.', '\\.'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
}
