/** How near a certificate is to its end, as a state and in words. */

export type ExpiryState =
  'fine' | 'soon' | 'urgent' | 'expired' | 'disabled' | 'pending' | 'unknown';

const DAY = 86_400_000;

/**
 * A certificate is `soon` in the last third of its lifetime, when renewals are due, and `urgent` in
 * the last tenth; below ten days of lifetime in the last half and fifth (Let's Encrypt's advice for
 * short-lived certificates). Without a start date 30 and 7 days decide.
 */
export function expiryState(
  certificate: {
    readonly enabled: boolean;
    readonly thumbprint: string | undefined;
    readonly notBefore: Date | undefined;
    readonly notAfter: Date | undefined;
  },
  now: Date,
): ExpiryState {
  if (certificate.thumbprint === undefined) return 'pending';
  if (certificate.notAfter === undefined) return 'unknown';
  const left = certificate.notAfter.getTime() - now.getTime();
  if (left <= 0) return 'expired';
  if (!certificate.enabled) return 'disabled';
  const { soon, urgent } = thresholds(certificate.notBefore, certificate.notAfter);
  if (left <= urgent) return 'urgent';
  return left <= soon ? 'soon' : 'fine';
}

/** `in 12 days`, `in 5 hours`, `today`-free: counted in whole units, never rounded up. */
export function expiryInWords(notAfter: Date, now: Date): string {
  const left = notAfter.getTime() - now.getTime();
  const distance = Math.abs(left);
  const [count, unit] =
    distance >= 2 * DAY
      ? [Math.floor(distance / DAY), 'day']
      : distance >= 3_600_000
        ? [Math.floor(distance / 3_600_000), 'hour']
        : [Math.floor(distance / 60_000), 'minute'];
  const amount = `${String(count)} ${unit}${count === 1 ? '' : 's'}`;
  return left > 0 ? `in ${amount}` : `${amount} ago`;
}

/** True if the certificate ends within `days` from `now`, or has ended. */
export function expiresWithin(notAfter: Date | undefined, days: number, now: Date): boolean {
  return notAfter !== undefined && notAfter.getTime() - now.getTime() <= days * DAY;
}

function thresholds(notBefore: Date | undefined, notAfter: Date): { soon: number; urgent: number } {
  if (notBefore === undefined) return { soon: 30 * DAY, urgent: 7 * DAY };
  const lifetime = notAfter.getTime() - notBefore.getTime();
  return lifetime < 10 * DAY
    ? { soon: lifetime / 2, urgent: lifetime / 5 }
    : { soon: lifetime / 3, urgent: lifetime / 10 };
}
