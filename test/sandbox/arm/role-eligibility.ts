import type { ArmContext } from './context.ts';
import { checkScope } from './context.ts';
import type { Operation } from './operation.ts';
import { groupsOf } from './role-book.ts';
import { roleDefinitionId } from './role-definition-list.ts';
import { authorize, isWithin } from './roles.ts';

const TYPE = 'Microsoft.Authorization/roleEligibilityScheduleInstances';

/**
 * Microsoft.Authorization 2020-10-01, Role Eligibility Schedule Instances - List For Scope: what may
 * be activated. `asTarget()` needs no right and shows the caller's own, anything else all of them.
 */
export function roleEligibilityOperations(context: ArmContext): readonly Operation[] {
  return [
    {
      method: 'GET',
      path: `{+scope}/providers/${TYPE}`,
      run: (arm) => {
        const scope = arm.param('scope');
        checkScope(context, arm, scope);
        const { principal } = arm.caller;
        const isOwn = arm.query('$filter')?.toLowerCase() === 'astarget()';
        if (!isOwn) authorize(principal, 'Microsoft.Authorization/roleAssignments/read', scope);
        const ids = [principal.objectId, ...groupsOf(principal)];
        const value = context.roles
          .list(scope)
          .filter((record) => record.isEligible && isWithin(scope, record.scope))
          .filter(({ principalId }) => !isOwn || ids.includes(principalId))
          .map(({ name, scope: madeAt, role, principalId, principalType, createdAt }) => ({
            properties: {
              scope: madeAt,
              roleDefinitionId: roleDefinitionId(role, madeAt),
              principalId,
              principalType,
              status: 'Provisioned',
              startDateTime: new Date(createdAt).toISOString(),
              endDateTime: null,
              memberType: principalType === 'Group' ? 'Group' : 'Direct',
            },
            name,
            id: `${madeAt}/providers/${TYPE}/${name}`,
            type: TYPE,
          }));
        return { status: 200, body: { value } };
      },
    },
  ];
}
