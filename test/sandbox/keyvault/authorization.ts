/** Azure RBAC on the data plane: built-in roles, their data actions, and the 403 of the service. */
import { createHash } from 'node:crypto';
import type { ApiError } from '../api.ts';
import { assignmentsAt, ROLE_DEFINITIONS } from '../arm/roles.ts';
import { issuerOf } from '../identity/access-token.ts';
import type { Caller, RoleAssignment } from '../principals.ts';
import { keyVaultError } from './errors.ts';
import type { Vault } from './vault.ts';

const PREFIX = 'Microsoft.KeyVault/vaults/';

/** Without the prefix. */
export type DataAction =
  | 'certificates/read'
  | 'certificates/create/action'
  | 'certificates/update/action'
  | 'certificates/delete'
  | 'certificates/recover/action'
  | 'certificates/purge/action'
  | 'certificatecas/read'
  | 'secrets/getSecret/action';

/** The assignment, at the vault or above it, that allows `action`; undefined where there is none. */
export function findAssignment(
  caller: Caller,
  vault: Vault,
  action: DataAction,
): RoleAssignment | undefined {
  return assignmentsAt(caller.principal, vault.id).find(({ role }) =>
    ROLE_DEFINITIONS[role].dataActions.some((pattern) => allows(pattern, `${PREFIX}${action}`)),
  );
}

/** A `*` in a role's action stands for any text. */
function allows(pattern: string, action: string): boolean {
  const [start = '', end] = pattern.split('*');
  return end === undefined ? action === pattern : action.startsWith(start) && action.endsWith(end);
}

/** Headers that an allowed request to an RBAC vault carries; the id is stable per assignment. */
export function assignmentHeaders(assignment: RoleAssignment): Record<string, string> {
  const hex = createHash('sha256').update(`${assignment.role}\n${assignment.scope}`).digest('hex');
  const guid = [8, 12, 16, 20, 32].map((end, index, ends) => hex.slice(ends[index - 1] ?? 0, end));
  return {
    'x-ms-keyvault-rbac-assignment-id': guid.join('-'),
    'x-ms-keyvault-rbac-cache':
      'ra_age=710;da_age=710;rd_age=710;brd_age=21635;ra_notif_age=2329;dec_lev=0;',
  };
}

/** @param resourcePath `/certificates/{name}` or empty for the vault itself */
export function forbiddenByRbac(
  caller: Caller,
  vault: Vault,
  action: DataAction,
  resourcePath: string,
): ApiError {
  const { clientId, objectId } = caller.principal;
  return keyVaultError(
    403,
    'Forbidden',
    [
      'Caller is not authorized to perform action on resource.',
      'If role assignments, deny assignments or role definitions were changed recently, please observe propagation time.',
      `Caller: appid=${clientId};oid=${objectId};iss=${issuerOf(caller.tenantId)}`,
      `Action: '${PREFIX}${action}'`,
      `Resource: '${vault.id.toLowerCase()}${resourcePath}'`,
      'Assignment: (not found)',
      'DenyAssignmentId: null',
      "DecisionReason: 'DeniedWithNoValidRBAC' ",
      `Vault: ${vault.name};location=${vault.location}`,
      '',
    ].join('\r\n'),
    'ForbiddenByRbac',
  );
}
