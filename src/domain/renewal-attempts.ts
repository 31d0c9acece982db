/**
 * Renewals that have failed, in one tag of the certificate: every machine that renews what is due
 * knows from it when the next attempt is to be made, whoever made the last one. Like all tags it is
 * anybody's input: what does not parse is treated as not there.
 */

export const ATTEMPTS_TAG = 'kvcert-attempts';

export interface FailedAttempts {
  /** How many have failed since the version was made; at least 1. */
  readonly count: number;
  readonly last: Date;
  /** Code of the last failure. */
  readonly code: string;
  /** When the CA, or a service, has asked to come back. */
  readonly retryAt: Date | undefined;
}

const MINUTE = 60_000;

/** Milliseconds between the first failures and the next attempt; then it is made daily. */
const PAUSES = [MINUTE, 10 * MINUTE, 100 * MINUTE] as const;
const DAILY = 24 * 3_600_000;

/** What says to come back later than that is not taken at its word. */
const LONGEST_WAIT = 7 * DAILY;

/** When the next attempt is to be made: 1 min, 10 min, 100 min after a failure, then daily. */
export function nextAttempt({ count, last, retryAt }: FailedAttempts): Date {
  const pause = PAUSES[count - 1] ?? DAILY;
  const asked = retryAt ? Math.min(retryAt.getTime(), last.getTime() + LONGEST_WAIT) : 0;
  return new Date(Math.max(last.getTime() + pause, asked));
}

/** The failures so far and one more, at `now`. */
export function withFailure(
  before: FailedAttempts | undefined,
  failure: { readonly code: string; readonly retryAt?: Date },
  now: Date,
): FailedAttempts {
  return {
    count: Math.min((before?.count ?? 0) + 1, 999),
    last: now,
    code: failure.code,
    retryAt: failure.retryAt,
  };
}

/** `failed=3 last=1795430400 code=RateLimited retry=1795434000`; times in seconds since the epoch. */
export function formatAttempts({ count, last, code, retryAt }: FailedAttempts): string {
  const parts = [`failed=${count}`, `last=${seconds(last)}`, `code=${code}`];
  if (retryAt) parts.push(`retry=${seconds(retryAt)}`);
  return parts.join(' ');
}

const FORM = /^failed=([1-9]\d{0,2}) last=(\d{1,11}) code=([A-Za-z]{1,64})(?: retry=(\d{1,11}))?$/;

/** undefined: there were none, or the tag is not ours. */
export function parseAttempts(value: string | undefined): FailedAttempts | undefined {
  const [, count, last, code, retry] = FORM.exec(value ?? '') ?? [];
  if (count === undefined || last === undefined || code === undefined) return undefined;
  return {
    count: Number(count),
    last: dateOf(last),
    code,
    retryAt: retry === undefined ? undefined : dateOf(retry),
  };
}

/** A certificate's tags without what an earlier version has failed at. */
export function withoutAttempts(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([name]) => name !== ATTEMPTS_TAG));
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

function dateOf(text: string): Date {
  return new Date(Number(text) * 1000);
}
