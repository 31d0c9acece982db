import type { ApiResponse } from '../api.ts';
import { armError, resourceNotFound } from './arm-errors.ts';
import { readable, resourceGroupOf, subscriptionOf } from './context.ts';
import type { ArmContext } from './context.ts';
import { LIST_QUOTA, READ_QUOTA, dnsResponse } from './dns-response.ts';
import type { JsonObject } from './json.ts';
import type { ArmRequest, Operation } from './operation.ts';
import { page } from './page.ts';
import { resourceGroupId } from './resources.ts';
import { authorize, isWithin } from './roles.ts';
import type { Zone } from './zone-store.ts';

const API_VERSION = '2018-05-01';
const ACTION = 'Microsoft.Network/dnsZones/read';
export const ZONES =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/dnsZones';

/** Azure DNS 2018-05-01, Zones: list, list by resource group, get. */
export function zoneOperations(context: ArmContext): readonly Operation[] {
  return [
    {
      method: 'GET',
      path: '/subscriptions/{subscriptionId}/providers/Microsoft.Network/dnszones',
      run: (arm) => {
        const { subscriptionId } = subscriptionOf(context, arm);
        return zoneList(context, arm, `/subscriptions/${subscriptionId}`);
      },
    },
    {
      method: 'GET',
      path: ZONES,
      run: (arm) => {
        subscriptionOf(context, arm);
        return zoneList(context, arm, resourceGroupId(resourceGroupOf(context, arm)));
      },
    },
    {
      method: 'GET',
      path: `${ZONES}/{zoneName}`,
      run: (arm) => {
        checkDnsApiVersion(arm);
        subscriptionOf(context, arm);
        authorize(arm.caller.principal, ACTION, arm.request.url.pathname);
        const group = resourceGroupOf(context, arm);
        const zone = findZone(context, arm);
        if (zone === undefined) {
          throw resourceNotFound(`Microsoft.Network/dnszones/${arm.param('zoneName')}`, group.name);
        }
        return dnsResponse(200, zoneResource(zone), { ...READ_QUOTA, ETag: zone.etag });
      },
    },
  ];
}

/** @throws ApiError 400 `NoRegisteredProviderFound` for a version that is not built here */
export function checkDnsApiVersion(arm: ArmRequest): void {
  const version = arm.query('api-version');
  if (version === API_VERSION) return;
  throw armError(
    400,
    'NoRegisteredProviderFound',
    `No registered resource provider found for location 'global' and API version '${version ?? ''}' for type 'dnszones'. The supported api-versions are '${API_VERSION}'. The supported locations are 'global'.`,
  );
}

/** The zone that the path names. */
export function findZone({ zones }: ArmContext, arm: ArmRequest): Zone | undefined {
  return zones.find(
    `/subscriptions/${arm.param('subscriptionId')}/resourceGroups/${arm.param('resourceGroupName')}/providers/Microsoft.Network/dnszones/${arm.param('zoneName')}`,
  );
}

/** A zone as ARM shows it. */
export function zoneResource(zone: Zone): JsonObject {
  const { resource } = zone;
  return {
    id: resource.id,
    name: resource.name,
    type: 'Microsoft.Network/dnszones',
    etag: zone.etag,
    location: 'global',
    tags: resource.tags ?? {},
    properties: {
      maxNumberOfRecordSets: 10_000,
      maxNumberOfRecordsPerRecordSet: resource.maxNumberOfRecordsPerRecordSet ?? null,
      nameServers: resource.nameServers,
      numberOfRecordSets: zone.recordSets().length,
      zoneType: 'Public',
    },
  };
}

function zoneList(context: ArmContext, arm: ArmRequest, scope: string): ApiResponse {
  checkDnsApiVersion(arm);
  const zones = context.zones.zones
    .map((zone) => ({ id: zone.resource.id, zone }))
    .filter(({ id }) => isWithin(id, scope));
  const { value, ...rest } = page(arm, readable(arm, ACTION, scope, zones));
  return dnsResponse(
    200,
    { value: value.map(({ zone }) => zoneResource(zone)), ...rest },
    LIST_QUOTA,
  );
}
