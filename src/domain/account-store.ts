/** Where ACME accounts with their keys are remembered: the port that a shell implements. */
import type { AcmeAccount } from './acme.ts';

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
