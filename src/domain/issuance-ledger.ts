/**
 * How much of a CA's limits is used up, as far as the history of this machine can tell
 * (https://letsencrypt.org/docs/rate-limits/): others issue for the same names unseen.
 */
import type { HistoryEntry } from './history.ts';

const WEEK = 7 * 86_400_000;

/** Certificates in seven days: for one exact set of names, and below one registered domain. */
const EXACT_SET_LIMIT = 5;
const DOMAIN_LIMIT = 50;

/** The CA whose limits are published and known here. */
const LIMITED_CA = 'letsencrypt';

export type SpentLimit =
  /** `freeAt`, ISO 8601: the next one is possible from then on. */
  | {
      readonly kind: 'exact-set';
      readonly issued: number;
      readonly limit: number;
      readonly freeAt: string;
    }
  | {
      readonly kind: 'domain';
      readonly domain: string;
      readonly issued: number;
      readonly limit: number;
    };

/** An order that was placed: when (ISO 8601), and for which names. */
export interface PlacedOrder {
  readonly at: string;
  readonly dnsNames: readonly string[];
}

export function hasKnownLimits({ id }: { readonly id: string }): boolean {
  return id === LIMITED_CA;
}

/** What a CA has issued. In which vault it went does not matter to it. */
export function issuedByCa(
  history: readonly HistoryEntry[],
  caId: string,
): readonly HistoryEntry[] {
  return history.filter(
    ({ kind, outcome, ca }) =>
      ca === caId && outcome === 'done' && (kind === 'create' || kind === 'renew'),
  );
}

/**
 * The limits that are used up.
 * @param placed - of one CA, in any order
 * @param now - milliseconds since the epoch
 */
export function spentLimits(
  placed: readonly PlacedOrder[],
  dnsNames: readonly string[],
  now: number,
): readonly SpentLimit[] {
  return [...spentSet(placed, dnsNames, now), ...spentDomains(placed, dnsNames, now)];
}

/** The limit for exactly these names, where it is used up; the parameters as above. */
export function spentSet(
  placed: readonly PlacedOrder[],
  dnsNames: readonly string[],
  now: number,
): readonly Extract<SpentLimit, { kind: 'exact-set' }>[] {
  const wanted = setKey(dnsNames);
  const times = timesOf(placed.filter((order) => setKey(order.dnsNames) === wanted));
  const freeAt = nextFree(times, EXACT_SET_LIMIT);
  if (freeAt <= now) return [];
  const issued = inLastWeek(times, now);
  const limit = EXACT_SET_LIMIT;
  return [{ kind: 'exact-set', issued, limit, freeAt: new Date(freeAt).toISOString() }];
}

function spentDomains(
  placed: readonly PlacedOrder[],
  dnsNames: readonly string[],
  now: number,
): readonly SpentLimit[] {
  const wanted = [...new Set(dnsNames.map(registeredDomain))];
  return wanted.flatMap((domain) => {
    const below = placed.filter((order) =>
      order.dnsNames.some((name) => registeredDomain(name) === domain),
    );
    const times = timesOf(below);
    if (nextFree(times, DOMAIN_LIMIT) <= now) return [];
    return [{ kind: 'domain', domain, issued: inLastWeek(times, now), limit: DOMAIN_LIMIT }];
  });
}

function timesOf(placed: readonly PlacedOrder[]): readonly number[] {
  return placed.map(({ at }) => Date.parse(at)).toSorted((a, b) => a - b);
}

/** @param times - the oldest first */
function inLastWeek(times: readonly number[], now: number): number {
  return times.filter((at) => now - at < WEEK).length;
}

/**
 * The CA counts by a bucket that holds `limit` tokens and is filled again within a week, one by one.
 * @param times - of those that were taken, the oldest first
 */
function nextFree(times: readonly number[], limit: number): number {
  const pace = WEEK / limit;
  const fullAgain = times.reduce((full, at) => Math.max(full, at) + pace, -Infinity);
  return fullAgain - (limit - 1) * pace;
}

function setKey(dnsNames: readonly string[]): string {
  return [...new Set(dnsNames.map((name) => name.toLowerCase()))].toSorted().join();
}

/**
 * Without the list of public suffixes: two labels, or three below `co.uk` and its like. What is
 * taken for one domain and is several only makes the warning come too early.
 */
function registeredDomain(dnsName: string): string {
  const labels = dnsName.toLowerCase().replace(/^\*\./, '').split('.');
  const [second = '', top = ''] = labels.slice(-2);
  const isBelowCountry = top.length === 2 && /^(?:ac|co|com|edu|gov|net|or|org)$/.test(second);
  return labels.slice(isBelowCountry ? -3 : -2).join('.');
}
