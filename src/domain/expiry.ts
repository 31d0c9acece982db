/** How near a certificate is to its end, as a state and in words. */
import type { Translate } from './translate.ts';

export type ExpiryState =
  'fine' | 'soon' | 'urgent' | 'expired' | 'disabled' | 'pending' | 'unknown';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;

/** From when on a certificate is near to its end: of days and share the later moment counts. */
export interface ExpiryThresholds {
  /** Days before the end. */
  readonly soonDays: number;
  readonly urgentDays: number;
  /** Of the lifetime, what is left of it. */
  readonly soonPercent: number;
  readonly urgentPercent: number;
}

export const DEFAULT_THRESHOLDS: ExpiryThresholds = {
  soonDays: 30,
  urgentDays: 7,
  soonPercent: 33,
  urgentPercent: 10,
};

/** Below so many days of lifetime the shares are at least these (Let's Encrypt's advice). */
const SHORT_LIVED = { days: 10, soonPercent: 50, urgentPercent: 20 };

/** What is known of a certificate's validity. */
export interface Validity {
  readonly enabled: boolean;
  readonly thumbprint: string | undefined;
  readonly notBefore: Date | undefined;
  readonly notAfter: Date | undefined;
}

export function expiryState(
  certificate: Validity,
  now: Date,
  thresholds = DEFAULT_THRESHOLDS,
): ExpiryState {
  const { enabled, thumbprint, notBefore, notAfter } = certificate;
  if (thumbprint === undefined) return 'pending';
  if (notAfter === undefined) return 'unknown';
  const left = notAfter.getTime() - now.getTime();
  if (left <= 0) return 'expired';
  if (!enabled) return 'disabled';
  const { soon, urgent } = limits(notBefore, notAfter, thresholds);
  if (left <= urgent.ms) return 'urgent';
  return left <= soon.ms ? 'soon' : 'fine';
}

/** From when on a certificate is `soon`; undefined where its end is not known. */
export function soonFrom(
  { notBefore, notAfter }: Pick<Validity, 'notBefore' | 'notAfter'>,
  thresholds = DEFAULT_THRESHOLDS,
): Date | undefined {
  if (notAfter === undefined) return undefined;
  return new Date(notAfter.getTime() - limits(notBefore, notAfter, thresholds).soon.ms);
}

/** True for the states in which somebody has to do something about a certificate. */
export function isExpiring(state: ExpiryState): boolean {
  return state === 'soon' || state === 'urgent' || state === 'expired';
}

/** `in 12 days`, `in 5 hours`, `today`-free: counted in whole units, never rounded up. */
export function expiryInWords(notAfter: Date, now: Date, t: Translate): string {
  const left = notAfter.getTime() - now.getTime();
  const distance = Math.abs(left);
  if (distance >= 2 * DAY) {
    const days = Math.floor(distance / DAY);
    return left > 0 ? t('in {0} days', days) : t('{0} days ago', days);
  }
  if (distance >= HOUR) {
    const hours = Math.floor(distance / HOUR);
    if (hours === 1) return left > 0 ? t('in 1 hour') : t('1 hour ago');
    return left > 0 ? t('in {0} hours', hours) : t('{0} hours ago', hours);
  }
  const minutes = Math.floor(distance / MINUTE);
  if (minutes === 1) return left > 0 ? t('in 1 minute') : t('1 minute ago');
  return left > 0 ? t('in {0} minutes', minutes) : t('{0} minutes ago', minutes);
}

/** Why a certificate is among those that expire, or why not: one sentence with its dates. */
export function expiryReason(
  certificate: Validity,
  now: Date,
  thresholds: ExpiryThresholds,
  t: Translate,
): string {
  const { notBefore, notAfter } = certificate;
  const state = expiryState(certificate, now, thresholds);
  if (state === 'pending') return t('It was not issued yet.');
  if (notAfter === undefined) return t('Key Vault tells no expiry date.');
  const day = dayOf(notAfter);
  const words = expiryInWords(notAfter, now, t);
  if (state === 'expired') return t('It expired on {0}, {1}.', day, words);
  if (state === 'disabled') return t('It is disabled, and expires on {0}, {1}.', day, words);
  const { soon, urgent } = limits(notBefore, notAfter, thresholds);
  if (state === 'fine') {
    const from = dayOf(new Date(notAfter.getTime() - soon.ms));
    return t('It expires on {0}, {1}; its renewal is due from {2}.', day, words, from);
  }
  const { by, amount } = state === 'urgent' ? urgent : soon;
  if (by === 'percent' && notBefore !== undefined) {
    const days = Math.round((notAfter.getTime() - notBefore.getTime()) / DAY);
    return t(
      'It expires on {0}, {1}: of its {3} days of lifetime at most {2} % are left.',
      day,
      words,
      amount,
      days,
    );
  }
  return amount === 1
    ? t('It expires on {0}, {1}: at most 1 day is left.', day, words)
    : t('It expires on {0}, {1}: at most {2} days are left.', day, words, amount);
}

/** True if the certificate ends within `days` from `now`, or has ended. */
export function expiresWithin(notAfter: Date | undefined, days: number, now: Date): boolean {
  return notAfter !== undefined && notAfter.getTime() - now.getTime() <= days * DAY;
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** How much may be left, and what has set it. */
interface Limit {
  readonly ms: number;
  readonly by: 'days' | 'percent';
  readonly amount: number;
}

function limits(
  notBefore: Date | undefined,
  notAfter: Date,
  { soonDays, urgentDays, soonPercent, urgentPercent }: ExpiryThresholds,
): { readonly soon: Limit; readonly urgent: Limit } {
  const lifetime = notBefore && notAfter.getTime() - notBefore.getTime();
  const isShort = lifetime !== undefined && lifetime < SHORT_LIVED.days * DAY;
  const share = (percent: number, least: number): number =>
    isShort ? Math.max(percent, least) : percent;
  return {
    soon: limit(soonDays, share(soonPercent, SHORT_LIVED.soonPercent), lifetime),
    urgent: limit(urgentDays, share(urgentPercent, SHORT_LIVED.urgentPercent), lifetime),
  };
}

function limit(days: number, percent: number, lifetime: number | undefined): Limit {
  const byDays: Limit = { ms: days * DAY, by: 'days', amount: days };
  if (lifetime === undefined) return byDays;
  const ms = (lifetime * percent) / 100;
  return ms < byDays.ms ? { ms, by: 'percent', amount: percent } : byDays;
}
