import type { ApiResponse } from '../api.ts';
import type { ArmContext } from './context.ts';
import { LIST_QUOTA, dnsResponse } from './dns-response.ts';
import { ZONES } from './dns-zones.ts';
import type { ArmRequest, Operation } from './operation.ts';
import { page } from './page.ts';
import { recordSetResource } from './record-set-body.ts';
import { enterZone, recordTypeParam } from './record-set-scope.ts';
import type { RecordSet, Zone } from './zone-store.ts';

/** Azure DNS 2018-05-01, Record Sets: list by zone (`recordsets` and `all`) and by type. */
export function recordSetListOperations(context: ArmContext): readonly Operation[] {
  const wholeZone = (kind: string): Operation => ({
    method: 'GET',
    path: `${ZONES}/{zoneName}/${kind}`,
    run: (arm) => recordSetList(arm, enterZone(context, arm, kind, 'read'), () => true),
  });
  return [
    wholeZone('recordsets'),
    wholeZone('all'),
    {
      method: 'GET',
      path: `${ZONES}/{zoneName}/{recordType}`,
      run: (arm) => {
        const type = recordTypeParam(arm);
        const zone = enterZone(context, arm, type, 'read');
        return recordSetList(arm, zone, (recordSet) => recordSet.type === type);
      },
    },
  ];
}

/** `$recordsetnamesuffix` keeps the names that end in these labels. */
function recordSetList(
  arm: ArmRequest,
  zone: Zone,
  isAsked: (recordSet: RecordSet) => boolean,
): ApiResponse {
  const suffix = arm.query('$recordsetnamesuffix')?.toLowerCase();
  const kept = zone
    .recordSets()
    .filter(isAsked)
    .filter(({ name }) => suffix === undefined || `.${name.toLowerCase()}`.endsWith(`.${suffix}`));
  const { value, ...rest } = page(arm, kept);
  const resources = value.map((recordSet) => recordSetResource(zone, recordSet));
  return dnsResponse(200, { value: resources, ...rest }, LIST_QUOTA);
}
