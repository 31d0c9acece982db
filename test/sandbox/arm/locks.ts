import { armError } from './arm-errors.ts';
import type { ArmContext } from './context.ts';
import { checkScope } from './context.ts';
import type { JsonObject } from './json.ts';
import type { Operation } from './operation.ts';
import type { ResourceLock } from './resources.ts';
import { authorize, isWithin } from './roles.ts';

/**
 * Refuses what a lock at the scope or above it forbids: `CanNotDelete` deletions, `ReadOnly` all changes.
 * @throws ApiError 409 `ScopeLocked`
 */
export function checkLocks(
  locks: readonly ResourceLock[],
  operation: 'write' | 'delete',
  scope: string,
): void {
  const holding = locks.filter(
    (lock) => isWithin(scope, lock.scope) && (operation === 'delete' || lock.level === 'ReadOnly'),
  );
  if (holding.length === 0) return;
  const locked = holding.map((lock) => `'${lock.scope}'`).join(',');
  throw armError(
    409,
    'ScopeLocked',
    `The scope '${scope}' cannot perform ${operation} operation because following scope(s) are locked: ${locked}. Please remove the lock and try again.`,
  );
}

/**
 * Microsoft.Authorization 2016-09-01 to 2020-05-01, Management Locks - List By Scope: those of the
 * scope, of what lies above it and of what lies below it; `atScope()` leaves the last ones out.
 */
export function lockOperations(context: ArmContext): readonly Operation[] {
  return [
    {
      method: 'GET',
      path: '{+scope}/providers/Microsoft.Authorization/locks',
      run: (arm) => {
        const scope = arm.param('scope');
        checkScope(context, arm, scope);
        authorize(arm.caller.principal, 'Microsoft.Authorization/locks/read', scope);
        const isBelowAsked = arm.query('$filter')?.toLowerCase() !== 'atscope()';
        const value = context.locks
          .all()
          .filter(
            (lock) => isWithin(scope, lock.scope) || (isBelowAsked && isWithin(lock.scope, scope)),
          )
          .map(lockResource);
        return { status: 200, body: { value } };
      },
    },
  ];
}

/** Members in the recorded order. */
function lockResource({ scope, level, name = 'lock', notes }: ResourceLock): JsonObject {
  const place = scope.replace(/\/resourceGroups\//i, '/resourcegroups/');
  return {
    properties: { level, ...(notes === undefined ? {} : { notes }) },
    id: `${place}/providers/Microsoft.Authorization/locks/${name}`,
    type: 'Microsoft.Authorization/locks',
    name,
  };
}
