/** Whether a window tells now that certificates expire: once a day, of all of them together. */
import type { ExpiryState } from './expiry.ts';
import { listOf } from './messages/explanation.ts';
import type { Translate } from './translate.ts';

export interface NoticeFacts {
  /** All times are milliseconds since the epoch. */
  readonly now: number;
  /** When this window has told last; undefined: never. */
  readonly lastTold: number | undefined;
  readonly snoozedUntil: number | undefined;
  /** The setting. */
  readonly enabled: boolean;
  /** What is to be told of. */
  readonly expiring: readonly Expiring[];
}

export interface Expiring {
  readonly vault: string;
  readonly name: string;
  readonly state: ExpiryState;
}

export interface NoticeDecision {
  readonly tell: boolean;
  readonly why: 'switched-off' | 'nothing-expires' | 'snoozed' | 'told-today' | 'due';
}

const HOUR = 3_600_000;

/** Less than a day: who opens the editor a little earlier than yesterday is told today, too. */
const TELL_AGAIN_AFTER = 20 * HOUR;

/** How long a snooze lasts, in milliseconds. */
export const SNOOZE = 7 * 24 * HOUR;

export function decideNotice(facts: NoticeFacts): NoticeDecision {
  const { now, lastTold, snoozedUntil, enabled, expiring } = facts;
  if (!enabled) return { tell: false, why: 'switched-off' };
  if (expiring.length === 0) return { tell: false, why: 'nothing-expires' };
  // Both can lie in the future by a clock that was wrong: longer than meant, nobody is kept waiting.
  if (snoozedUntil !== undefined && now < snoozedUntil && snoozedUntil - now <= SNOOZE) {
    return { tell: false, why: 'snoozed' };
  }
  if (lastTold !== undefined && lastTold <= now && now - lastTold < TELL_AGAIN_AFTER) {
    return { tell: false, why: 'told-today' };
  }
  return { tell: true, why: 'due' };
}

/** How many are named; the others are counted. */
const NAMED = 3;

/** One sentence for all: those that press most are named first. */
export function noticeSentence(expiring: readonly Expiring[], t: Translate): string {
  const pressing = [...ofState(expiring, 'expired'), ...ofState(expiring, 'urgent')];
  const sorted = [...pressing, ...expiring.filter((each) => !pressing.includes(each))];
  const names = sorted.slice(0, NAMED).map(({ vault, name }) => `${vault}/${name}`);
  const more = sorted.length - names.length;
  const which = listOf(more > 0 ? [...names, t('{0} more', more)] : names, t);
  const expired = ofState(expiring, 'expired').length;
  if (expired === expiring.length) {
    return expired === 1
      ? t('A certificate has expired: {0}.', which)
      : t('{0} certificates have expired: {1}.', expired, which);
  }
  if (expired > 0) {
    return t('{0} certificates expire soon or have expired: {1}.', expiring.length, which);
  }
  return expiring.length === 1
    ? t('A certificate expires soon: {0}.', which)
    : t('{0} certificates expire soon: {1}.', expiring.length, which);
}

function ofState(expiring: readonly Expiring[], state: ExpiryState): readonly Expiring[] {
  return expiring.filter((each) => each.state === state);
}
