/**
 * Zones that were given by hand: each is asked for by its id, whatever lists show. Somebody whose role
 * is on a record set alone may not read the zone around it.
 */
import { armHost } from '../domain/cloud.ts';
import { isWithin } from '../domain/dns-name.ts';
import { isCertError, type CertError } from '../domain/errors.ts';
import type { ZonesGiven } from '../domain/inventory.ts';
import type { DnsZone } from '../domain/txt-record-sets.ts';
import { unreadZone, type ZoneId } from '../domain/zone-id.ts';
import { tenantIn } from './claims-challenge.ts';
import { inTenant, type AzureContext } from './context.ts';
import { openDnsClient } from './dns-record-sets.ts';
import { toInventory } from './inventory-rows.ts';
import { asCertError } from './network-errors.ts';
import { remembered, type Remembered } from './remembered.ts';

const SIDE_BY_SIDE = 8;

export interface GivenZones {
  /** Of those whose names could hold one of `records`. Rejects with a CertError. */
  read(records: readonly string[]): Promise<ZonesGiven>;
  forget(): void;
}

/** Asks nothing before the first use. A zone that has answered is not asked again. */
export function givenZones(context: AzureContext, given: readonly ZoneId[]): GivenZones {
  const looks = given.map((zone) => ({ zone, look: remembered(() => lookAt(zone, context)) }));
  return {
    async read(records) {
      const wanted = looks.filter(({ zone }) =>
        records.some((record) => isWithin(record, zone.name)),
      );
      const found = await inOrder(wanted.map(({ look }) => look));
      return {
        zones: found.filter((zone) => zone !== undefined),
        absent: wanted.flatMap(({ zone }, at) => (found[at] === undefined ? [zone.id] : [])),
      };
    },
    forget() {
      for (const { look } of looks) look.forget();
    },
  };
}

async function inOrder<T>(looks: readonly Remembered<T>[]): Promise<readonly T[]> {
  const found = new Map<number, T>();
  const waiting = looks.entries();
  const worker = async (): Promise<void> => {
    for (const [at, look] of waiting) found.set(at, await look.get());
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  return [...found].toSorted(([a], [b]) => a - b).map(([, each]) => each);
}

/** undefined: there is no such zone. */
async function lookAt(zone: ZoneId, context: AzureContext): Promise<DnsZone | undefined> {
  try {
    return await readZone(zone, context);
  } catch (error) {
    const tenantId = tenantAskedFor(error);
    if (tenantId === undefined) return unlessHidden(zone, error, context);
    context.log.debug('a zone given by hand is in another tenant', { zone: zone.id, tenantId });
    const there = inTenant(context, tenantId);
    const found = await readZone(zone, there).catch((refusal: unknown) =>
      unlessHidden(zone, refusal, there),
    );
    return found && { ...found, tenantId };
  }
}

async function readZone(zone: ZoneId, context: AzureContext): Promise<DnsZone | undefined> {
  const client = await openDnsClient(zone.subscriptionId, context);
  const answer = await client.zones.get(zone.resourceGroup, zone.name);
  const { id = zone.id, ...properties } = answer;
  const type = 'microsoft.network/dnszones';
  return toInventory([{ id, type, properties }]).zones[0];
}

/** @throws CertError where it is neither hidden nor missing */
function unlessHidden(
  zone: ZoneId,
  error: unknown,
  { cloud, log }: AzureContext,
): DnsZone | undefined {
  const failure = asCertError(error, armHost(cloud));
  const { code } = failure;
  if (isRefusal(failure, 403)) {
    log.debug('a zone given by hand may not be read', { zone: zone.id, code });
    return unreadZone(zone);
  }
  if (!isRefusal(failure, 404)) throw failure;
  log.warn('a zone given by hand does not exist', { zone: zone.id, code });
  return undefined;
}

function isRefusal(failure: CertError, status: 403 | 404): boolean {
  if (status === 403 && failure.code === 'ArmForbidden') return true;
  return isCertError(failure, 'ArmRefused') && failure.facts.status === status;
}

/**
 * ARM takes tokens of the tenant alone that a subscription trusts, and names it in its 401
 * (InvalidAuthenticationTokenTenant).
 */
function tenantAskedFor(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { statusCode, response }: RefusedBySdk = error;
  if (statusCode !== 401) return undefined;
  const challenge = response?.headers.get('www-authenticate') ?? '';
  if (!/wrong issuer/i.test(challenge)) return undefined;
  const tenant = tenantIn(challenge);
  return tenant === '' ? undefined : tenant;
}

/** The members of the SDK's RestError; its class is loaded lazily. */
interface RefusedBySdk extends Error {
  readonly statusCode?: unknown;
  readonly response?: { readonly headers: { get(name: string): string | undefined } };
}
