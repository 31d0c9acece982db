/**
 * What is done to a TXT record set that others use too. A set is shared: base name and wildcard
 * share one, two issuances may, and people keep values of their own in it. So nothing is ever
 * replaced: our values are added to what is there and taken out again, and every value of ours has
 * an entry in the set's metadata that says whose it is and since when (values have no time stamps).
 */
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

export type Addition =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'write'; readonly set: TxtRecordSet }
  | {
      readonly kind: 'full';
      readonly limit: number;
      readonly present: number;
      readonly needed: number;
    }
  | { readonly kind: 'held'; readonly by: Claim };

export type Removal =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'write'; readonly set: TxtRecordSet }
  | { readonly kind: 'delete' };

/**
 * Adds `values` for `claim`. `held` when the set's metadata says that another issuance of the same
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
  const entries = Object.fromEntries(values.map((value) => [keyOf(value), formatClaim(claim)]));
  const marked = Object.entries(entries).every(([key, text]) => set.metadata[key] === text);
  if (missing.length === 0 && marked) return { kind: 'unchanged' };
  const present = set.values.length;
  if (present + missing.length > options.limit) {
    return { kind: 'full', limit: options.limit, present, needed: missing.length };
  }
  return {
    kind: 'write',
    set: {
      ttl: set.ttl,
      values: [...set.values, ...missing],
      metadata: { ...set.metadata, ...entries },
    },
  };
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

/** A challenge value is base64url of a SHA-256: its first 22 characters (132 bits) name it. */
function keyOf(value: string): string {
  return `${VALUE_KEY}${value.slice(0, 22)}`;
}
