/**
 * Challenge values that stand in the DNS after whoever put them there is gone. Values have no time
 * stamps: of ours the set's metadata says whose they are and since when; of those of others nothing
 * is known, and whether they are needed only a person can tell.
 */
import { claimOf } from './challenge-record-set.ts';
import { namesUpwards } from './dns-name.ts';
import { isHeldByOther, type Claim } from './ownership.ts';
import type { DnsZone, NamedTxtRecordSet } from './txt-record-sets.ts';

/** A value that nobody is known to be at work with. */
export interface LeftoverValue {
  readonly zone: Pick<DnsZone, 'id' | 'name'>;
  /** Relative to the zone. */
  readonly record: string;
  readonly value: string;
  /** Who has put it there; absent: nobody of ours. */
  readonly claim: Pick<Claim, 'certificate' | 'owner' | 'since'> | undefined;
}

/** What is known to be at work: its values are never offered. */
export interface UnderWay {
  /** Ids of the issuances in the journal. */
  readonly runs: ReadonlySet<string>;
  /** Values that the journal says were published, or are about to be. */
  readonly values: ReadonlySet<string>;
  /** Seconds since the epoch. */
  readonly now: number;
}

const CHALLENGE_LABEL = '_acme-challenge';

/** True for `_acme-challenge` and every name below it that a CA may look at. */
export function isChallengeRecord(record: string): boolean {
  return record.toLowerCase().split('.')[0] === CHALLENGE_LABEL;
}

/**
 * The values of a set that are left over. In a set of another name, to which challenges are handed
 * on, only ours are: what else stands there may be anything.
 */
export function leftoversIn(
  set: NamedTxtRecordSet,
  zone: Pick<DnsZone, 'id' | 'name'>,
  underWay: UnderWay,
): readonly LeftoverValue[] {
  return set.values
    .filter((value) => !isUnderWay(set, value, underWay))
    .map((value) => ({ zone, record: set.name, value, claim: claimOf(set, value) }))
    .filter(({ claim }) => claim !== undefined || isChallengeRecord(set.name));
}

/** Whether somebody may still need the value: here as the journal says, elsewhere as his claim does. */
export function isUnderWay(
  set: Pick<NamedTxtRecordSet, 'metadata'>,
  value: string,
  { runs, values, now }: UnderWay,
): boolean {
  const claim = claimOf(set, value);
  if (values.has(value) || (claim !== undefined && runs.has(claim.run))) return true;
  return isHeldByOther(claim, undefined, now);
}

/** A CNAME at a challenge record by which no CA will ever find a value. */
export interface DanglingAlias {
  readonly zone: Pick<DnsZone, 'id' | 'name'>;
  /** Relative to the zone. */
  readonly record: string;
  /** Where it leads to in the end. */
  readonly target: string;
  readonly reason: DanglingReason;
}

/** `no-zone`: nobody is delegated for the target or anything above it; `loop`: it leads to itself. */
export type DanglingReason = 'no-zone' | 'loop';

/** The names to ask for their delegation; a top-level domain's says nothing of those below it. */
export function possibleHomes(target: string): readonly string[] {
  return namesUpwards(target).filter((name) => name.includes('.'));
}

/**
 * @param delegations - NS sets of `possibleHomes`; undefined: nobody could be asked, and then
 *   nothing is known
 */
export function leadsNowhere(delegations: readonly (readonly string[] | undefined)[]): boolean {
  return delegations.every((servers) => servers?.length === 0);
}
