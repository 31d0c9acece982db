import type { ArmRequest } from '../operation.ts';
import type { ArmContext } from '../context.ts';
import { zoneResource } from '../dns-zones.ts';
import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { placeOf } from '../resources.ts';
import { isAllowed } from '../roles.ts';
import { vaultResource } from '../vaults.ts';
import type { Row } from './kql-evaluation.ts';

/** Columns of the table `resources`, in the order of a recorded answer. */
export const COLUMNS = [
  'id',
  'name',
  'type',
  'tenantId',
  'kind',
  'location',
  'resourceGroup',
  'subscriptionId',
  'managedBy',
  'sku',
  'plan',
  'properties',
  'tags',
  'identity',
  'zones',
  'extendedLocation',
] as const;

/** Every resource of these subscriptions that the caller may read: vaults and DNS zones. */
export function resourceRows(
  { vaults, zones }: ArmContext,
  { caller }: ArmRequest,
  subscriptionIds: readonly string[],
): readonly Row[] {
  const resources = [...vaults.indexed().map(vaultResource), ...zones.zones.map(zoneResource)];
  return resources
    .filter((resource) => {
      const [id, type] = [String(resource['id']), String(resource['type'])];
      const { subscriptionId } = placeOf(id);
      return (
        subscriptionIds.includes(subscriptionId) && isAllowed(caller.principal, `${type}/read`, id)
      );
    })
    .map((resource) => row(resource, caller.tenantId));
}

/** The graph writes types and resource group names in lower case. */
function row(resource: JsonObject, tenantId: string): Row {
  const { subscriptionId, resourceGroup } = placeOf(String(resource['id']));
  const { properties } = resource;
  return {
    id: resource['id'],
    name: resource['name'],
    type: String(resource['type']).toLowerCase(),
    tenantId,
    kind: '',
    location: resource['location'],
    resourceGroup: resourceGroup.toLowerCase(),
    subscriptionId,
    managedBy: '',
    sku: null,
    plan: null,
    properties: isJsonObject(properties) ? properties : null,
    tags: resource['tags'] ?? null,
    identity: null,
    zones: null,
    extendedLocation: null,
  };
}
