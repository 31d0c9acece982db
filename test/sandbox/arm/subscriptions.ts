import { subscriptionOf } from './context.ts';
import type { ArmContext } from './context.ts';
import type { JsonObject } from './json.ts';
import type { ArmRequest, Operation } from './operation.ts';
import type { Subscription } from './resources.ts';
import { authorizationFailed, hasAccessWithin } from './roles.ts';

/** Microsoft.Resources, Subscriptions: whoever has a role anywhere in one sees it. */
export function subscriptionOperations(context: ArmContext): readonly Operation[] {
  return [
    {
      method: 'GET',
      path: '/subscriptions',
      run: (arm) => ({ status: 200, body: { value: visible(context, arm).map(resource(arm)) } }),
    },
    {
      method: 'GET',
      path: '/subscriptions/{subscriptionId}',
      run: (arm) => {
        const subscription = subscriptionOf(context, arm);
        const scope = `/subscriptions/${subscription.subscriptionId}`;
        if (!hasAccessWithin(arm.caller.principal, scope)) {
          const action = 'Microsoft.Resources/subscriptions/read';
          throw authorizationFailed(arm.caller.principal, action, scope);
        }
        return { status: 200, body: resource(arm)(subscription) };
      },
    },
  ];
}

/** Subscriptions of the caller's tenant in which he has any role. */
export function visible(context: ArmContext, arm: ArmRequest): readonly Subscription[] {
  return context.world.subscriptions.filter(
    ({ subscriptionId, tenantId }) =>
      tenantId === arm.caller.tenantId &&
      hasAccessWithin(arm.caller.principal, `/subscriptions/${subscriptionId}`),
  );
}

/** 2016-06-01 as recorded; later versions know the tenant. */
function resource(arm: ArmRequest): (subscription: Subscription) => JsonObject {
  const early = (arm.query('api-version') ?? '') < '2019';
  return ({ subscriptionId, displayName, tenantId }) => ({
    id: `/subscriptions/${subscriptionId}`,
    authorizationSource: 'RoleBased',
    ...(early ? {} : { managedByTenants: [] }),
    subscriptionId,
    ...(early ? {} : { tenantId }),
    displayName,
    state: 'Enabled',
    subscriptionPolicies: {
      locationPlacementId: 'Internal_2014-09-01',
      quotaId: 'Internal_2014-09-01',
      spendingLimit: 'Off',
    },
  });
}
