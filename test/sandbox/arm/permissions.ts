import type { Operation } from './operation.ts';
import { ROLE_DEFINITIONS, assignmentsAt } from './roles.ts';

/** Microsoft.Authorization, Permissions - List For Resource: one entry for each assignment. */
export function permissionOperations(): readonly Operation[] {
  return [
    {
      method: 'GET',
      path: '{+scope}/providers/Microsoft.Authorization/permissions',
      run: (arm) => ({
        status: 200,
        body: {
          value: assignmentsAt(arm.caller.principal, arm.param('scope')).map(({ role }) => ({
            actions: ROLE_DEFINITIONS[role].actions,
            notActions: [],
            dataActions: ROLE_DEFINITIONS[role].dataActions,
            notDataActions: [],
          })),
        },
      }),
    },
  ];
}
