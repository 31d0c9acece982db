/** All vaults and zones from ARM itself, subscription by subscription: slow, but never stale. */
import type { DnsManagementClient } from '@azure/arm-dns';
import type { CertError } from '../domain/errors.ts';
import { ARM_HOST, armError } from './arm-errors.ts';
import type { AzureContext } from './context.ts';
import { openDnsClient } from './dns-record-sets.ts';
import type { ResourceRow } from './inventory-rows.ts';
import { asCertError } from './network-errors.ts';
import { clientOptions } from './pipeline.ts';

const SIDE_BY_SIDE = 8;

/** No package for vaults is needed for one list. */
const VAULTS_API_VERSION = '2023-07-01';

/**
 * A subscription that cannot be read is left out and logged; rejects with its CertError when that
 * is true of all.
 */
export async function listWithArm(context: AzureContext): Promise<readonly ResourceRow[]> {
  const subscriptions = await listSubscriptions(context);
  const rows: ResourceRow[] = [];
  const failures: CertError[] = [];
  const waiting = subscriptions.values();
  const worker = async (): Promise<void> => {
    for (const subscriptionId of waiting) {
      try {
        rows.push(...(await listSubscription(subscriptionId, context)));
      } catch (error) {
        const failure = asCertError(error, ARM_HOST);
        context.log.warn('a subscription cannot be listed', { subscriptionId, code: failure.code });
        failures.push(failure);
      }
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  const [failure] = failures;
  if (failure !== undefined && failures.length === subscriptions.length) throw failure;
  return rows;
}

async function listSubscriptions(context: AzureContext): Promise<readonly string[]> {
  const { SubscriptionClient } = await import('@azure/arm-resources-subscriptions');
  const client = new SubscriptionClient(
    context.credential,
    clientOptions(context, { postsAreReads: true, explain: armError }),
  );
  const ids: string[] = [];
  for await (const subscription of client.subscriptions.list()) {
    if (subscription.subscriptionId !== undefined) ids.push(subscription.subscriptionId);
  }
  return ids;
}

async function listSubscription(
  subscriptionId: string,
  context: AzureContext,
): Promise<readonly ResourceRow[]> {
  const client = await openDnsClient(subscriptionId, context);
  const rows = await listVaults(subscriptionId, client);
  for await (const { id, type, location, ...properties } of client.zones.list()) {
    if (id === undefined) continue;
    // Only here the SDK says `dnszones` where the resource's type is `dnsZones`; case is ignored.
    rows.push({ id, type: type ?? '', location, properties });
  }
  return rows;
}

/** The list has a nextLink even on its last page; an empty page follows. */
async function listVaults(
  subscriptionId: string,
  client: DnsManagementClient,
): Promise<ResourceRow[]> {
  const { createPipelineRequest } = await import('@azure/core-rest-pipeline');
  const rows: ResourceRow[] = [];
  let next =
    `https://${ARM_HOST}/subscriptions/${subscriptionId}/providers/Microsoft.KeyVault/vaults` +
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
