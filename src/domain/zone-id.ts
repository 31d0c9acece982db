/** Resource ids of DNS zones, given by hand for zones that Azure does not list to the account. */
import { CertError } from './errors.ts';
import { USUAL_RECORD_LIMIT, type DnsZone } from './txt-record-sets.ts';

/** What the id of a zone says of it; `id` in one spelling, as ARM does not heed case. */
export type ZoneId = Pick<DnsZone, 'id' | 'name' | 'subscriptionId' | 'resourceGroup'>;

/**
 * Names of resource groups: letters and digits of any script, `_ - . ( )`, no dot at the end. Parts
 * of a name in the DNS may begin with an underscore: a zone can be made for a challenge record alone.
 */
const PARTS =
  /^\/subscriptions\/(?<subscription>[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\/resourceGroups\/(?<group>[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-])\/providers\/Microsoft\.Network\/dnsZones\/(?<name>(?:[\w-]{1,63}\.)+[\w-]{1,63})$/iu;

/** The longest name in the DNS, without its last dot (RFC 1035 §2.3.4). */
const LONGEST_NAME = 253;

/**
 * Reads a comma-separated list of ids; a zone that is given twice counts once.
 * @throws CertError InvalidZoneId with the entry that is none
 */
export function parseZoneIds(list: string): readonly ZoneId[] {
  const zones = list.split(',').map((entry) => {
    const zone = zoneIdOf(entry.trim());
    if (zone) return zone;
    throw new CertError('InvalidZoneId', { zone: entry.trim() });
  });
  return distinctZones(zones);
}

/** Each zone once, as it came first. */
export function distinctZones<Z extends Pick<DnsZone, 'id'>>(zones: readonly Z[]): readonly Z[] {
  const known = new Map<string, Z>();
  for (const zone of zones) {
    const key = zone.id.toLowerCase();
    if (!known.has(key)) known.set(key, zone);
  }
  return [...known.values()];
}

/** undefined: it is not the id of a public DNS zone. */
export function zoneIdOf(text: string): ZoneId | undefined {
  const { subscription, group: resourceGroup, name: written } = PARTS.exec(text)?.groups ?? {};
  if (subscription === undefined || resourceGroup === undefined || written === undefined) {
    return undefined;
  }
  // With the flags that other scripts need, `\w` stands for more than ASCII.
  if (written.length > LONGEST_NAME || /[^!-~]/.test(written)) return undefined;
  const subscriptionId = subscription.toLowerCase();
  const name = written.toLowerCase();
  const id = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Network/dnsZones/${name}`;
  return { id, name, subscriptionId, resourceGroup };
}

/** The zone as far as its id tells of it: what it is served from and what it can hold is not known. */
export function unreadZone(zone: ZoneId): DnsZone {
  return { ...zone, nameServers: undefined, recordLimit: USUAL_RECORD_LIMIT };
}
