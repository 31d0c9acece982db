/** The port AzureAccess: a few GETs of ARM, for which no package is needed. */
import type { AzureAccess, ResourceLock } from '../domain/azure-access.ts';
import type {
  AccessPolicyEntry,
  AzureCaller,
  HiddenGrant,
  Permission,
} from '../domain/azure-rights.ts';
import { armHost } from '../domain/cloud.ts';
import { CertError } from '../domain/errors.ts';
import { untilAborted } from './cancellation.ts';
import { inTenant, type AzureContext } from './context.ts';
import { openDnsClient } from './dns-record-sets.ts';
import { asCertError } from './network-errors.ts';

const API = {
  permissions: '2022-04-01',
  roleAssignments: '2022-04-01',
  eligibility: '2020-10-01',
  locks: '2020-05-01',
  vaults: '2023-07-01',
} as const;

/** Of some hundred items each: more than a person can have been given. */
const MOST_PAGES = 100;

const AUTHORIZATION = '/providers/Microsoft.Authorization';

export function createAzureAccess(context: AzureContext): AzureAccess {
  const read = <T>(path: string, signal: AbortSignal | undefined): Promise<T> =>
    untilAborted(signal, `reading ${path}`, () => get<T>(path, context));
  const list = <T>(path: string, signal: AbortSignal | undefined): Promise<readonly T[]> =>
    untilAborted(signal, `reading ${path}`, () => allOf<T>(path, context));

  return {
    inTenant: (tenantId) => createAzureAccess(inTenant(context, tenantId)),

    caller: (signal) => untilAborted(signal, 'signing in', () => callerOf(context)),

    async permissions(scope, signal) {
      const path = `${scope}${AUTHORIZATION}/permissions?api-version=${API.permissions}`;
      return (await list<WirePermission>(path, signal)).map(toPermission);
    },

    async hiddenGrants(scope, { objectId }, signal) {
      const assigned = `${scope}${AUTHORIZATION}/roleAssignments?api-version=${API.roleAssignments}&$filter=${encodeURIComponent(`assignedTo('${objectId}')`)}`;
      const eligible = `${scope}${AUTHORIZATION}/roleEligibilityScheduleInstances?api-version=${API.eligibility}&$filter=${encodeURIComponent('asTarget()')}`;
      const [byGroups, toActivate] = await Promise.all([
        shown(list<WireAssignment>(assigned, signal), signal),
        shown(list<unknown>(eligible, signal), signal),
      ]);
      const hidden: HiddenGrant[] = [];
      if (byGroups?.some(({ properties }) => properties?.principalType === 'Group')) {
        hidden.push('group');
      }
      if (toActivate && toActivate.length > 0) hidden.push('eligible');
      if (!byGroups || !toActivate) hidden.push('unreadable');
      return hidden;
    },

    async accessPolicies(vaultId, signal) {
      const path = `${vaultId}?api-version=${API.vaults}`;
      const { properties } = await read<WireVault>(path, signal);
      if (properties?.enableRbacAuthorization === true) return undefined;
      return (properties?.accessPolicies ?? []).map(toPolicy);
    },

    async locks(scope, signal) {
      const path = `${scope}${AUTHORIZATION}/locks?api-version=${API.locks}`;
      return (await list<WireLock>(path, signal)).flatMap(toLock);
    },
  };
}

/** What one may not see is no failure here: it is not known. */
async function shown<T>(
  answer: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T | undefined> {
  try {
    return await answer;
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}

/** Every page. Half a list would say that a lock or a right is not there. */
async function allOf<T>(path: string, context: AzureContext): Promise<readonly T[]> {
  const items: T[] = [];
  let next: string | undefined = path;
  for (let pages = 0; next !== undefined; pages++) {
    if (pages === MOST_PAGES) throw endless(context);
    const page: ListOf<T> = await get<ListOf<T>>(next, context);
    items.push(...page.value);
    next = pathOf(page.nextLink, context);
  }
  return items;
}

/** The token goes to no other host, whatever a page names as the next one. */
function pathOf(link: string | null | undefined, { cloud }: AzureContext): string | undefined {
  if (link === undefined || link === null || link === '') return undefined;
  const { origin, pathname, search } = new URL(link);
  if (origin === new URL(cloud.resourceManager).origin) return `${pathname}${search}`;
  throw new CertError('UnexpectedAnswer', {
    host: armHost(cloud),
    status: 200,
    excerpt: `nextLink: ${origin}`,
  });
}

function endless({ cloud }: AzureContext): CertError {
  const excerpt = `a list of more than ${MOST_PAGES} pages`;
  return new CertError('UnexpectedAnswer', { host: armHost(cloud), status: 200, excerpt });
}

async function get<T>(path: string, context: AzureContext): Promise<T> {
  try {
    const [, subscriptionId = ''] = /^\/subscriptions\/([^/]+)/i.exec(path) ?? [];
    const [client, { createPipelineRequest }] = await Promise.all([
      openDnsClient(subscriptionId, context),
      import('@azure/core-rest-pipeline'),
    ]);
    const url = `${context.cloud.resourceManager}${path}`;
    const response = await client.sendRequest(createPipelineRequest({ url }));
    return JSON.parse(response.bodyAsText ?? '') as T;
  } catch (error) {
    throw asCertError(error, armHost(context.cloud));
  }
}

/** Tokens of Entra are readable; what is in ours is not checked, only told. */
export async function callerOf({ credential, cloud }: AzureContext): Promise<AzureCaller> {
  try {
    const token = await credential.getToken(cloud.armScope);
    const claims = claimsOf(token?.token ?? '');
    if (claims.oid !== undefined && claims.tid !== undefined) {
      return { objectId: claims.oid, tenantId: claims.tid };
    }
  } catch (error) {
    throw asCertError(error, armHost(cloud));
  }
  throw new CertError('Unexpected', { message: 'The token does not say whom it is for.' });
}

function claimsOf(token: string): { readonly oid?: string; readonly tid?: string } {
  const payload = token.split('.')[1] ?? '';
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as ReturnType<
    typeof claimsOf
  >;
}

interface ListOf<T> {
  readonly value: readonly T[];
  readonly nextLink?: string | null;
}

interface WirePermission {
  readonly actions?: readonly string[] | null;
  readonly notActions?: readonly string[] | null;
  readonly dataActions?: readonly string[] | null;
  readonly notDataActions?: readonly string[] | null;
  readonly condition?: string | null;
}

interface WireAssignment {
  readonly properties?: { readonly principalType?: string | null } | null;
}

interface WireLock {
  readonly id?: string | null;
  readonly name?: string | null;
  readonly properties?: { readonly level?: string | null } | null;
}

interface WireVault {
  readonly properties?: {
    readonly enableRbacAuthorization?: boolean | null;
    readonly accessPolicies?:
      | readonly {
          readonly objectId?: string | null;
          readonly permissions?: { readonly certificates?: readonly string[] | null } | null;
        }[]
      | null;
  } | null;
}

function toPermission(wire: WirePermission): Permission {
  return {
    actions: wire.actions ?? [],
    notActions: wire.notActions ?? [],
    dataActions: wire.dataActions ?? [],
    notDataActions: wire.notDataActions ?? [],
    isConditional: Boolean(wire.condition),
  };
}

type WirePolicy = NonNullable<NonNullable<WireVault['properties']>['accessPolicies']>[number];

function toPolicy({ objectId, permissions }: WirePolicy): AccessPolicyEntry {
  return { objectId: objectId ?? '', certificates: permissions?.certificates ?? [] };
}

/** `NotSpecified` locks nothing. */
function toLock({ id, name, properties }: WireLock): readonly ResourceLock[] {
  const level = (['ReadOnly', 'CanNotDelete'] as const).find((each) => each === properties?.level);
  const scope = (id ?? '').replace(/\/providers\/Microsoft\.Authorization\/locks\/[^/]+$/i, '');
  return level === undefined ? [] : [{ scope, name: name ?? '', level }];
}
