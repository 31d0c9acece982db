import { readable, subscriptionOf } from './context.ts';
import type { ArmContext } from './context.ts';
import type { Operation } from './operation.ts';
import { resourceGroupId } from './resources.ts';

/** Microsoft.Resources, Resource Groups - List. */
export function resourceGroupOperations(context: ArmContext): readonly Operation[] {
  return [
    {
      method: 'GET',
      path: '/subscriptions/{subscriptionId}/resourcegroups',
      run: (arm) => {
        const { subscriptionId } = subscriptionOf(context, arm);
        const groups = context.world.resourceGroups
          .filter((group) => group.subscriptionId === subscriptionId)
          .map((group) => ({
            id: resourceGroupId(group),
            name: group.name,
            type: 'Microsoft.Resources/resourceGroups',
            location: group.location,
            ...(group.tags === undefined ? {} : { tags: group.tags }),
            properties: { provisioningState: 'Succeeded' },
          }));
        const action = 'Microsoft.Resources/subscriptions/resourceGroups/read';
        const value = readable(arm, action, `/subscriptions/${subscriptionId}`, groups);
        return { status: 200, body: { value } };
      },
    },
  ];
}
