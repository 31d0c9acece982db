import { armError, parentResourceNotFound } from './arm-errors.ts';
import { resourceGroupOf, subscriptionOf } from './context.ts';
import type { ArmContext } from './context.ts';
import { checkDnsApiVersion, findZone } from './dns-zones.ts';
import { checkLocks } from './locks.ts';
import type { ArmRequest } from './operation.ts';
import { recordTypeOf } from './record-types.ts';
import type { RecordType } from './record-types.ts';
import { authorize } from './roles.ts';
import type { Zone } from './zone-store.ts';

export type Verb = 'read' | 'write' | 'delete';

/**
 * The zone whose record sets are asked for, after every check that ARM makes before the provider.
 * `kind` is the record type, or `recordsets` and `all` for the lists of a whole zone.
 * @throws ApiError 400, 401, 403, 404 or 409 in ARM's envelope
 */
export function enterZone(context: ArmContext, arm: ArmRequest, kind: string, verb: Verb): Zone {
  checkDnsApiVersion(arm);
  subscriptionOf(context, arm);
  const scope = decodeURI(arm.request.url.pathname);
  authorize(arm.caller.principal, `Microsoft.Network/dnsZones/${kind}/${verb}`, scope);
  resourceGroupOf(context, arm);
  const zone = findZone(context, arm);
  if (zone === undefined) {
    const parent = scope.split('/').slice(0, 9).join('/');
    throw parentResourceNotFound(verb, `dnszones/${kind}`, parent);
  }
  if (verb !== 'read') checkLocks(context.locks.all(), verb, scope);
  return zone;
}

/** @throws ApiError 404 for what is no record type */
export function recordTypeParam(arm: ArmRequest): RecordType {
  const name = arm.param('recordType');
  const type = recordTypeOf(name);
  if (type !== undefined) return type;
  throw armError(
    404,
    'InvalidResourceType',
    `The resource type 'dnszones/${name}' could not be found in the namespace 'Microsoft.Network' for api version '${arm.query('api-version') ?? ''}'.`,
  );
}
