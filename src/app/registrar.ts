/** What everybody who deals with a CA in an account's name works with. */
import type { AccountStore } from '../domain/account-store.ts';
import type { AcmeCa } from '../domain/acme.ts';
import type { IssuanceCa } from '../domain/issuance.ts';
import type { VaultKeys } from '../domain/vault-keys.ts';

/**
 * Asks the person; resolves to false where nobody can be asked or the answer is no. `signal`: nobody
 * waits for the answer any more.
 */
export type AgreeToTerms = (ca: IssuanceCa, terms: string, signal: AbortSignal) => Promise<boolean>;

export interface Registrar {
  readonly ca: AcmeCa;
  readonly accounts: AccountStore;
  readonly agree: AgreeToTerms;
  readonly vaultKeys: VaultKeys;
}
