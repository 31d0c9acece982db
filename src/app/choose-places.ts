/** Where the challenge values of a certificate go: a TXT record set for each base name. */
import { challengeRecordName, parseDnsName, relativeName } from '../domain/dns-name.ts';
import type { UnseenTenant } from '../domain/error-reasons.ts';
import { CertError, isCertError } from '../domain/errors.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { ChallengePlace } from '../domain/issuance.ts';
import type { NameServers } from '../domain/name-servers.ts';
import type { DnsZone } from '../domain/txt-record-sets.ts';
import { chooseZone, possibleCuts, type ChosenZone } from '../domain/zone-choice.ts';
import { sideBySide } from './await-all.ts';

const NAMES_SIDE_BY_SIDE = 8;

export interface ChosenPlaces {
  readonly places: readonly ChallengePlace[];
  /** Zones of which nobody could be asked whether they are delegated. */
  readonly unconfirmed: readonly string[];
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
  return amongAllZones(inventory, signal, (zones) =>
    chooseAmong(zones, challenges, nameServers, signal),
  );
}

/**
 * Tried with the zones of the account's tenant, then also with those of its other tenants, and last
 * with those that are so new that the usual listing does not have them.
 */
async function amongAllZones<T>(
  inventory: Inventory,
  signal: AbortSignal,
  choose: (zones: readonly DnsZone[]) => Promise<T>,
): Promise<T> {
  try {
    return await choose(await inventory.zones(signal));
  } catch (error) {
    requireMissingZone(error);
  }
  const { zones: elsewhere, unseen } = await inventory.zonesElsewhere(signal);
  if (elsewhere.length > 0) {
    try {
      return await choose([...(await inventory.zones(signal)), ...elsewhere]);
    } catch (error) {
      requireMissingZone(error);
    }
  }
  try {
    return await choose([...(await inventory.zones(signal, { fresh: true })), ...elsewhere]);
  } catch (error) {
    throw unseen.length === 0 ? error : withUnseen(error, unseen);
  }
}

/** Throws whatever more zones cannot mend. */
function requireMissingZone(error: unknown): void {
  if (!isCertError(error, 'ZoneNotFound') && !isCertError(error, 'ZoneNotDelegated')) throw error;
}

function withUnseen(error: unknown, unseen: readonly UnseenTenant[]): unknown {
  if (isCertError(error, 'ZoneNotFound')) {
    return new CertError('ZoneNotFound', { ...error.facts, unseen });
  }
  if (isCertError(error, 'ZoneNotDelegated')) {
    return new CertError('ZoneNotDelegated', { ...error.facts, unseen });
  }
  return error;
}

/** The same for one name. @throws CertError InvalidDnsName, ZoneNotFound, ZoneNotDelegated, CnameLoop */
export async function choosePlace(
  services: PlaceServices,
  dnsName: string,
  signal: AbortSignal,
): Promise<{ readonly place: ChallengePlace; readonly confirmed: boolean }> {
  const { places, unconfirmed } = await choosePlaces(services, [dnsName], signal);
  const [place] = places;
  if (!place) throw new CertError('Unexpected', { message: `${dnsName} has no place` });
  return { place, confirmed: unconfirmed.length === 0 };
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
    unconfirmed: [
      ...new Set(chosen.filter(({ confirmed }) => !confirmed).map(({ zone }) => zone.name)),
    ],
  };
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
