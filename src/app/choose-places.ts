/** Where the challenge values of a certificate go: a TXT record set for each base name. */
import { challengeRecordName, parseDnsName, relativeName } from '../domain/dns-name.ts';
import type { UnseenTenant } from '../domain/error-reasons.ts';
import { CertError, isCertError } from '../domain/errors.ts';
import type { Inventory, ZonesGiven } from '../domain/inventory.ts';
import type { ChallengePlace } from '../domain/issuance.ts';
import type { NameServers } from '../domain/name-servers.ts';
import type { DnsZone } from '../domain/txt-record-sets.ts';
import { chooseZone, possibleCuts, type ChosenZone } from '../domain/zone-choice.ts';
import { distinctZones } from '../domain/zone-id.ts';
import { sideBySide } from './await-all.ts';

const NAMES_SIDE_BY_SIDE = 8;

export interface ChosenPlaces {
  readonly places: readonly ChallengePlace[];
  /** Zones of which nobody could be asked whether they are delegated. */
  readonly unconfirmed: readonly string[];
  /** Zones that were given by hand and may not be read: that it is they, a person says alone. */
  readonly onWord: readonly string[];
}

/** The place for one name. */
export interface FoundPlace {
  readonly place: ChallengePlace;
  /** False: no name server could be asked. */
  readonly confirmed: boolean;
  /** True: that it is this zone, the person says who gave it by hand. */
  readonly onWord: boolean;
}

interface PlaceServices {
  readonly inventory: Inventory;
  readonly nameServers: NameServers;
}

/** A name that the CA asks for, and where the CNAMEs of it end: mostly there. */
interface Challenge {
  readonly record: string;
  readonly target: string;
}

/** @throws CertError ZoneNotFound, ZoneNotDelegated, CnameLoop */
export async function choosePlaces(
  { inventory, nameServers }: PlaceServices,
  dnsNames: readonly string[],
  signal: AbortSignal,
): Promise<ChosenPlaces> {
  const records = [...new Set(dnsNames.map((name) => challengeRecordName(parseDnsName(name))))];
  const challenges = await sideBySide(records, NAMES_SIDE_BY_SIDE, async (record) => {
    return { record, target: await targetOf(record, nameServers, signal) };
  });
  const targets = challenges.map(({ target }) => target);
  return amongAllZones(inventory, targets, signal, (zones) =>
    chooseAmong(zones, challenges, nameServers, signal),
  );
}

/**
 * Tried with the zones of the account's tenant and those given by hand, then also with those of its
 * other tenants, and last with those that are so new that the usual listing does not have them. The
 * word of a person does for a zone that may not be read where none in the tenants is the delegated one.
 */
async function amongAllZones(
  inventory: Inventory,
  targets: readonly string[],
  signal: AbortSignal,
  choose: (zones: readonly DnsZone[]) => Promise<ChosenPlaces>,
): Promise<ChosenPlaces> {
  const given = await inventory.zonesGiven(targets, signal);
  const listing = await readListing(inventory, given, signal);
  const choice = await unlessMissing(choose(distinctZones([...listing.zones, ...given.zones])));
  if (!isCertError(choice) && choice.onWord.length === 0) return choice;
  const { zones: elsewhere, unseen } = await inventory.zonesElsewhere(signal);
  const more = [...elsewhere, ...given.zones];
  const wider =
    elsewhere.length === 0
      ? choice
      : await unlessMissing(choose(distinctZones([...listing.zones, ...more])));
  if (!isCertError(wider)) return wider;
  if (listing.refusal) throw listing.refusal;
  try {
    const fresh = await inventory.zones(signal, { fresh: true });
    return await choose(distinctZones([...fresh, ...more]));
  } catch (error) {
    throw completed(error, unseen, given.absent);
  }
}

/** Who was given zones by hand may do without a list: what Azure says to the wish for it is kept. */
async function readListing(
  inventory: Inventory,
  given: ZonesGiven,
  signal: AbortSignal,
): Promise<{ readonly zones: readonly DnsZone[]; readonly refusal?: CertError }> {
  try {
    return { zones: await inventory.zones(signal) };
  } catch (error) {
    if (given.zones.length === 0 || !isWantOfRights(error)) throw error;
    return { zones: [], refusal: error };
  }
}

function isWantOfRights(error: unknown): error is CertError {
  if (isCertError(error, 'ArmRefused')) return error.facts.status === 403;
  return isCertError(error, 'ArmForbidden');
}

/** The failure where more zones could mend it. */
async function unlessMissing(choice: Promise<ChosenPlaces>): Promise<ChosenPlaces | CertError> {
  try {
    return await choice;
  } catch (error) {
    if (isCertError(error, 'ZoneNotFound') || isCertError(error, 'ZoneNotDelegated')) return error;
    throw error;
  }
}

/** With what was looked for in vain. */
function completed(
  error: unknown,
  unseenTenants: readonly UnseenTenant[],
  absentZones: readonly string[],
): unknown {
  const facts = {
    ...(unseenTenants.length > 0 && { unseen: unseenTenants }),
    ...(absentZones.length > 0 && { absent: absentZones }),
  };
  if (isCertError(error, 'ZoneNotFound')) {
    return new CertError('ZoneNotFound', { ...error.facts, ...facts });
  }
  if (isCertError(error, 'ZoneNotDelegated')) {
    return new CertError('ZoneNotDelegated', { ...error.facts, ...facts });
  }
  return error;
}

/** The same for one name. @throws CertError InvalidDnsName, ZoneNotFound, ZoneNotDelegated, CnameLoop */
export async function choosePlace(
  services: PlaceServices,
  dnsName: string,
  signal: AbortSignal,
): Promise<FoundPlace> {
  const { places, unconfirmed, onWord } = await choosePlaces(services, [dnsName], signal);
  const [place] = places;
  if (!place) throw new CertError('Unexpected', { message: `${dnsName} has no place` });
  return { place, confirmed: unconfirmed.length === 0, onWord: onWord.length > 0 };
}

async function chooseAmong(
  zones: readonly DnsZone[],
  challenges: readonly Challenge[],
  nameServers: NameServers,
  signal: AbortSignal,
): Promise<ChosenPlaces> {
  const names = new Set(challenges.flatMap(({ target }) => possibleCuts(target, zones)));
  const delegations = new Map(
    await sideBySide([...names], NAMES_SIDE_BY_SIDE, async (name) => {
      return [name, await nameServers.delegation(name, signal)] as const;
    }),
  );
  const chosen = challenges.map((challenge) => ({
    ...challenge,
    ...chooseFor(challenge, zones, delegations),
  }));
  return {
    places: chosen.map(({ record, target, zone, nameServers }) => ({
      record,
      zoneId: zone.id,
      ...(zone.tenantId === undefined ? {} : { zoneTenant: zone.tenantId }),
      zoneName: zone.name,
      name: relativeName(target, zone.name),
      nameServers,
      recordLimit: zone.recordLimit,
    })),
    unconfirmed: zoneNames(chosen.filter(({ confirmed }) => !confirmed)),
    onWord: zoneNames(chosen.filter(({ onWord }) => onWord)),
  };
}

function zoneNames(chosen: readonly ChosenZone[]): readonly string[] {
  return [...new Set(chosen.map(({ zone }) => zone.name))];
}

/** Where nobody can be asked, nothing is known of a CNAME. */
async function targetOf(
  record: string,
  nameServers: NameServers,
  signal: AbortSignal,
): Promise<string> {
  try {
    return (await nameServers.cnameChain(record, signal)).at(-1) ?? record;
  } catch (error) {
    if (isCertError(error, 'NameServersUnreachable')) return record;
    throw error;
  }
}

function chooseFor(
  { record, target }: Challenge,
  zones: readonly DnsZone[],
  delegations: Parameters<typeof chooseZone>[2],
): ChosenZone {
  try {
    return chooseZone(target, zones, delegations);
  } catch (error) {
    if (target === record || !isCertError(error, 'ZoneNotFound')) throw error;
    throw new CertError('ZoneNotFound', { ...error.facts, aliasOf: record });
  }
}
