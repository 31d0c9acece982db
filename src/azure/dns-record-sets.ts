/** The port TxtRecordSets on @azure/arm-dns. */
import type { DnsManagementClient, RecordSet } from '@azure/arm-dns';
import { armHost } from '../domain/cloud.ts';
import { isCertError } from '../domain/errors.ts';
import type { StoredTxtRecordSet, TxtRecordSets } from '../domain/txt-record-sets.ts';
import { abortOption, untilAborted } from './cancellation.ts';
import { inTenant, type AzureContext } from './context.ts';
import { asCertError } from './network-errors.ts';
import { armClientOptions } from './pipeline.ts';
import { parseResourceId, type ResourceId } from './resource-id.ts';
import { joinTxtStrings, splitTxtValue } from './txt-strings.ts';

export function createTxtRecordSets(context: AzureContext): TxtRecordSets {
  /** By subscription; a client keeps its connections and its token. */
  const clients = new Map<string, Promise<DnsManagementClient>>();
  const elsewhere = new Map<string, TxtRecordSets>();
  /** How strangers' values were cut, by record set: they are written back as they were. */
  const cuts = new Map<string, ReadonlyMap<string, string[]>>();

  async function call<T>(
    doing: string,
    zoneId: string,
    signal: AbortSignal | undefined,
    work: (client: DnsManagementClient, zone: ResourceId) => Promise<T>,
  ): Promise<T> {
    return untilAborted(signal, `${doing} in ${zoneId}`, async () => {
      try {
        const zone = parseResourceId(zoneId);
        const client =
          clients.get(zone.subscriptionId) ?? openDnsClient(zone.subscriptionId, context);
        clients.set(zone.subscriptionId, client);
        return await work(await client, zone);
      } catch (error) {
        throw asCertError(error, armHost(context.cloud));
      }
    });
  }

  return {
    inTenant(tenantId) {
      const known = elsewhere.get(tenantId) ?? createTxtRecordSets(inTenant(context, tenantId));
      elsewhere.set(tenantId, known);
      return known;
    },

    async get(zoneId, name, signal) {
      const found = call(`reading the TXT record set ${name}`, zoneId, signal, (client, zone) =>
        client.recordSets.get(zone.resourceGroup, zone.name, name, 'TXT', abortOption(signal)),
      );
      const set = await unless(404, undefined, found);
      if (set === undefined) return undefined;
      const strings = (set.txtRecords ?? []).map((record) => record.value ?? []);
      cuts.set(keyOf(zoneId, name), new Map(strings.map((cut) => [joinTxtStrings(cut), cut])));
      return toStored(set, strings);
    },

    async put(zoneId, name, set, etag, signal) {
      const known = cuts.get(keyOf(zoneId, name));
      const wanted: RecordSet = {
        ttl: set.ttl,
        txtRecords: set.values.map((value) => ({
          value: known?.get(value) ?? splitTxtValue(value),
        })),
        metadata: { ...set.metadata },
      };
      const condition = etag === undefined ? { ifNoneMatch: '*' } : { ifMatch: etag };
      const written = call(
        `writing the TXT record set ${name}`,
        zoneId,
        signal,
        async (client, zone) => {
          await client.recordSets.createOrUpdate(
            zone.resourceGroup,
            zone.name,
            name,
            'TXT',
            wanted,
            {
              ...condition,
              ...abortOption(signal),
            },
          );
          return 'written' as const;
        },
      );
      return unless(412, 'conflict' as const, written);
    },

    async delete(zoneId, name, etag, signal) {
      const deleted = call(
        `deleting the TXT record set ${name}`,
        zoneId,
        signal,
        async (client, zone) => {
          await client.recordSets.delete(zone.resourceGroup, zone.name, name, 'TXT', {
            ifMatch: etag,
            ...abortOption(signal),
          });
          return 'deleted' as const;
        },
      );
      // Documented as 204 when there is nothing to delete; a 404 says the same.
      return unless(412, 'conflict' as const, unless(404, 'deleted' as const, deleted));
    },
  };
}

export async function openDnsClient(
  subscriptionId: string,
  context: AzureContext,
): Promise<DnsManagementClient> {
  const { DnsManagementClient } = await import('@azure/arm-dns');
  return new DnsManagementClient(context.credential, subscriptionId, armClientOptions(context));
}

function toStored(set: RecordSet, strings: readonly string[][]): StoredTxtRecordSet {
  return {
    ttl: set.ttl ?? 0,
    values: strings.map(joinTxtStrings),
    metadata: set.metadata ?? {},
    etag: set.etag ?? '',
  };
}

async function unless<T, U>(status: number, instead: U, answer: Promise<T>): Promise<T | U> {
  try {
    return await answer;
  } catch (error) {
    if (isCertError(error, 'ArmRefused') && error.facts.status === status) return instead;
    throw error;
  }
}

function keyOf(zoneId: string, name: string): string {
  return `${zoneId}/${name}`.toLowerCase();
}
