/** Tenants and subscriptions of the signed-in account. */
import { armHost } from '../domain/cloud.ts';
import type { Subscription, Tenant } from '../domain/inventory.ts';
import type { AzureContext } from './context.ts';
import { asCertError } from './network-errors.ts';
import { armClientOptions } from './pipeline.ts';

/** One call for an account with less tenants than ARM puts into a page. Rejects with a CertError. */
export async function listTenants(context: AzureContext): Promise<readonly Tenant[]> {
  const tenants: Tenant[] = [];
  try {
    const client = await openSubscriptionClient(context);
    for await (const { tenantId, displayName, defaultDomain } of client.tenants.list()) {
      if (!tenantId) continue;
      // ARM names no tenant to guests whose access to its directory is restricted.
      const domain = defaultDomain === '' ? undefined : defaultDomain;
      tenants.push({ id: tenantId, name: firstOf(displayName, domain, tenantId), domain });
    }
  } catch (error) {
    throw asCertError(error, armHost(context.cloud));
  }
  return tenants.toSorted(byName);
}

/**
 * One call, where Resource Graph would take none more: but its `resourcecontainers` lag behind a
 * change of state and leave out subscriptions in which the account may read single resources only.
 * Rejects with a CertError.
 */
export async function listSubscriptions(context: AzureContext): Promise<readonly Subscription[]> {
  const subscriptions: Subscription[] = [];
  try {
    const client = await openSubscriptionClient(context);
    for await (const subscription of client.subscriptions.list()) {
      const { subscriptionId: id, displayName, tenantId, state } = subscription;
      if (!id) continue;
      const name = firstOf(displayName, id);
      subscriptions.push({ id, name, tenantId: tenantId ?? '', state: state ?? '' });
    }
  } catch (error) {
    throw asCertError(error, armHost(context.cloud));
  }
  return subscriptions.toSorted(byName);
}

async function openSubscriptionClient(context: AzureContext) {
  const { SubscriptionClient } = await import('@azure/arm-resources-subscriptions');
  return new SubscriptionClient(context.credential, armClientOptions(context));
}

function firstOf(...texts: readonly [...(string | undefined)[], string]): string {
  return texts.find((text) => text !== undefined && text !== '') ?? '';
}

function byName(a: Tenant | Subscription, b: Tenant | Subscription): number {
  return a.name.localeCompare(b.name) || (a.id < b.id ? -1 : Number(a.id > b.id));
}
