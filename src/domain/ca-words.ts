/** What a CA means for a person who chooses among several. */
import type { IssuanceCa } from './issuance.ts';
import type { Translate } from './translate.ts';

export function describeCa(ca: IssuanceCa, t: Translate): string {
  if (ca.id === 'letsencrypt') {
    return t(
      'Free, and trusted by browsers and operating systems everywhere. Every certificate is entered in public logs.',
    );
  }
  if (ca.id === 'letsencrypt-staging') {
    return t(
      'For trials: browsers and operating systems do not trust its certificates, and its limits are wide.',
    );
  }
  return t('An ACME CA at {0}. Who trusts its certificates depends on it.', ca.name);
}
