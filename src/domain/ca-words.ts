/** What a CA means for a person who chooses among several. */
import type { IssuanceCa } from './issuance.ts';
import type { Translate } from './translate.ts';

export function describeCa(ca: IssuanceCa, t: Translate): string {
  switch (ca.id) {
    case 'letsencrypt':
      return t(
        'Free, and trusted by browsers and operating systems everywhere. Every certificate is entered in public logs.',
      );
    case 'letsencrypt-staging':
      return t(
        'For trials: browsers and operating systems do not trust its certificates, and its limits are wide.',
      );
    case 'google':
      return t(
        'Trusted by browsers and operating systems everywhere. An account needs a key from a project in Google Cloud.',
      );
    case 'google-test':
      return t(
        'For trials: nobody trusts its certificates. An account needs a key from a project in Google Cloud.',
      );
    case 'zerossl':
      return t(
        'Trusted by browsers and operating systems everywhere. An account needs a key from the site of ZeroSSL.',
      );
    case 'sslcom-ecc':
      return t(
        'Trusted by browsers and operating systems everywhere; its chain has elliptic curves. An account needs a key from the site of SSL.com.',
      );
    case 'sslcom-rsa':
      return t(
        'Trusted by browsers and operating systems everywhere; its chain has RSA keys, for old clients. An account needs a key from the site of SSL.com.',
      );
    case 'actalis':
      return t(
        'Trusted by browsers and operating systems everywhere. An account needs a key from the site of Actalis.',
      );
    default:
      return t('An ACME CA at {0}. Who trusts its certificates depends on it.', ca.name);
  }
}
