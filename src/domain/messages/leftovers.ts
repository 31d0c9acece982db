/** Leftover challenge records in words. Text from outside in them is not yet made safe to show. */
import type { DanglingAlias, LeftoverValue } from '../leftover-records.ts';
import type { Translate } from '../translate.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

/**
 * `5 days old`; of what nobody of ours has put there it is unknown.
 * @param now - seconds since the epoch
 */
export function describeAge({ claim }: LeftoverValue, now: number, t: Translate): string {
  if (claim === undefined) return t('age unknown');
  const seconds = Math.max(now - claim.since, 0);
  const days = Math.floor(seconds / DAY);
  if (days > 0) return days === 1 ? t('1 day old') : t('{0} days old', days);
  const hours = Math.floor(seconds / HOUR);
  if (hours === 0) return t('less than an hour old');
  return hours === 1 ? t('1 hour old') : t('{0} hours old', hours);
}

/** Whether a value of ours has stood there for a day: nobody comes back for it. */
export function isOld({ claim }: LeftoverValue, now: number): boolean {
  return claim !== undefined && now - claim.since >= DAY;
}

/** `contoso/www, by anna@pc`, or that it is nobody's of ours. */
export function describeOrigin({ claim }: LeftoverValue, t: Translate): string {
  return claim === undefined
    ? t('not by Key Vault Certificates')
    : t('{0}, by {1}', claim.certificate, claim.owner);
}

/** A sentence. */
export function describeAlias(
  { zone, record, target, reason }: DanglingAlias,
  t: Translate,
): string {
  const name = `${record}.${zone.name}`;
  switch (reason) {
    case 'no-zone':
      return t('The CNAME {0} leads to {1}, for which no name server is delegated.', name, target);
    case 'loop':
      return t('The CNAME {0} leads to itself, by way of {1}.', name, target);
  }
}
