/**
 * How much of a CA's limits is used up, as far as the history of this machine can tell
 * (https://letsencrypt.org/docs/rate-limits/): others issue for the same names unseen.
 */
import type { HistoryEntry } from './history.ts';

const WEEK = 7 * 86_400_000;

/** Certificates in seven days: for one exact set of names, and below one registered domain. */
const EXACT_SET_LIMIT = 5;
const DOMAIN_LIMIT = 50;

export type SpentLimit =
  /** `freeAt`, ISO 8601: from then on fewer of them count. */
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

type Issued = Pick<HistoryEntry, 'at' | 'kind' | 'outcome' | 'dnsNames' | 'ca'>;

/**
 * The limits that are used up. In which vault a certificate went does not matter to a CA.
 * @param caId - as the history names the CA
 * @param now - milliseconds since the epoch
 */
export function spentLimits(
  history: readonly Issued[],
  caId: string,
  dnsNames: readonly string[],
  now: number,
): readonly SpentLimit[] {
  const recent = history.filter(
    ({ at, kind, outcome, ca }) =>
      ca === caId &&
      outcome === 'done' &&
      (kind === 'create' || kind === 'renew') &&
      now - Date.parse(at) < WEEK,
  );
  return [...exactSet(recent, dnsNames), ...domains(recent, dnsNames)];
}

function exactSet(recent: readonly Issued[], dnsNames: readonly string[]): readonly SpentLimit[] {
  const wanted = setKey(dnsNames);
  const times = recent
    .filter((entry) => setKey(entry.dnsNames) === wanted)
    .map(({ at }) => Date.parse(at))
    .toSorted((a, b) => b - a);
  const oldest = times[EXACT_SET_LIMIT - 1];
  if (oldest === undefined) return [];
  const freeAt = new Date(oldest + WEEK).toISOString();
  return [{ kind: 'exact-set', issued: times.length, limit: EXACT_SET_LIMIT, freeAt }];
}

function domains(recent: readonly Issued[], dnsNames: readonly string[]): readonly SpentLimit[] {
  const wanted = [...new Set(dnsNames.map(registeredDomain))];
  return wanted.flatMap((domain) => {
    const issued = recent.filter((entry) =>
      entry.dnsNames.some((name) => registeredDomain(name) === domain),
    ).length;
    return issued < DOMAIN_LIMIT ? [] : [{ kind: 'domain', domain, issued, limit: DOMAIN_LIMIT }];
  });
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
