/**
 * Which Azure DNS zone holds a record. The longest suffix wins, but only among zones that the
 * public DNS really delegates to the name servers that Azure gave them: duplicates and zones that
 * were prepared and never delegated are common.
 */
import { isWithin } from './dns-name.ts';
import { CertError } from './errors.ts';
import type { DnsZone } from './txt-record-sets.ts';

/** Zones that could hold `record`, longest name first, duplicates of one name next to each other. */
export function candidateZones(record: string, zones: readonly DnsZone[]): readonly DnsZone[] {
  return zones
    .filter((zone) => isWithin(record, zone.name))
    .toSorted((a, b) => b.name.length - a.name.length || a.id.localeCompare(b.id));
}

export interface ChosenZone {
  readonly zone: DnsZone;
  /** The servers to ask: those of the delegation, or Azure's own where it could not be read. */
  readonly nameServers: readonly string[];
  /** False when nobody could be asked whether the zone is delegated. */
  readonly confirmed: boolean;
}

/**
 * `delegations`: NS sets by zone name as NameServers.delegation gave them (absent or undefined:
 * could not be asked).
 * @throws CertError ZoneNotFound, ZoneNotDelegated
 */
export function chooseZone(
  record: string,
  zones: readonly DnsZone[],
  delegations: ReadonlyMap<string, readonly string[] | undefined>,
): ChosenZone {
  const candidates = candidateZones(record, zones);
  for (const zone of candidates) {
    const found = delegations.get(zone.name);
    if (found === undefined) return { zone, nameServers: zone.nameServers, confirmed: false };
    if (found.some((server) => zone.nameServers.includes(server))) {
      return { zone, nameServers: found, confirmed: true };
    }
  }
  const nearest = candidates[0];
  if (!nearest) {
    throw new CertError('ZoneNotFound', { name: record, visibleZones: zones.length });
  }
  throw new CertError('ZoneNotDelegated', {
    name: record,
    zone: nearest.name,
    expected: nearest.nameServers,
    found: delegations.get(nearest.name) ?? [],
  });
}
