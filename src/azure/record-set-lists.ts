/** The port RecordSetLists on @azure/arm-dns: whole zones, a hundred record sets at a time. */
import type { RecordSet, RecordType } from '@azure/arm-dns';
import { armHost } from '../domain/cloud.ts';
import type { RecordSetLists } from '../domain/txt-record-sets.ts';
import { abortOption, untilAborted } from './cancellation.ts';
import type { AzureContext } from './context.ts';
import { openDnsClient } from './dns-record-sets.ts';
import { asCertError } from './network-errors.ts';
import { parseResourceId } from './resource-id.ts';
import { joinTxtStrings } from './txt-strings.ts';

export function createRecordSetLists(context: AzureContext): RecordSetLists {
  const list = (
    zoneId: string,
    type: RecordType,
    signal: AbortSignal | undefined,
  ): Promise<readonly RecordSet[]> =>
    untilAborted(signal, `listing ${type} record sets of ${zoneId}`, async () => {
      try {
        const { subscriptionId, resourceGroup, name } = parseResourceId(zoneId);
        const { recordSets } = await openDnsClient(subscriptionId, context);
        const found: RecordSet[] = [];
        for await (const set of recordSets.listByType(
          resourceGroup,
          name,
          type,
          abortOption(signal),
        )) {
          found.push(set);
        }
        return found;
      } catch (error) {
        throw asCertError(error, armHost(context.cloud));
      }
    });
  return {
    async txt(zoneId, signal) {
      const sets = await list(zoneId, 'TXT', signal);
      return sets.map(({ name, ttl, txtRecords, metadata }) => ({
        name: name ?? '@',
        ttl: ttl ?? 0,
        values: (txtRecords ?? []).map(({ value }) => joinTxtStrings(value ?? [])),
        metadata: metadata ?? {},
      }));
    },
    async aliases(zoneId, signal) {
      const sets = await list(zoneId, 'CNAME', signal);
      return sets.flatMap(({ name, cnameRecord }) =>
        name === undefined || cnameRecord?.cname === undefined
          ? []
          : [{ name, target: cnameRecord.cname.toLowerCase().replace(/\.$/, '') }],
      );
    },
  };
}
