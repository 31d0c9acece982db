/** Where ACME accounts with their keys are remembered: the port that a shell implements. */
import type { AcmeAccount } from './acme.ts';
import { isListOf, isRecord, isText, optional } from './shape.ts';

/** One account per CA and key id of an external account; without a key id there is one, too. */
export type AccountKeyId = Pick<AcmeAccount, 'directoryUrl' | 'eabKid'>;

export interface AccountStore {
  /**
   * The account at the CA with this directory that certificates are issued to, as `issuingAccount`
   * says; undefined: none is remembered.
   * @throws CertError StateUnreadable
   */
  load(directoryUrl: string): Promise<AcmeAccount | undefined>;
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
  return a.directoryUrl === b.directoryUrl && a.eabKid === b.eabKid;
}

/**
 * Which of the accounts at one CA issues: one that the CA has confirmed before one that it has not,
 * and of those the one that was made last. One that is bound to an external account and was never
 * confirmed is of no use without the key that proves it.
 */
export function issuingAccount(accounts: readonly AcmeAccount[]): AcmeAccount | undefined {
  const usable = accounts.filter(({ url, eabKid }) => url !== undefined || eabKid === undefined);
  const rank = ({ url, created }: AcmeAccount): string =>
    `${url === undefined ? 0 : 1} ${created ?? ''}`;
  return usable.toSorted((a, b) => (rank(a) < rank(b) ? 1 : -1))[0];
}

/** What is stored may be of another version, or anybody's. */
export const isAcmeAccount = isRecord<AcmeAccount>({
  directoryUrl: isText,
  key: isText,
  url: optional(isText),
  agreedTerms: optional(isText),
  contact: optional(isListOf(isText)),
  eabKid: optional(isText),
  created: optional(isText),
  nextKey: optional(isText),
});
