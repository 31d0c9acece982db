/**
 * The certificate authorities that the product knows by name. What a CA's directory says decides
 * (profiles, external accounts, renewal information); this only names it before it is asked.
 */
import { CertError } from './errors.ts';
import type { IssuanceCa } from './issuance.ts';
import { algorithmOf, isHsmType, KEY_ALGORITHMS, type KeyAlgorithm } from './key-type.ts';

export interface KnownCa extends IssuanceCa {
  /** For rehearsals: nobody trusts what it issues. */
  readonly isStaging: boolean;
  /** The id of the one where an issuance of this one can be rehearsed. */
  readonly rehearsedAt: string | undefined;
  /** Where its site tells how to get the key for an external account; absent where none is needed. */
  readonly eabGuide: string | undefined;
  /** What it takes; undefined: it says so itself when it is asked. */
  readonly keyTypes: readonly KeyAlgorithm[] | undefined;
  /** DNS names in one certificate, and where some profiles allow fewer; undefined as above. */
  readonly nameLimit: number | undefined;
  readonly nameLimitOfProfile: Readonly<Record<string, number>>;
}

/**
 * Let's Encrypt, production and staging alike: RSA of 2048, 3072 and 4096 bits, P-256 and P-384,
 * no P-521 (its integration guide); 100 names, 25 with the short profiles (its profiles page).
 */
const LETS_ENCRYPT = {
  rehearsedAt: undefined,
  eabGuide: undefined,
  keyTypes: KEY_ALGORITHMS,
  nameLimit: 100,
  nameLimitOfProfile: { tlsserver: 25, shortlived: 25 },
} as const;

/** CAs whose limits depend on the customer's contract. */
const BY_CONTRACT = {
  isStaging: false,
  rehearsedAt: undefined,
  keyTypes: undefined,
  nameLimit: undefined,
  nameLimitOfProfile: {},
} as const;

const GOOGLE = {
  ...BY_CONTRACT,
  eabGuide: 'https://cloud.google.com/certificate-manager/docs/public-ca-tutorial',
} as const;

const SSL_COM = {
  ...BY_CONTRACT,
  eabGuide: 'https://www.ssl.com/guide/ssl-tls-certificate-issuance-and-revocation-with-acme/',
} as const;

export const KNOWN_CAS: readonly KnownCa[] = [
  {
    id: 'letsencrypt',
    name: "Let's Encrypt",
    directoryUrl: 'https://acme-v02.api.letsencrypt.org/directory',
    isStaging: false,
    ...LETS_ENCRYPT,
    rehearsedAt: 'letsencrypt-staging',
  },
  {
    id: 'letsencrypt-staging',
    name: "Let's Encrypt (staging)",
    directoryUrl: 'https://acme-staging-v02.api.letsencrypt.org/directory',
    isStaging: true,
    ...LETS_ENCRYPT,
  },
  {
    ...GOOGLE,
    id: 'google',
    name: 'Google Trust Services',
    rehearsedAt: 'google-test',
    directoryUrl: 'https://dv.acme-v02.api.pki.goog/directory',
  },
  {
    ...GOOGLE,
    id: 'google-test',
    name: 'Google Trust Services (test)',
    directoryUrl: 'https://dv.acme-v02.test-api.pki.goog/directory',
    isStaging: true,
  },
  {
    ...BY_CONTRACT,
    id: 'zerossl',
    name: 'ZeroSSL',
    directoryUrl: 'https://acme.zerossl.com/v2/DV90',
    eabGuide: 'https://zerossl.com/documentation/acme/',
  },
  {
    ...SSL_COM,
    id: 'sslcom-ecc',
    name: 'SSL.com (ECC)',
    directoryUrl: 'https://acme.ssl.com/sslcom-dv-ecc',
  },
  {
    ...SSL_COM,
    id: 'sslcom-rsa',
    name: 'SSL.com (RSA)',
    directoryUrl: 'https://acme.ssl.com/sslcom-dv-rsa',
  },
  {
    ...BY_CONTRACT,
    id: 'actalis',
    name: 'Actalis',
    directoryUrl: 'https://acme-api.actalis.com/acme/directory',
    eabGuide: 'https://guide.actalis.com/ssl-certificate/acme.aspx',
  },
];

/** CAs that give every customer a directory of its own: they are known by their hosts alone. */
const CAS_BY_HOST: readonly { readonly name: string; readonly domain: string }[] = [
  { name: 'DigiCert', domain: 'digicert.com' },
  { name: 'Sectigo', domain: 'sectigo.com' },
];

/**
 * @param choice - an id, or the https URL of an ACME directory
 * @throws CertError InvalidCa
 */
export function resolveCa(choice: string): IssuanceCa {
  const text = choice.trim();
  const byId = KNOWN_CAS.find(({ id }) => id === text.toLowerCase());
  if (byId) return chosen(byId);
  const url = URL.parse(text);
  // A password in the URL would end up in tags and logs; no ACME server asks for one.
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') {
    throw new CertError('InvalidCa', { ca: choice, known: KNOWN_CAS.map(({ id }) => id) });
  }
  url.hash = '';
  const known = knownByUrl(url.href);
  return known ? chosen(known) : { id: url.href, name: nameOfHost(url), directoryUrl: url.href };
}

/** The name of a CA for people; its host where it is not known. */
export function caNameOf(directoryUrl: string): string {
  const known = knownByUrl(directoryUrl);
  if (known) return known.name;
  const url = URL.parse(directoryUrl);
  return url ? nameOfHost(url) : directoryUrl;
}

/**
 * What a CA that is not known refuses shows only when it is asked.
 *
 * @param keyType - `ec-p521` and the like too: certificates are renewed that others have made
 * @throws CertError KeyTypeRefusedByCa
 */
export function requireAcceptedKey(ca: IssuanceCa, keyType: string): void {
  const algorithms = knownByUrl(ca.directoryUrl)?.keyTypes;
  // Where a key is kept is nothing that a CA sees.
  if (!algorithms || algorithms.some((type) => type === algorithmOf(keyType))) return;
  const accepted = isHsmType(keyType) ? algorithms.map((type) => `${type}-hsm`) : algorithms;
  throw new CertError('KeyTypeRefusedByCa', { keyType, ca: ca.name, accepted });
}

/** @throws CertError TooManyDnsNames */
export function requireAcceptedNameCount(
  ca: IssuanceCa,
  count: number,
  profile: string | undefined,
): void {
  const known = knownByUrl(ca.directoryUrl);
  const limit = known?.nameLimitOfProfile[profile ?? ''] ?? known?.nameLimit;
  if (limit !== undefined && count > limit)
    throw new CertError('TooManyDnsNames', { count, limit });
}

/**
 * Where nobody trusts what is issued for a rehearsal.
 * @throws CertError NoRehearsal
 */
export function rehearsalCaOf({ name, directoryUrl }: IssuanceCa): IssuanceCa {
  const counterpart = knownByUrl(directoryUrl)?.rehearsedAt;
  if (counterpart === undefined) throw new CertError('NoRehearsal', { ca: name });
  return resolveCa(counterpart);
}

/** What to do about it is known of the catalogue's CAs alone. */
export function externalAccountRequired({
  id,
  name,
  directoryUrl,
}: IssuanceCa): CertError<'ExternalAccountRequired'> {
  const guide = knownByUrl(directoryUrl)?.eabGuide;
  const facts = { ca: name, choice: id, ...(guide === undefined ? {} : { guide }) };
  return new CertError('ExternalAccountRequired', facts);
}

/** True for a CA that is known to issue what nobody trusts. */
export function isStagingCa({ directoryUrl }: Pick<IssuanceCa, 'directoryUrl'>): boolean {
  return knownByUrl(directoryUrl)?.isStaging === true;
}

/** False: which kinds of key the CA takes shows only when it is asked. */
export function hasKnownKeys({ directoryUrl }: Pick<IssuanceCa, 'directoryUrl'>): boolean {
  return knownByUrl(directoryUrl)?.keyTypes !== undefined;
}

/** False for a CA that is only known by its URL, or by its host. */
export function isKnownCa({ directoryUrl }: Pick<IssuanceCa, 'directoryUrl'>): boolean {
  return knownByUrl(directoryUrl) !== undefined;
}

/** undefined for a CA that is only known by its URL, or by its host. */
export function knownCa({ directoryUrl }: Pick<IssuanceCa, 'directoryUrl'>): KnownCa | undefined {
  return knownByUrl(directoryUrl);
}

function knownByUrl(directoryUrl: string): KnownCa | undefined {
  return KNOWN_CAS.find((ca) => ca.directoryUrl === directoryUrl);
}

/** A host that only ends like one of theirs is not theirs. */
function nameOfHost({ host, hostname }: URL): string {
  const byHost = CAS_BY_HOST.find(({ domain }) => `.${hostname}`.endsWith(`.${domain}`));
  return byHost ? `${byHost.name} (${host})` : host;
}

function chosen({ id, name, directoryUrl }: KnownCa): IssuanceCa {
  return { id, name, directoryUrl };
}
