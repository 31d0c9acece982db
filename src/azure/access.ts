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

const AUTHORIZATION = '/providers/Microsoft.Authorization';

export function createAzureAccess(context: AzureContext): AzureAccess {
  const read = <T>(path: string, signal: AbortSignal | undefined): Promise<T> =>
    untilAborted(signal, `reading ${path}`, () => get<T>(path, context));

  return {
    inTenant: (tenantId) => createAzureAccess(inTenant(context, tenantId)),

    caller: (signal) => untilAborted(signal, 'signing in', () => callerOf(context)),

    async permissions(scope, signal) {
      const path = `${scope}${AUTHORIZATION}/permissions?api-version=${API.permissions}`;
      return (await read<ListOf<WirePermission>>(path, signal)).value.map(toPermission);
    },

    async hiddenGrants(scope, { objectId }, signal) {
      const assigned = `${scope}${AUTHORIZATION}/roleAssignments?api-version=${API.roleAssignments}&$filter=${encodeURIComponent(`assignedTo('${objectId}')`)}`;
      const eligible = `${scope}${AUTHORIZATION}/roleEligibilityScheduleInstances?api-version=${API.eligibility}&$filter=${encodeURIComponent('asTarget()')}`;
      const [byGroups, toActivate] = await Promise.all([
        shown(read<ListOf<WireAssignment>>(assigned, signal), signal),
        shown(read<ListOf<unknown>>(eligible, signal), signal),
      ]);
      const hidden: HiddenGrant[] = [];
      if (byGroups?.value.some(({ properties }) => properties?.principalType === 'Group')) {
        hidden.push('group');
      }
      if (toActivate && toActivate.value.length > 0) hidden.push('eligible');
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
      return (await read<ListOf<WireLock>>(path, signal)).value.flatMap(toLock);
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
