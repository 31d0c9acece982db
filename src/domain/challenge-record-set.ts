/**
 * What is done to a TXT record set that others use too. A set is shared: base name and wildcard
 * share one, two issuances may, and people keep values of their own in it. So nothing is ever
 * replaced: our values are added to what is there and taken out again, and every value of ours has
 * an entry in the set's metadata that says whose it is and since when (values have no time stamps).
 */
import type { RecordHolder } from './error-reasons.ts';
import { formatClaim, isHeldByOther, parseClaim, type Claim } from './ownership.ts';
import type { TxtRecordSet } from './txt-record-sets.ts';

/** Seconds; short, because a forgotten answer is all that a long one brings. */
const TTL = 60;

/**
 * Says that the set exists only because of us: whoever takes the last value out deletes it, or takes
 * the mark off if others use the set by then.
 */
const CREATED_KEY = 'kvcert_created';
const VALUE_KEY = 'kvcert_';

/** `published`: those of the wanted values that the set holds then; not all where room is scarce. */
export type Addition =
  | { readonly kind: 'unchanged'; readonly published: readonly string[] }
  | { readonly kind: 'write'; readonly set: TxtRecordSet; readonly published: readonly string[] }
  | { readonly kind: 'full'; readonly crowd: Crowd }
  | { readonly kind: 'held'; readonly by: Claim };

/** Why values do not fit beside what is there. */
export interface Crowd {
  readonly limit: number;
  readonly present: number;
  /** How many values are still to be put there. */
  readonly needed: number;
  /** Whose values are ours by the set's metadata, one entry for each issuance. */
  readonly holders: readonly RecordHolder[];
  /** How many values nobody of ours has put there. */
  readonly strangers: number;
}

export type Removal =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'write'; readonly set: TxtRecordSet }
  | { readonly kind: 'delete' };

/**
 * Adds `values` for `claim`, all of them or, for now, none: who is at work takes his values out
 * again. Only where they would not fit beside what nobody is about to take away, some of them go
 * first: as many as there is room for. `held` when the set's metadata says that another issuance of the same
 * certificate is at work: one ETag-guarded write decides which of two comes first.
 * @param now seconds since the epoch
 */
export function withValues(
  current: TxtRecordSet | undefined,
  values: readonly string[],
  claim: Claim,
  options: { readonly limit: number; readonly now: number },
): Addition {
  const set = current ?? { ttl: TTL, values: [], metadata: { [CREATED_KEY]: claim.run } };
  const other = claimsIn(set).find(
    (found) =>
      found.certificate === claim.certificate && isHeldByOther(found, claim.run, options.now),
  );
  if (other) return { kind: 'held', by: other };
  const missing = values.filter((value) => !set.values.includes(value));
  const added = missing.slice(0, roomFor(missing.length, set, claim, options));
  const published = values.filter((value) => !missing.includes(value) || added.includes(value));
  if (published.length === 0) {
    return { kind: 'full', crowd: crowdIn(set, missing.length, options.limit) };
  }
  const entries = Object.fromEntries(published.map((value) => [keyOf(value), formatClaim(claim)]));
  const marked = Object.entries(entries).every(([key, text]) => set.metadata[key] === text);
  if (added.length === 0 && marked) return { kind: 'unchanged', published };
  return {
    kind: 'write',
    set: {
      ttl: set.ttl,
      values: [...set.values, ...added],
      metadata: { ...set.metadata, ...entries },
    },
    published,
  };
}

/** How many of `wanted` more values go into the set now. */
function roomFor(
  wanted: number,
  set: TxtRecordSet,
  claim: Claim,
  { limit, now }: { readonly limit: number; readonly now: number },
): number {
  const room = Math.max(limit - set.values.length, 0);
  if (wanted <= room) return wanted;
  const leaving = set.values.filter((value) => {
    return isHeldByOther(claimOf(set, value), claim.run, now);
  });
  const staying = set.values.length - leaving.length;
  return staying + wanted > limit ? room : 0;
}

function crowdIn(set: TxtRecordSet, needed: number, limit: number): Crowd {
  const claims = set.values.map((value) => claimOf(set, value));
  const runs = new Map(
    claims.filter((claim) => claim !== undefined).map((claim) => [claim.run, claim]),
  );
  const holders = [...runs.values()].map(({ certificate, owner, since }) => ({
    certificate,
    owner,
    since: new Date(since * 1000).toISOString(),
  }));
  const strangers = claims.filter((claim) => claim === undefined).length;
  return { limit, present: set.values.length, needed, holders, strangers };
}

/**
 * Takes exactly `values` out. A set that we made and that holds nothing of others now is deleted; a
 * set that was there before stays, empty, because somebody may have rights on just this set.
 */
export function withoutValues(
  current: TxtRecordSet | undefined,
  values: readonly string[],
): Removal {
  if (!current) return { kind: 'unchanged' };
  const ours = new Set(values);
  const ourKeys = new Set(values.map(keyOf));
  const kept = current.values.filter((value) => !ours.has(value));
  const metadata = Object.fromEntries(
    Object.entries(current.metadata).filter(([key]) => !ourKeys.has(key)),
  );
  const untouched =
    kept.length === current.values.length &&
    Object.keys(metadata).length === Object.keys(current.metadata).length;
  if (untouched) return { kind: 'unchanged' };
  const isOnlyOurs = Object.keys(metadata).every((key) => key.startsWith(VALUE_KEY));
  if (kept.length === 0 && CREATED_KEY in metadata && isOnlyOurs) return { kind: 'delete' };
  return { kind: 'write', set: { ttl: current.ttl, values: kept, metadata: unmarked(metadata) } };
}

/** Once no value of ours is in the set it belongs to the others who use it. */
function unmarked(metadata: TxtRecordSet['metadata']): TxtRecordSet['metadata'] {
  const others = Object.entries(metadata).filter(([key]) => key !== CREATED_KEY);
  return others.some(([key]) => key.startsWith(VALUE_KEY)) ? metadata : Object.fromEntries(others);
}

/** The issuances that say in the set's metadata that they are at work. */
function claimsIn(set: TxtRecordSet): readonly Claim[] {
  return Object.entries(set.metadata)
    .filter(([key]) => key.startsWith(VALUE_KEY) && key !== CREATED_KEY)
    .map(([, text]) => parseClaim(text))
    .filter((claim) => claim !== undefined);
}

/** The issuance that says in the set's metadata that the value is its own. */
export function claimOf(set: Pick<TxtRecordSet, 'metadata'>, value: string): Claim | undefined {
  return parseClaim(set.metadata[keyOf(value)]);
}

/** A challenge value is base64url of a SHA-256: its first 22 characters (132 bits) name it. */
function keyOf(value: string): string {
  return `${VALUE_KEY}${value.slice(0, 22)}`;
}
