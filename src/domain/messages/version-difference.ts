import type { Translate } from '../translate.ts';
import type { VersionMember } from '../version-difference.ts';

/** What two versions differ in, as the head of a row. */
export function describeVersionMember(member: VersionMember, t: Translate): string {
  return WORDS[member](t);
}

const WORDS: Readonly<Record<VersionMember, (t: Translate) => string>> = {
  subject: (t) => t('Subject'),
  names: (t) => t('Names'),
  issuer: (t) => t('Issuer'),
  'serial-number': (t) => t('Serial number'),
  'not-before': (t) => t('Valid from'),
  'not-after': (t) => t('Valid until'),
  'kind-of-key': (t) => t('Kind of key'),
  key: (t) => t('Key (SHA-256)'),
  'key-usage': (t) => t('Key usage'),
  'extended-key-usage': (t) => t('Extended key usage'),
  signature: (t) => t('Signature'),
  thumbprint: (t) => t('Thumbprint'),
  enabled: (t) => t('Enabled'),
  tags: (t) => t('Tags'),
};
