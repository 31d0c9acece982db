import { createHash } from 'node:crypto';
import type { Now } from '../api.ts';
import type { Caller, Identity, RoleAssignment, RoleName } from '../principals.ts';
import { conditionText } from './role-condition.ts';
import { isWithin } from './roles.ts';

/** Milliseconds until an assignment that was made or removed is felt, where nothing else is said. */
const ROLE_DELAY = 5_000;

export type PrincipalType = 'User' | 'ServicePrincipal' | 'Group';

/** Somebody who is in a tenant's directory. */
export interface Member {
  readonly tenantId: string;
  readonly type: PrincipalType;
  readonly identity: Identity;
}

/** An assignment as ARM keeps it. */
export interface RoleRecord {
  /** GUID. */
  readonly name: string;
  /** As it was written. */
  readonly scope: string;
  readonly role: RoleName;
  readonly principalId: string;
  readonly principalType: PrincipalType;
  readonly condition?: string;
  readonly isEligible: boolean;
  /** Object id; undefined for what was there from the start. */
  readonly createdBy: string | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

interface Change {
  readonly record: RoleRecord;
  /** Milliseconds since the epoch. */
  readonly feltFrom: number;
}

/** Who has been given what: the world's own assignments and what was made and removed since. */
export class RoleBook {
  readonly members: readonly Member[];
  readonly #now: Now;
  readonly #startedAt: number;
  readonly #made: Change[] = [];
  readonly #removed: Change[] = [];
  #delay = ROLE_DELAY;
  #initial: readonly RoleRecord[] | undefined;

  constructor(members: readonly Member[], now: Now) {
    this.members = members;
    this.#now = now;
    this.#startedAt = now();
  }

  /** For assignments that are made or removed from now on, in milliseconds. */
  setDelay(delay: number): void {
    this.#delay = delay;
  }

  /** The caller with the roles that are felt now. */
  inForce(caller: Caller): Caller {
    if (this.#made.length === 0 && this.#removed.length === 0) return caller;
    const { principal } = caller;
    const ids = new Set([principal.objectId, ...groupsOf(principal)]);
    const now = this.#now();
    const gone = this.#removed.filter(({ feltFrom }) => feltFrom <= now);
    const isGone = (record: RoleRecord) => gone.some((change) => change.record === record);
    const made = this.#made.filter(
      ({ record, feltFrom }) => ids.has(record.principalId) && feltFrom <= now && !isGone(record),
    );
    const kept = principal.roles.filter(
      (each) => !gone.some(({ record }) => isInitial(record) && isThatOf(each, record, principal)),
    );
    const roles = [...kept, ...made.map(({ record }) => assignmentOf(record))];
    return { ...caller, principal: { ...principal, roles } };
  }

  /** What is kept for a scope: made there, above it, or below it. */
  list(scope: string): readonly RoleRecord[] {
    return this.#all().filter(
      (record) => isWithin(scope, record.scope) || isWithin(record.scope, scope),
    );
  }

  add(record: RoleRecord): void {
    this.#made.push({ record, feltFrom: this.#now() + this.#delay });
  }

  remove(record: RoleRecord): void {
    this.#removed.push({ record, feltFrom: this.#now() + this.#delay });
  }

  #all(): readonly RoleRecord[] {
    this.#initial ??= initialRecords(this.members, this.#startedAt);
    const gone = new Set(this.#removed.map(({ record }) => record));
    return [...this.#initial, ...this.#made.map(({ record }) => record)].filter(
      (record) => !gone.has(record),
    );
  }
}

/** Object ids of the groups through which somebody has roles. */
export function groupsOf({ roles }: Identity): readonly string[] {
  return [...new Set(roles.flatMap(({ group }) => group ?? []))];
}

/** What was made to a group is one record, however many members it has here. */
function initialRecords(members: readonly Member[], createdAt: number): readonly RoleRecord[] {
  const records = members.flatMap(({ type, identity }) =>
    identity.roles.map((assignment): RoleRecord => {
      const { role, scope, group, isEligible = false, onlyRoles } = assignment;
      const principalId = group ?? identity.objectId;
      return {
        name: guidOf(`${role}\n${scope}\n${principalId}`),
        scope,
        role,
        principalId,
        principalType: group === undefined ? type : 'Group',
        ...(onlyRoles === undefined ? {} : { condition: conditionText(onlyRoles) }),
        isEligible,
        createdBy: undefined,
        createdAt,
      };
    }),
  );
  return [...new Map(records.map((record) => [record.name, record])).values()];
}

function isInitial({ createdBy }: RoleRecord): boolean {
  return createdBy === undefined;
}

function isThatOf(assignment: RoleAssignment, record: RoleRecord, { objectId }: Identity): boolean {
  return (
    assignment.role === record.role &&
    assignment.scope === record.scope &&
    (assignment.group ?? objectId) === record.principalId
  );
}

function assignmentOf({ role, scope, principalId, principalType }: RoleRecord): RoleAssignment {
  const made = { role, scope: scope.toLowerCase() };
  return principalType === 'Group' ? { ...made, group: principalId } : made;
}

/** The same for the same text. */
function guidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [8, 12, 16, 20, 32]
    .map((end, index, ends) => hex.slice(ends[index - 1] ?? 0, end))
    .join('-');
}
