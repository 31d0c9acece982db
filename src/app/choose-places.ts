/** Where the challenge values of a certificate go: one TXT record set for each base name. */
import { challengeRecordName, parseDnsName, relativeName } from '../domain/dns-name.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { ChallengePlace } from '../domain/issuance.ts';
import type { NameServers } from '../domain/name-servers.ts';
import { chooseZone, possibleCuts } from '../domain/zone-choice.ts';
import { sideBySide } from './await-all.ts';

const NAMES_SIDE_BY_SIDE = 8;

export interface ChosenPlaces {
  readonly places: readonly ChallengePlace[];
  /** Zones of which nobody could be asked whether they are delegated. */
  readonly unconfirmed: readonly string[];
}

/** @throws CertError ZoneNotFound, ZoneNotDelegated */
export async function choosePlaces(
  services: { readonly inventory: Inventory; readonly nameServers: NameServers },
  dnsNames: readonly string[],
  signal: AbortSignal,
): Promise<ChosenPlaces> {
  const zones = await services.inventory.zones(signal);
  const records = [...new Set(dnsNames.map((name) => challengeRecordName(parseDnsName(name))))];
  const names = new Set(records.flatMap((record) => possibleCuts(record, zones)));
  const delegations = new Map(
    await sideBySide([...names], NAMES_SIDE_BY_SIDE, async (name) => {
      return [name, await services.nameServers.delegation(name, signal)] as const;
    }),
  );
  const chosen = records.map((record) => ({ record, ...chooseZone(record, zones, delegations) }));
  return {
    places: chosen.map(({ record, zone, nameServers }) => ({
      record,
      zoneId: zone.id,
      zoneName: zone.name,
      name: relativeName(record, zone.name),
      nameServers,
      recordLimit: zone.recordLimit,
    })),
    unconfirmed: [
      ...new Set(chosen.filter(({ confirmed }) => !confirmed).map(({ zone }) => zone.name)),
    ],
  };
}
