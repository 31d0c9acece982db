import type { Identity, RoleName } from '../principals.ts';
import { ROLE_DEFINITIONS } from './role-definitions.ts';
import { allows, assignmentsAt } from './roles.ts';

export const CONDITION_VERSION = '2.0';

/** The condition that lets somebody give these roles alone (documents: delegate role assignments). */
export function conditionText(roles: readonly RoleName[]): string {
  const ids = roles.map((role) => ROLE_DEFINITIONS[role].id).join(', ');
  return `((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR (@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${ids}})) AND ((!(ActionMatches{'Microsoft.Authorization/roleAssignments/delete'})) OR (@Resource[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${ids}}))`;
}

/** Whether one of the assignments that allow `action` at the scope has no condition, or one that lets the role pass. */
export function mayPassOn(
  principal: Identity,
  action: string,
  scope: string,
  role: RoleName,
): boolean {
  return assignmentsAt(principal, scope)
    .filter((each) => allows(each.role, action))
    .some(({ onlyRoles }) => onlyRoles?.includes(role) ?? true);
}
