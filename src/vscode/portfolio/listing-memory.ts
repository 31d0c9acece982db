/** The listing of earlier sessions. Whatever it cannot give counts as never seen; it never rejects. */
import type { Tenant } from '../../domain/inventory.ts';
import type { CertificateSummary, Vault } from '../../domain/key-vault.ts';
import type { Account } from '../sign-in/sessions.ts';
import type { Inventory } from './portfolio-state.ts';

/** A tenant that was seen before, so that what is remembered of it has a place to be shown at. */
export interface KnownDirectory {
  readonly account: Account;
  readonly tenant: Tenant;
}

export interface RememberedCertificates {
  readonly certificates: readonly CertificateSummary[];
  /** Milliseconds since the epoch. */
  readonly listedAt: number;
}

export interface ListingMemory {
  directories(): readonly KnownDirectory[];
  rememberDirectories(known: readonly KnownDirectory[]): Promise<void>;
  /**
   * @param directory - its key
   * @param since - undefined is answered where nothing later than this is remembered
   */
  inventory(directory: string, since?: number): Promise<Inventory | undefined>;
  rememberInventory(directory: string, inventory: Inventory): Promise<void>;
  certificates(vault: Vault, since?: number): Promise<RememberedCertificates | undefined>;
  rememberCertificates(vault: Vault, listing: RememberedCertificates): Promise<void>;
}
