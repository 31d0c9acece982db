/** Looking through zones for what issuances, of ours and of others, have left in the DNS. */
import { CertError, isCertError } from '../../domain/errors.ts';
import { asCertError } from '../../domain/error-catalogue.ts';
import type { Inventory } from '../../domain/inventory.ts';
import type { Journal } from '../../domain/issuance.ts';
import {
  isChallengeRecord,
  leadsNowhere,
  leftoversIn,
  possibleHomes,
  type DanglingAlias,
  type DanglingReason,
  type LeftoverValue,
  type UnderWay,
} from '../../domain/leftover-records.ts';
import type { NameServers } from '../../domain/name-servers.ts';
import type { Clock } from '../../domain/runtime.ts';
import type { DnsZone, RecordSetLists } from '../../domain/txt-record-sets.ts';
import { distinctZones, zoneIdOf } from '../../domain/zone-id.ts';
import { sideBySide } from '../await-all.ts';

const ZONES_SIDE_BY_SIDE = 8;

export interface LeftoverServices {
  readonly inventory: Pick<Inventory, 'zones'>;
  readonly lists: RecordSetLists;
  readonly nameServers: Pick<NameServers, 'cnameChain' | 'delegation'>;
  readonly journal: Pick<Journal, 'list'>;
  readonly clock: Pick<Clock, 'now'>;
}

export interface LeftoverSurvey {
  /** How many zones were to be looked through. */
  readonly zones: number;
  readonly values: readonly LeftoverValue[];
  readonly dangling: readonly DanglingAlias[];
  /** Zones that could not be looked through. */
  readonly failures: readonly { readonly zone: string; readonly error: CertError }[];
}

type ZoneToLook = Pick<DnsZone, 'id' | 'name'>;

/** Hears how many zones are done. */
export type ZoneProgress = (done: number, of: number) => void;

/**
 * @param chosen - names or resource ids of zones; of several zones of one name all are meant
 * @throws CertError ZoneNotFound of one that is not seen, StateUnreadable: then nobody knows what is
 *   under way
 */
export async function findLeftovers(
  services: LeftoverServices,
  chosen: readonly string[] | 'all',
  told: ZoneProgress,
  signal: AbortSignal,
): Promise<LeftoverSurvey> {
  const zones = chooseZones(await services.inventory.zones(signal), chosen);
  const underWay = await knownUnderWay(services);
  let done = 0;
  const looks = await sideBySide(zones, ZONES_SIDE_BY_SIDE, async (zone) => {
    try {
      return await lookThrough(services, zone, underWay, signal);
    } catch (error) {
      signal.throwIfAborted();
      return { zone: zone.name, error: asCertError(error) };
    } finally {
      told((done += 1), zones.length);
    }
  });
  return {
    zones: zones.length,
    values: looks.flatMap((look) => ('values' in look ? look.values : [])),
    dangling: looks.flatMap((look) => ('dangling' in look ? look.dangling : [])),
    failures: looks.filter((look) => 'error' in look),
  };
}

/** What the journal of this machine tells; read anew before anything is removed. */
export async function knownUnderWay({
  journal,
  clock,
}: Pick<LeftoverServices, 'journal' | 'clock'>): Promise<UnderWay> {
  const entries = await journal.list();
  return {
    runs: new Set(entries.map(({ plan }) => plan.id)),
    values: new Set(entries.flatMap(({ progress }) => Object.values(progress.values).flat())),
    now: Math.floor(clock.now() / 1000),
  };
}

function chooseZones(
  zones: readonly ZoneToLook[],
  chosen: readonly string[] | 'all',
): readonly ZoneToLook[] {
  if (chosen === 'all') return zones;
  const found = chosen.flatMap((wanted) => {
    const key = wanted.toLowerCase().replace(/\.$/, '');
    const named = zones.filter(({ id, name }) => name === key || id.toLowerCase() === key);
    if (named.length > 0) return named;
    // Lists need not show it to whoever may read its record sets.
    const given = zoneIdOf(wanted);
    if (given) return [given];
    throw new CertError('ZoneNotFound', { name: wanted, visibleZones: zones.length });
  });
  return distinctZones(found);
}

async function lookThrough(
  { lists, nameServers }: LeftoverServices,
  { id, name }: ZoneToLook,
  underWay: UnderWay,
  signal: AbortSignal,
): Promise<Pick<LeftoverSurvey, 'values' | 'dangling'>> {
  const zone = { id, name };
  const [sets, aliases] = await Promise.all([lists.txt(id, signal), lists.aliases(id, signal)]);
  const challenges = aliases.filter((alias) => isChallengeRecord(alias.name));
  const judged = await sideBySide(challenges, ZONES_SIDE_BY_SIDE, async (alias) => {
    const found = await judgeAlias(nameServers, `${alias.name}.${name}`, alias.target, signal);
    return found && { zone, record: alias.name, ...found };
  });
  return {
    values: sets.flatMap((set) => leftoversIn(set, zone, underWay)),
    dangling: judged.filter((alias) => alias !== undefined),
  };
}

/** undefined: it leads somewhere, or nobody can say. */
async function judgeAlias(
  nameServers: LeftoverServices['nameServers'],
  record: string,
  firstTarget: string,
  signal: AbortSignal,
): Promise<{ readonly target: string; readonly reason: DanglingReason } | undefined> {
  try {
    const chain = await nameServers.cnameChain(record, signal);
    // A recursive server is not asked for the chain; Azure itself knows where it begins.
    const target = chain.length > 1 ? (chain.at(-1) ?? firstTarget) : firstTarget;
    const homes = possibleHomes(target).map((home) => nameServers.delegation(home, signal));
    return leadsNowhere(await Promise.all(homes)) ? { target, reason: 'no-zone' } : undefined;
  } catch (error) {
    if (isCertError(error, 'CnameLoop')) return { target: firstTarget, reason: 'loop' };
    if (isCertError(error, 'NameServersUnreachable')) return undefined;
    throw error;
  }
}
