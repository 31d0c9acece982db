import type { Now } from '../api.ts';
import { resourceGroupNotFound, subscriptionNotFound } from './arm-errors.ts';
import type { ArmRequest } from './operation.ts';
import type { ArmWorld, ResourceGroup, Subscription } from './resources.ts';
import { authorizationFailed, hasAccessWithin, isAllowed } from './roles.ts';
import { wrongTenant } from './token-check.ts';
import type { LockBook } from './lock-book.ts';
import type { RoleBook } from './role-book.ts';
import type { VaultBook } from './vault-book.ts';
import type { ZoneStore } from './zone-store.ts';

/** What every operation works on. */
export interface ArmContext {
  readonly world: ArmWorld;
  readonly zones: ZoneStore;
  readonly roles: RoleBook;
  readonly locks: LockBook;
  readonly vaults: VaultBook;
  readonly now: Now;
}

/**
 * The subscription that the path names.
 * @throws ApiError 404 if there is none, 401 if it trusts another tenant than the caller's
 */
export function subscriptionOf(context: ArmContext, arm: ArmRequest): Subscription {
  return findSubscription(context, arm, arm.param('subscriptionId'));
}

/**
 * Looks at the subscription in which a scope lies; a scope above subscriptions passes.
 * @throws ApiError as `subscriptionOf`
 */
export function checkScope(context: ArmContext, arm: ArmRequest, scope: string): void {
  const id = /^\/subscriptions\/([^/]+)/i.exec(scope)?.[1];
  if (id !== undefined) findSubscription(context, arm, id);
}

function findSubscription(context: ArmContext, arm: ArmRequest, asked: string): Subscription {
  const id = asked.toLowerCase();
  const found = context.world.subscriptions.find(
    ({ subscriptionId }) => subscriptionId.toLowerCase() === id,
  );
  if (found === undefined) throw subscriptionNotFound(asked);
  if (found.tenantId !== arm.caller.tenantId) {
    throw wrongTenant(`https://sts.windows.net/${arm.caller.tenantId}/`, found.tenantId);
  }
  return found;
}

/**
 * The resource group that the path names; call it after the caller's rights were checked.
 * @throws ApiError 404
 */
export function resourceGroupOf(context: ArmContext, arm: ArmRequest): ResourceGroup {
  const subscriptionId = arm.param('subscriptionId').toLowerCase();
  const name = arm.param('resourceGroupName').toLowerCase();
  const found = context.world.resourceGroups.find(
    (group) =>
      group.subscriptionId.toLowerCase() === subscriptionId && group.name.toLowerCase() === name,
  );
  if (found === undefined) throw resourceGroupNotFound(arm.param('resourceGroupName'));
  return found;
}

/**
 * What a list at subscription or resource group level shows: the items that the caller may read.
 * @throws ApiError 403 if he has nothing at all within the scope
 */
export function readable<T extends { readonly id: string }>(
  arm: ArmRequest,
  action: string,
  scope: string,
  items: readonly T[],
): readonly T[] {
  const { principal } = arm.caller;
  if (!hasAccessWithin(principal, scope)) throw authorizationFailed(principal, action, scope);
  return items.filter(({ id }) => isAllowed(principal, action, id));
}
