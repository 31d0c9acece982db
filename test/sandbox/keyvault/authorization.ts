/** Who may do what on the data plane: network, then roles or access policies, as the vault has it. */
import { createHash } from 'node:crypto';
import { assignmentsAt, allowsData } from '../arm/roles.ts';
import type { Caller, RoleAssignment } from '../principals.ts';
import {
  accessDenied,
  forbiddenByConnection,
  forbiddenByFirewall,
  forbiddenByRbac,
} from './forbidden.ts';
import type { AccessPolicy, Vault } from './vault.ts';

const PREFIX = 'Microsoft.KeyVault/vaults/';

/** Without the prefix. */
export type DataAction =
  | 'certificates/read'
  | 'certificates/create/action'
  | 'certificates/import/action'
  | 'certificates/update/action'
  | 'certificates/delete'
  | 'certificates/recover/action'
  | 'certificates/purge/action'
  | 'certificates/backup/action'
  | 'certificates/restore/action'
  | 'certificatecas/read'
  | 'certificatecas/write'
  | 'certificatecas/delete'
  | 'certificatecontacts/write'
  | 'keys/read'
  | 'keys/create/action'
  | 'keys/update/action'
  | 'keys/delete'
  | 'keys/recover/action'
  | 'keys/purge/action'
  | 'keys/sign/action'
  | 'secrets/getSecret/action'
  | 'secrets/readMetadata/action'
  | 'secrets/setSecret/action'
  | 'secrets/delete';

/** Kind of object and operation, as messages name them; policies hold them in lower case. */
export type PolicyPermission = `${'certificates' | 'keys' | 'secrets'} ${string}`;

interface Need {
  readonly action: DataAction;
  readonly permission: PolicyPermission;
  /** `/certificates/{name}` in lower case, or empty for the vault itself. */
  readonly resourcePath: string;
}

/**
 * @returns headers that the answer to an allowed request carries
 * @throws ApiError 403 in the form that the service has for each reason
 */
export function authorize(caller: Caller, vault: Vault, need: Need): Record<string, string> {
  if (vault.network === 'private') throw forbiddenByConnection(caller, vault);
  if (vault.network === 'firewall') throw forbiddenByFirewall(caller, vault);
  const { action, permission, resourcePath } = need;
  if (vault.accessPolicies !== undefined) {
    if (isPermitted(vault.accessPolicies, caller, permission)) return {};
    throw accessDenied(caller, vault, permission);
  }
  const assignment = findAssignment(caller, vault, `${PREFIX}${action}`, resourcePath);
  if (assignment !== undefined) return assignmentHeaders(assignment);
  throw forbiddenByRbac(caller, vault, `${PREFIX}${action}`, resourcePath);
}

/** The assignment that allows `action`: at the object, at its vault or above it. */
function findAssignment(
  caller: Caller,
  vault: Vault,
  action: string,
  resourcePath: string,
): RoleAssignment | undefined {
  const scope = `${vault.id}${resourcePath}`;
  return assignmentsAt(caller.principal, scope).find(({ role }) => allowsData(role, action));
}

function isPermitted(
  policies: readonly AccessPolicy[],
  { principal }: Caller,
  permission: PolicyPermission,
): boolean {
  const [kind, operation] = permission.split(' ') as ['certificates' | 'keys' | 'secrets', string];
  const enough = /^(get|list|delete)issuers$/.test(operation)
    ? [operation, 'manageissuers']
    : [operation];
  return policies
    .filter(({ objectId }) => objectId === principal.objectId)
    .some((policy) => enough.some((each) => policy[kind]?.includes(each) === true));
}

/** The id is stable per assignment. */
function assignmentHeaders(assignment: RoleAssignment): Record<string, string> {
  const hex = createHash('sha256').update(`${assignment.role}\n${assignment.scope}`).digest('hex');
  const guid = [8, 12, 16, 20, 32].map((end, index, ends) => hex.slice(ends[index - 1] ?? 0, end));
  return {
    'x-ms-keyvault-rbac-assignment-id': guid.join('-'),
    'x-ms-keyvault-rbac-cache':
      'ra_age=710;da_age=710;rd_age=710;brd_age=21635;ra_notif_age=2329;dec_lev=0;',
  };
}
