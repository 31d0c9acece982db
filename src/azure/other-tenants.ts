/**
 * Zones of tenants other than the one that the credential is for: those in which the account is a
 * guest, and those that were named for an application. Each is asked with tokens of its own.
 */
import { armHost } from '../domain/cloud.ts';
import type { UnseenTenant } from '../domain/error-reasons.ts';
import { isCertError, type CertError } from '../domain/errors.ts';
import type { Tenant, ZonesElsewhere } from '../domain/inventory.ts';
import type { DnsZone } from '../domain/txt-record-sets.ts';
import { callerOf } from './access.ts';
import { inTenant, type AzureContext } from './context.ts';
import { toInventory, type ResourceRow } from './inventory-rows.ts';
import { asCertError } from './network-errors.ts';
import { remembered, type Remembered } from './remembered.ts';

/** The Azure CLI starts a process for each token. */
const SIDE_BY_SIDE = 8;

interface OtherTenantsOptions {
  readonly context: AzureContext;
  readonly tenants: () => Promise<readonly Tenant[]>;
  /** Ids of tenants that ARM does not tell of: an application's token knows its own alone. */
  readonly named: readonly string[];
  readonly list: (there: AzureContext) => Promise<readonly ResourceRow[]>;
}

/** Asks nothing before the first use. A tenant that has answered is not asked again. */
export function zonesOfOtherTenants(options: OtherTenantsOptions): Remembered<ZonesElsewhere> {
  const { context } = options;
  const looks = new Map<string, Remembered<readonly DnsZone[]>>();

  function lookAt({ id }: Tenant): Remembered<readonly DnsZone[]> {
    const known = looks.get(id);
    if (known) return known;
    const look = remembered(async () => {
      const { zones } = toInventory(await options.list(inTenant(context, id)));
      return zones.map((zone) => ({ ...zone, tenantId: id }));
    });
    looks.set(id, look);
    return look;
  }

  async function get(): Promise<ZonesElsewhere> {
    const zones: DnsZone[] = [];
    const unseen: UnseenTenant[] = [];
    const waiting = (await otherTenants(options)).values();
    const worker = async (): Promise<void> => {
      for (const tenant of waiting) {
        try {
          zones.push(...(await lookAt(tenant).get()));
        } catch (error) {
          const failure = asCertError(error, armHost(context.cloud));
          const { id, name } = tenant;
          context.log.warn('a tenant cannot be looked at', { tenant: id, code: failure.code });
          unseen.push({ id, name, reason: reasonOf(failure) });
        }
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
    return { zones, unseen };
  }

  return {
    get,
    forget() {
      looks.clear();
    },
  };
}

/** None where nobody says which there are: what is looked for is then not found, and that is told. */
async function otherTenants(options: OtherTenantsOptions): Promise<readonly Tenant[]> {
  const { context, tenants, named } = options;
  try {
    const [{ tenantId: own }, listed] = await Promise.all([callerOf(context), tenants()]);
    const more = named.map((id) => ({ id, name: id, domain: undefined }));
    const all = new Map([...more, ...listed].map((tenant) => [tenant.id.toLowerCase(), tenant]));
    all.delete(own.toLowerCase());
    return [...all.values()];
  } catch (error) {
    const { code } = asCertError(error, armHost(context.cloud));
    context.log.warn('the tenants of the account are not known', { code });
    return [];
  }
}

/** What was said to it; empty where only a code is known. */
function reasonOf(error: CertError): string {
  if (isCertError(error, 'SignInFailed')) return error.facts.reason;
  return isCertError(error, 'ArmRefused') ? error.facts.message : '';
}
