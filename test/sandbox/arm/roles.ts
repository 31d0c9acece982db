import type { Identity, RoleAssignment, RoleName } from '../principals.ts';
import { armError } from './arm-errors.ts';
import { ROLE_DEFINITIONS } from './role-definitions.ts';

/** Whether a role allows an action on the data plane. */
export function allowsData(role: RoleName, action: string): boolean {
  const { dataActions, notDataActions } = ROLE_DEFINITIONS[role];
  return matchesAny(dataActions, action) && !matchesAny(notDataActions, action);
}

/** Whether a role of the principal at this scope or above allows a control-plane action. */
export function isAllowed(principal: Identity, action: string, scope: string): boolean {
  return assignmentsAt(principal, scope).some(({ role }) => allows(role, action));
}

/** Whether a role allows an action on the control plane. */
export function allows(role: RoleName, action: string): boolean {
  const { actions, notActions } = ROLE_DEFINITIONS[role];
  return matchesAny(actions, action) && !matchesAny(notActions, action);
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

/** Text quoted by many whose own right to give roles is narrowed by a condition. */
export function conditionNotFulfilled(principal: Identity, action: string, scope: string): Error {
  return armError(
    403,
    'AuthorizationFailed',
    `The client '${principal.upn ?? principal.clientId}' with object id '${principal.objectId}' has an authorization with ABAC condition that is not fulfilled to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
}

/** Assignments that hold at a scope: made there or above it. What is only eligible does not hold. */
export function assignmentsAt(principal: Identity, scope: string): readonly RoleAssignment[] {
  const id = scope.toLowerCase();
  return principal.roles.filter(
    ({ scope: madeAt, isEligible }) => isEligible !== true && liesWithin(id, madeAt),
  );
}

/** Whether anything at or below a scope, or the scope itself, has been given to the principal. */
export function hasAccessWithin(principal: Identity, scope: string): boolean {
  const id = scope.toLowerCase();
  return principal.roles.some(
    ({ scope: madeAt, isEligible }) =>
      isEligible !== true && (liesWithin(madeAt, id) || liesWithin(id, madeAt)),
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

function matchesAny(patterns: readonly string[], action: string): boolean {
  return patterns.some((pattern) => matchesAction(pattern, action));
}

function matchesAction(pattern: string, action: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll('.', '\\.'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
}
