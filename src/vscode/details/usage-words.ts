/** What a certificate may be used for, in words; the specification's names say it to few. */
import type { Identifier } from '../../domain/pki.ts';
import type { Translate } from '../../domain/translate.ts';

/** Extended key usages (RFC 5280 §4.2.1.12): the words and the identifier. */
export function extendedKeyUsage(usage: Identifier, t: Translate): string {
  return identified(usage, extendedUsageWords(usage.oid, t));
}

/** Certificate policies (CA/Browser Forum, baseline requirements §7.1.6.1). */
export function certificatePolicy(policy: Identifier, t: Translate): string {
  return identified(policy, policyWords(policy.oid, t));
}

/** The words if there are any, else the specification's name; the identifier in any case. */
export function identified({ oid, name }: Identifier, words = name): string {
  return words === undefined ? oid : `${words} (${oid})`;
}

/** Key usages (RFC 5280 §4.2.1.3). */
export function keyUsage(name: string, t: Translate): string {
  switch (name) {
    case 'digitalSignature':
      return t('Digital signature');
    case 'nonRepudiation':
    case 'contentCommitment':
      return t('Non-repudiation');
    case 'keyEncipherment':
      return t('Key encipherment');
    case 'dataEncipherment':
      return t('Data encipherment');
    case 'keyAgreement':
      return t('Key agreement');
    case 'keyCertSign':
      return t('Signing of certificates');
    case 'cRLSign':
      return t('Signing of revocation lists');
    case 'encipherOnly':
      return t('Encipher only');
    case 'decipherOnly':
      return t('Decipher only');
    default:
      return name;
  }
}

function extendedUsageWords(oid: string, t: Translate): string | undefined {
  switch (oid) {
    case '1.3.6.1.5.5.7.3.1':
      return t('TLS server authentication');
    case '1.3.6.1.5.5.7.3.2':
      return t('TLS client authentication');
    case '1.3.6.1.5.5.7.3.3':
      return t('Code signing');
    case '1.3.6.1.5.5.7.3.4':
      return t('E-mail protection');
    case '1.3.6.1.5.5.7.3.8':
      return t('Time stamping');
    case '1.3.6.1.5.5.7.3.9':
      return t('OCSP signing');
    case '2.5.29.37.0':
      return t('Any purpose');
    default:
      return undefined;
  }
}

function policyWords(oid: string, t: Translate): string | undefined {
  switch (oid) {
    case '2.23.140.1.2.1':
      return t('Domain validated');
    case '2.23.140.1.2.2':
      return t('Organization validated');
    case '2.23.140.1.2.3':
      return t('Individual validated');
    case '2.23.140.1.1':
      return t('Extended validation');
    default:
      return undefined;
  }
}
