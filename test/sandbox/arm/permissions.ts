import type { ArmContext } from './context.ts';
import { checkScope } from './context.ts';
import type { Operation } from './operation.ts';
import { CONDITION_VERSION, conditionText } from './role-condition.ts';
import { ROLE_DEFINITIONS } from './role-definitions.ts';
import { assignmentsAt } from './roles.ts';

/**
 * Microsoft.Authorization, Permissions - List For Resource: one entry for each assignment that was
 * made to the caller himself. What he has through a group allows the same and is not in the list.
 */
export function permissionOperations(context: ArmContext): readonly Operation[] {
  return [
    {
      method: 'GET',
      path: '{+scope}/providers/Microsoft.Authorization/permissions',
      run: (arm) => {
        const scope = arm.param('scope');
        checkScope(context, arm, scope);
        const own = assignmentsAt(arm.caller.principal, scope).filter(
          ({ group }) => group === undefined,
        );
        return {
          status: 200,
          body: {
            value: own.map(({ role, onlyRoles }) => {
              const { actions, notActions, dataActions, notDataActions } = ROLE_DEFINITIONS[role];
              return {
                actions,
                notActions,
                dataActions,
                notDataActions,
                ...(onlyRoles === undefined
                  ? {}
                  : { condition: conditionText(onlyRoles), conditionVersion: CONDITION_VERSION }),
              };
            }),
          },
        };
      },
    },
  ];
}
