/** Where ACME accounts with their keys are remembered: the port that a shell implements. */
import { withoutVersion, type AccountJwk, type KeyVaultKey } from './account-key.ts';
import type { AcmeAccount } from './acme.ts';
import { isEither, isListOf, isOneOf, isRecord, isText, optional, type Guard } from './shape.ts';

/**
 * One account per CA and key id of an external account, without a key id there is one, too; and one
 * for each key of Key Vault, whatever its version. Without `key` one is meant whose key is at hand.
 */
export type AccountKeyId = Pick<AcmeAccount, 'directoryUrl' | 'eabKid'> & {
  readonly key?: string | Pick<KeyVaultKey, 'id'>;
};

export interface AccountStore {
  /**
   * The account at the CA with this directory that certificates are issued to, as `issuingAccount`
   * says; undefined: none is remembered.
   * @param preferred - URL of the account that is taken where it is remembered
   * @throws CertError StateUnreadable
   */
  load(directoryUrl: string, preferred?: string): Promise<AcmeAccount | undefined>;
  /**
   * All of all CAs, in any order.
   * @throws CertError StateUnreadable
   */
  list(): Promise<readonly AcmeAccount[]>;
  /**
   * Keeps the first of several that are added at the same time, and returns what is stored then. It
   * MUST be kept when this resolves: the CA hears of the key next.
   */
  add(account: AcmeAccount): Promise<AcmeAccount>;
  /** Replaces what is remembered of this account. */
  update(account: AcmeAccount): Promise<void>;
  /** Forgets it, with its key. */
  remove(account: AccountKeyId): Promise<void>;
}

export function isSameAccount(a: AccountKeyId, b: AccountKeyId): boolean {
  return a.directoryUrl === b.directoryUrl && boundTo(a) === boundTo(b);
}

/**
 * What tells accounts at one CA apart: the key id of an external account, the id of a key of Key
 * Vault, or both; undefined: neither.
 */
export function boundTo({ eabKid, key }: AccountKeyId): string | undefined {
  if (key === undefined || typeof key === 'string') return eabKid;
  const id = withoutVersion(key.id);
  return eabKid === undefined ? id : `${id} ${eabKid}`;
}

/**
 * Which of the accounts at one CA issues: the one with the URL `preferred`, else one that the CA has
 * confirmed before one that it has not, and of those the one that was made last. One that is bound to
 * an external account and was never confirmed is of no use without the key that proves it.
 */
export function issuingAccount(
  accounts: readonly AcmeAccount[],
  preferred?: string,
): AcmeAccount | undefined {
  const own = accounts.find(({ url }) => url !== undefined && url === preferred);
  if (own !== undefined) return own;
  const usable = accounts.filter(({ url, eabKid }) => url !== undefined || eabKid === undefined);
  const rank = ({ url, created }: AcmeAccount): string =>
    `${url === undefined ? 0 : 1} ${created ?? ''}`;
  return usable.toSorted((a, b) => (rank(a) < rank(b) ? 1 : -1))[0];
}

const isEcJwk = isRecord<Extract<AccountJwk, { kty: 'EC' }>>({
  kty: isOneOf('EC'),
  crv: isText,
  x: isText,
  y: isText,
});

const isRsaJwk = isRecord<Extract<AccountJwk, { kty: 'RSA' }>>({
  kty: isOneOf('RSA'),
  n: isText,
  e: isText,
});

const isKeyId: Guard<string> = (value): value is string =>
  isText(value) && /^https:\/\/[^/\s?#@]+\/keys\/[0-9A-Za-z-]+\/[0-9a-f]+$/i.test(value);

/** What is stored may be of another version, or anybody's. */
export const isAcmeAccount = isRecord<AcmeAccount>({
  directoryUrl: isText,
  key: isEither(isText, isRecord<KeyVaultKey>({ id: isKeyId, jwk: isEither(isEcJwk, isRsaJwk) })),
  url: optional(isText),
  agreedTerms: optional(isText),
  contact: optional(isListOf(isText)),
  eabKid: optional(isText),
  created: optional(isText),
  nextKey: optional(isText),
});
