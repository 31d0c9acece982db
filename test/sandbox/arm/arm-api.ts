import { randomUUID } from 'node:crypto';
import { ApiError } from '../api.ts';
import type { Api, ApiRequest, ApiResponse, Now } from '../api.ts';
import type { TokenVerifier } from '../identity/tokens.ts';
import { armError } from './arm-errors.ts';
import type { ArmContext } from './context.ts';
import { zoneOperations } from './dns-zones.ts';
import { armRequest, findRoute, queryParameter } from './operation.ts';
import type { Operation } from './operation.ts';
import { locationOperations } from './locations.ts';
import { lockOperations } from './locks.ts';
import { LockBook } from './lock-book.ts';
import { permissionOperations } from './permissions.ts';
import { recordSetListOperations } from './record-set-lists.ts';
import { recordSetOperations } from './record-sets.ts';
import { resourceGraphOperations } from './resource-graph/resource-graph.ts';
import { roleAssignmentOperations } from './role-assignments.ts';
import { RoleBook } from './role-book.ts';
import { roleDefinitionOperations } from './role-definition-list.ts';
import { roleEligibilityOperations } from './role-eligibility.ts';
import { resourceGroupOperations } from './resource-groups.ts';
import type { ArmWorld } from './resources.ts';
import { snapshotZones } from './snapshot.ts';
import type { ZoneSnapshot } from './snapshot.ts';
import { subscriptionOperations } from './subscriptions.ts';
import { tenantOperations } from './tenants.ts';
import { authenticate } from './token-check.ts';
import { VaultBook } from './vault-book.ts';
import { vaultCreationOperations } from './vault-creation.ts';
import { vaultOperations } from './vaults.ts';
import { ZoneStore } from './zone-store.ts';

export interface ArmApi {
  readonly api: Api;
  readonly zones: ZoneStore;
  /** Who has been given what, on the control plane and on that of the data. */
  readonly roles: RoleBook;
  readonly locks: LockBook;
  readonly vaults: VaultBook;
  /** Every zone with its record sets as they stand now. */
  readonly snapshot: () => readonly ZoneSnapshot[];
}

export interface ArmOptions {
  readonly world: ArmWorld;
  readonly verifyToken: TokenVerifier;
  readonly now: Now;
}

/** Azure Resource Manager at `management.azure.com`: one operation runs at a time, in full. */
export function createArmApi({ world, verifyToken, now }: ArmOptions): ArmApi {
  const zones = new ZoneStore(world.zones, now);
  const roles = new RoleBook(world.members, now);
  const locks = new LockBook(world.locks);
  const vaults = new VaultBook(world.vaults, now);
  const context = { world, zones, roles, locks, vaults, now };
  const operations = armOperations(context);

  const respond = async (request: ApiRequest): Promise<ApiResponse> => {
    const { authorization } = request.headers;
    const tenant = tenantOf(world, request.url.pathname);
    const caller = roles.inForce(await authenticate(authorization, verifyToken, tenant, now()));
    if (queryParameter(request.url, 'api-version') === undefined) throw missingApiVersion();
    const route = findRoute(operations, request.method, request.url.pathname);
    if (route === undefined) throw notBuilt(request);
    return route.operation.run(armRequest(request, caller, route));
  };
  const api: Api = async (request) => {
    const response = await respond(request).catch((error: unknown) => {
      if (error instanceof ApiError) return error.response;
      throw error;
    });
    return { ...response, headers: { ...commonHeaders(now()), ...response.headers } };
  };
  return { api, zones, roles, locks, vaults, snapshot: () => snapshotZones(zones) };
}

function armOperations(context: ArmContext): readonly Operation[] {
  return [
    ...tenantOperations(context),
    ...subscriptionOperations(context),
    ...resourceGroupOperations(context),
    ...locationOperations(context),
    ...vaultOperations(context),
    ...vaultCreationOperations(context),
    ...permissionOperations(context),
    ...roleAssignmentOperations(context),
    ...roleDefinitionOperations(context),
    ...roleEligibilityOperations(context),
    ...lockOperations(context),
    ...zoneOperations(context),
    ...recordSetListOperations(context),
    ...recordSetOperations(context),
    ...resourceGraphOperations(context),
  ];
}

/** What a 401 names: the tenant of the subscription in the path, or else the first one. */
function tenantOf({ subscriptions, tenants }: ArmWorld, path: string): string {
  const id = /^\/subscriptions\/([^/]+)/i.exec(path)?.[1]?.toLowerCase();
  const found = subscriptions.find(({ subscriptionId }) => subscriptionId.toLowerCase() === id);
  return found?.tenantId ?? tenants[0]?.tenantId ?? '';
}

function commonHeaders(now: number): Readonly<Record<string, string>> {
  const correlationId = randomUUID();
  const time = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return {
    'Cache-Control': 'no-cache',
    'x-ms-request-id': randomUUID(),
    'x-ms-correlation-request-id': correlationId,
    'x-ms-routing-request-id': `WESTEUROPE:${time}:${correlationId}`,
  };
}

function missingApiVersion(): ApiError {
  return armError(
    400,
    'MissingApiVersionParameter',
    'The api-version query parameter (?api-version=) is required for all requests.',
  );
}

function notBuilt({ method, url }: ApiRequest): ApiError {
  return armError(404, 'InvalidResourceType', `Not built here: ${method} ${url.pathname}`);
}
