/** All vaults and zones from ARM itself, subscription by subscription: slow, but never stale. */
import type { DnsManagementClient } from '@azure/arm-dns';
import { armHost } from '../domain/cloud.ts';
import { isCertError } from '../domain/errors.ts';
import type { Subscription, UnlistedSubscription } from '../domain/inventory.ts';
import type { AzureContext } from './context.ts';
import { openDnsClient } from './dns-record-sets.ts';
import type { ResourceRow } from './inventory-rows.ts';
import { asCertError } from './network-errors.ts';

const SIDE_BY_SIDE = 8;

/** No package for vaults is needed for one list. */
const VAULTS_API_VERSION = '2023-07-01';

export interface ArmListing {
  readonly rows: readonly ResourceRow[];
  readonly unlisted: readonly UnlistedSubscription[];
}

/**
 * A subscription that cannot be read hides no other; rejects with its CertError when that is true
 * of all.
 */
export async function listWithArm(
  subscriptions: readonly Subscription[],
  context: AzureContext,
): Promise<ArmListing> {
  const rows: ResourceRow[] = [];
  const unlisted: UnlistedSubscription[] = [];
  const waiting = subscriptions.values();
  const worker = async (): Promise<void> => {
    for (const { id: subscriptionId } of waiting) {
      try {
        rows.push(...(await listSubscription(subscriptionId, context)));
      } catch (error) {
        const failure = asCertError(error, armHost(context.cloud));
        context.log.warn('a subscription cannot be listed', { subscriptionId, code: failure.code });
        unlisted.push({ subscriptionId, error: failure });
      }
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  const [first] = unlisted;
  if (first !== undefined && unlisted.length === subscriptions.length) throw first.error;
  return { rows, unlisted };
}

async function listSubscription(
  subscriptionId: string,
  context: AzureContext,
): Promise<readonly ResourceRow[]> {
  const client = await openDnsClient(subscriptionId, context);
  const rows = await listVaults(subscriptionId, client, context);
  try {
    for await (const { id, type, location, ...properties } of client.zones.list()) {
      if (id === undefined) continue;
      // Only here the SDK says `dnszones` where the resource's type is `dnsZones`; case is ignored.
      rows.push({ id, type: type ?? '', location, properties });
    }
  } catch (error) {
    // Who may list vaults and no zones sees the vaults, as with Resource Graph.
    if (!isCertError(asCertError(error, armHost(context.cloud)), 'ArmForbidden')) throw error;
    context.log.warn('the zones of a subscription may not be listed', { subscriptionId });
  }
  return rows;
}

/** The list has a nextLink even on its last page; an empty page follows. */
async function listVaults(
  subscriptionId: string,
  client: DnsManagementClient,
  context: AzureContext,
): Promise<ResourceRow[]> {
  const { createPipelineRequest } = await import('@azure/core-rest-pipeline');
  const rows: ResourceRow[] = [];
  let next =
    `${context.cloud.resourceManager}/subscriptions/${subscriptionId}/providers/Microsoft.KeyVault/vaults` +
    `?api-version=${VAULTS_API_VERSION}`;
  while (next !== '') {
    const response = await client.sendRequest(createPipelineRequest({ url: next }));
    const page = JSON.parse(response.bodyAsText ?? '') as VaultPage;
    rows.push(...page.value);
    next = page.nextLink ?? '';
  }
  return rows;
}

interface VaultPage {
  readonly value: readonly ResourceRow[];
  readonly nextLink?: string | null;
}
