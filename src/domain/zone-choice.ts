/**
 * Which Azure DNS zone holds a record. The longest suffix wins, but only among zones that the
 * public DNS really delegates to the name servers that Azure gave them: duplicates and zones that
 * were prepared and never delegated are common. Below a name that is delegated to anybody else, no
 * zone further up counts. A zone that was given by hand and may not be read is taken on that word where
 * the public DNS shows a zone of its name, and none that may be read is the delegated one.
 */
import { isWithin, namesUpwards } from './dns-name.ts';
import { CertError } from './errors.ts';
import type { DnsZone } from './txt-record-sets.ts';

/** Zones that could hold `record`, longest name first, duplicates of one name next to each other. */
export function candidateZones(record: string, zones: readonly DnsZone[]): readonly DnsZone[] {
  return zones
    .filter((zone) => isWithin(record, zone.name))
    .toSorted((a, b) => b.name.length - a.name.length || a.id.localeCompare(b.id));
}

/**
 * The names to ask NameServers.delegation for before `chooseZone`. The record itself is only among
 * them where a zone has its name: a resolver would remember that it does not exist yet.
 */
export function possibleCuts(record: string, zones: readonly DnsZone[]): readonly string[] {
  const candidates = candidateZones(record, zones);
  const topmost = candidates.at(-1);
  if (topmost === undefined) return [];
  return namesUpwards(record).filter(
    (name) =>
      isWithin(name, topmost.name) &&
      (name !== record || candidates.some((zone) => zone.name === record)),
  );
}

export interface ChosenZone {
  readonly zone: DnsZone;
  /** The servers to ask: those of the delegation, or Azure's own where it could not be read. */
  readonly nameServers: readonly string[];
  /** False when nobody could be asked whether the zone is delegated. */
  readonly confirmed: boolean;
  /** True when nobody but the person says that it is this zone: what it is served from is not known. */
  readonly onWord: boolean;
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
  const nearest = candidates[0];
  if (!nearest) {
    const visibleZones = zones.filter(({ nameServers }) => nameServers !== undefined).length;
    throw new CertError('ZoneNotFound', { name: record, visibleZones });
  }
  for (const name of namesUpwards(record)) {
    const found = delegations.get(name);
    const here = candidates.filter((zone) => zone.name === name);
    const zone = here.find((each) => isServedFrom(each, found)) ?? onWordAmong(zones, name, found);
    if (zone) {
      const nameServers = found ?? zone.nameServers ?? [];
      const onWord = zone.nameServers === undefined;
      return { zone, nameServers, confirmed: found !== undefined, onWord };
    }
    if (found && found.length > 0) {
      const expected = here[0]?.nameServers ?? [];
      throw new CertError('ZoneNotDelegated', { name: record, zone: name, expected, found });
    }
  }
  const { name: zone, nameServers: expected } = nearest;
  const facts = { name: record, zone, expected: expected ?? [], found: [] };
  throw new CertError('ZoneNotDelegated', facts);
}

/** True also where nobody could be asked who is delegated. */
function isServedFrom({ nameServers }: DnsZone, found: readonly string[] | undefined): boolean {
  return nameServers !== undefined && (found?.some((ns) => nameServers.includes(ns)) ?? true);
}

/** Of several of one name the one that was given first. */
function onWordAmong(
  zones: readonly DnsZone[],
  name: string,
  found: readonly string[] | undefined,
): DnsZone | undefined {
  if (found?.length === 0) return undefined;
  return zones.find((zone) => zone.name === name && zone.nameServers === undefined);
}
