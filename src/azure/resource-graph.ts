/** All vaults and zones by Resource Graph: a few calls for hundreds of subscriptions. */
import type { AzureContext } from './context.ts';
import type { ResourceRow } from './inventory-rows.ts';
import { armClientOptions } from './pipeline.ts';

/** Without an order, pages of Resource Graph overlap and leave rows out. */
const QUERY = [
  'resources',
  "where type in~ ('microsoft.keyvault/vaults', 'microsoft.network/dnszones')",
  // Not `properties` as a whole: the access policies of a vault are long.
  `project id, type, location, ${[
    'vaultUri = tostring(properties.vaultUri)',
    'tenantId = tostring(properties.tenantId)',
    'sku = properties.sku',
    'zoneType = tostring(properties.zoneType)',
    'nameServers = properties.nameServers',
    'maxNumberOfRecordsPerRecordSet = properties.maxNumberOfRecordsPerRecordSet',
  ].join(', ')}`,
  'order by id asc',
].join(' | ');

/** The service's largest page. */
const ROWS_PER_PAGE = 1000;

/** Rejects with a CertError. The query covers every subscription that the account can see. */
export async function queryResourceGraph(context: AzureContext): Promise<readonly ResourceRow[]> {
  const { ResourceGraphClient } = await import('@azure/arm-resourcegraph');
  const client = new ResourceGraphClient(context.credential, armClientOptions(context));
  const rows: ResourceRow[] = [];
  let skipToken: string | undefined;
  do {
    const page = await client.resources({
      query: QUERY,
      options: {
        top: ROWS_PER_PAGE,
        resultFormat: 'objectArray',
        ...(skipToken === undefined ? {} : { skipToken }),
      },
    });
    for (const { id, type, location, ...properties } of page.data as readonly GraphRow[]) {
      rows.push({ id, type: type ?? '', location: location ?? '', properties });
    }
    // `resultTruncated` is "false" even where a token says that there is more.
    skipToken = page.skipToken === '' ? undefined : page.skipToken;
  } while (skipToken !== undefined);
  return rows;
}

/** A row of QUERY: ARM's resource with the members of its `properties` next to its own. */
type GraphRow = Pick<ResourceRow, 'id' | 'type' | 'location'> & ResourceRow['properties'];
