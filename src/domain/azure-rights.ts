/**
 * What may be done in Azure, from what Azure tells of it without a try: lists of permissions and
 * access policies. Both tell less than there is: groups, roles that have yet to be activated and
 * conditions stay out of sight.
 */

/** One entry of ARM's list of permissions (Microsoft.Authorization, Permissions - List). */
export interface Permission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
  /** It holds only where a condition is met. */
  readonly isConditional: boolean;
}

/** `data`: on what is in the resource, e.g. the certificates of a vault. */
export interface NeededAction {
  readonly plane: 'control' | 'data';
  readonly action: string;
}

/** Who is asked for, as Azure's directory knows them. */
export interface AzureCaller {
  readonly tenantId: string;
  readonly objectId: string;
}

/** Why an action that no list shows may be allowed all the same. */
export type HiddenGrant =
  /** Roles, or permissions, that were given to groups. */
  | 'group'
  /** Roles that have yet to be activated (Privileged Identity Management). */
  | 'eligible'
  | 'condition'
  /** Nobody could be asked who has which roles. */
  | 'unreadable';

export interface RightsVerdict {
  /** Actions that nothing shows to be allowed. */
  readonly missing: readonly string[];
  /** Those of them that are allowed under a condition. */
  readonly conditional: readonly string[];
}

/** An action that one role takes away may come from another. */
export function judgeRights(
  permissions: readonly Permission[],
  needed: readonly NeededAction[],
): RightsVerdict {
  const missing = needed.filter(
    (need) => !permissions.some((each) => !each.isConditional && allows(each, need)),
  );
  const conditional = missing.filter((need) => permissions.some((each) => allows(each, need)));
  return { missing: missing.map(actionOf), conditional: conditional.map(actionOf) };
}

/** An entry of a vault's access policies, in the service's words. */
export interface AccessPolicyEntry {
  readonly objectId: string;
  /** `get`, `create` …; `all` stands for every one. */
  readonly certificates: readonly string[];
}

/**
 * The permissions on certificates that a vault's policies do not give to the caller. `elsewhere`:
 * all of them are given to somebody else, which may be a group.
 */
export function judgePolicies(
  policies: readonly AccessPolicyEntry[],
  { objectId }: Pick<AzureCaller, 'objectId'>,
  needed: readonly string[],
): { readonly missing: readonly string[]; readonly elsewhere: boolean } {
  const isOwn = (entry: AccessPolicyEntry): boolean =>
    entry.objectId.toLowerCase() === objectId.toLowerCase();
  const gives = (entries: readonly AccessPolicyEntry[], permission: string): boolean =>
    entries.some(({ certificates }) =>
      certificates.some((given) => ['all', permission].includes(given.toLowerCase())),
    );
  const own = policies.filter(isOwn);
  const others = policies.filter((entry) => !isOwn(entry));
  const missing = needed.filter((permission) => !gives(own, permission));
  return {
    missing,
    elsewhere: missing.length > 0 && missing.every((permission) => gives(others, permission)),
  };
}

/** `*` stands for any text; Azure compares without case. */
function allows(permission: Permission, { plane, action }: NeededAction): boolean {
  const [given, taken] =
    plane === 'data'
      ? [permission.dataActions, permission.notDataActions]
      : [permission.actions, permission.notActions];
  return given.some(covers(action)) && !taken.some(covers(action));
}

function covers(action: string): (pattern: string) => boolean {
  return (pattern) => {
    const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
  };
}

function actionOf({ action }: NeededAction): string {
  return action;
}
