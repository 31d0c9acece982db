/** The certificate authorities that the product knows by name, and what each refuses. */
import { CertError } from './errors.ts';
import type { IssuanceCa } from './issuance.ts';
import { KEY_TYPES, type KeyType } from './key-type.ts';

export interface KnownCa extends IssuanceCa {
  readonly keyTypes: readonly KeyType[];
  /** DNS names in one certificate; some profiles allow fewer. */
  readonly nameLimit: number;
  readonly nameLimitOfProfile: Readonly<Record<string, number>>;
}

/**
 * Let's Encrypt, production and staging alike: RSA of 2048, 3072 and 4096 bits, P-256 and P-384,
 * no P-521 (its integration guide); 100 names, 25 with the short profiles (its profiles page).
 */
const LETS_ENCRYPT = {
  keyTypes: KEY_TYPES,
  nameLimit: 100,
  nameLimitOfProfile: { tlsserver: 25, shortlived: 25 },
} as const;

export const KNOWN_CAS: readonly KnownCa[] = [
  {
    id: 'letsencrypt',
    name: "Let's Encrypt",
    directoryUrl: 'https://acme-v02.api.letsencrypt.org/directory',
    ...LETS_ENCRYPT,
  },
  {
    id: 'letsencrypt-staging',
    name: "Let's Encrypt (staging)",
    directoryUrl: 'https://acme-staging-v02.api.letsencrypt.org/directory',
    ...LETS_ENCRYPT,
  },
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
  return known ? chosen(known) : { id: url.href, name: url.host, directoryUrl: url.href };
}

/** The name of a CA for people; its host where it is not known. */
export function caNameOf(directoryUrl: string): string {
  return knownByUrl(directoryUrl)?.name ?? URL.parse(directoryUrl)?.host ?? directoryUrl;
}

/**
 * What a CA that is not known refuses shows only when it is asked.
 *
 * @param keyType - `ec-p521` and the like too: certificates are renewed that others have made
 * @throws CertError KeyTypeRefusedByCa
 */
export function requireAcceptedKey(ca: IssuanceCa, keyType: string): void {
  const accepted = knownByUrl(ca.directoryUrl)?.keyTypes;
  if (!accepted || accepted.some((type) => type === keyType)) return;
  throw new CertError('KeyTypeRefusedByCa', { keyType, ca: ca.name, accepted });
}

/** @throws CertError TooManyDnsNames */
export function requireAcceptedNameCount(
  ca: IssuanceCa,
  count: number,
  profile: string | undefined,
): void {
  const known = knownByUrl(ca.directoryUrl);
  if (!known) return;
  const limit = known.nameLimitOfProfile[profile ?? ''] ?? known.nameLimit;
  if (count > limit) throw new CertError('TooManyDnsNames', { count, limit });
}

/** False for a CA that is only known by its URL. */
export function isKnownCa({ directoryUrl }: IssuanceCa): boolean {
  return knownByUrl(directoryUrl) !== undefined;
}

function knownByUrl(directoryUrl: string): KnownCa | undefined {
  return KNOWN_CAS.find((ca) => ca.directoryUrl === directoryUrl);
}

function chosen({ id, name, directoryUrl }: KnownCa): IssuanceCa {
  return { id, name, directoryUrl };
}
