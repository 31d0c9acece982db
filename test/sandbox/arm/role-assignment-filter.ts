import { armError } from './arm-errors.ts';
import type { Member, RoleRecord } from './role-book.ts';
import { groupsOf } from './role-book.ts';
import { isWithin } from './roles.ts';

/**
 * What `$filter` keeps: `atScope()` nothing below the scope, `principalId eq '…'` what was made to
 * this one, `assignedTo('…')` that and what was made to his groups; joined by `and`.
 * @throws ApiError 400 for any other filter
 */
export function filterRecords(
  records: readonly RoleRecord[],
  scope: string,
  filter: string | undefined,
  members: readonly Member[],
): readonly RoleRecord[] {
  const terms = (filter ?? '').split(/\band\b/i).map((term) => term.trim());
  return terms.reduce<readonly RoleRecord[]>((kept, term) => {
    if (term === '') return kept;
    if (/^atScope\(\)$/i.test(term)) {
      return kept.filter((record) => isWithin(scope, record.scope));
    }
    const direct = /^principalId eq '([^']+)'$/i.exec(term)?.[1]?.toLowerCase();
    if (direct !== undefined) return kept.filter(({ principalId }) => principalId === direct);
    const bearer = /^assignedTo\('([^']+)'\)$/i.exec(term)?.[1]?.toLowerCase();
    if (bearer === undefined) {
      throw armError(400, 'UnsupportedFilter', `The filter '${term}' is not supported.`);
    }
    const ids = members
      .filter(({ identity }) => identity.objectId === bearer)
      .flatMap(({ identity }) => [identity.objectId, ...groupsOf(identity)]);
    return kept.filter(({ principalId }) => ids.includes(principalId));
  }, records);
}
