import { armError } from './arm-errors.ts';
import type { ResourceLock } from './resources.ts';
import { isWithin } from './roles.ts';

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
