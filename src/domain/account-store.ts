/** Where ACME accounts with their keys are remembered: the port that a shell implements. */
import type { AcmeAccount } from './acme.ts';
import { isListOf, isRecord, isText, optional } from './shape.ts';

export interface AccountStore {
  /**
   * The account at the CA with this directory; undefined: none is remembered.
   * @throws CertError StateUnreadable
   */
  load(directoryUrl: string): Promise<AcmeAccount | undefined>;
  /**
   * Keeps the first of several that are added at the same time, and returns what is stored then. It
   * MUST be kept when this resolves: the CA hears of the key next.
   */
  add(account: AcmeAccount): Promise<AcmeAccount>;
  /** Replaces what is remembered of this account. */
  update(account: AcmeAccount): Promise<void>;
}

/** What is stored may be of another version, or anybody's. */
export const isAcmeAccount = isRecord<AcmeAccount>({
  directoryUrl: isText,
  key: isText,
  url: optional(isText),
  agreedTerms: optional(isText),
  contact: optional(isListOf(isText)),
  eabKid: optional(isText),
});
