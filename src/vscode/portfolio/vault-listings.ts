/** The certificates of vaults that somebody has looked at: remembered first, then as Key Vault says. */
import { sideBySide } from '../../app/await-all.ts';
import { asCertError } from '../../domain/error-catalogue.ts';
import type { CertificateSummary, Vault } from '../../domain/key-vault.ts';
import type { Clock } from '../../domain/runtime.ts';
import type { Directory } from '../directory.ts';
import type { ListingMemory } from './listing-memory.ts';
import { NEVER_LISTED, vaultKey, type VaultListing } from './portfolio-state.ts';

interface ListingServices {
  readonly memory: ListingMemory;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told whenever a listing has become different. */
  readonly changed: (vaultId: string) => void;
}

const FILES_SIDE_BY_SIDE = 16;

const VAULTS_SIDE_BY_SIDE = 16;

export class VaultListings {
  readonly #services: ListingServices;
  readonly #listings = new Map<string, VaultListing>();
  /** Keys of the vaults that somebody has looked into, unlike those of the daily check. */
  readonly #opened = new Set<string>();
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(services: ListingServices) {
    this.#services = services;
  }

  get(vaultId: string): VaultListing {
    return this.#listings.get(vaultKey(vaultId)) ?? NEVER_LISTED;
  }

  /** Lists a vault unless that was done in this session. Never rejects. */
  async open(directory: Directory, vault: Vault): Promise<void> {
    this.#opened.add(vaultKey(vault.id));
    if (!this.get(vault.id).isFresh) await this.list(directory, vault);
  }

  /** True if somebody has looked into it in this session. */
  wasOpened(vaultId: string): boolean {
    return this.#opened.has(vaultKey(vaultId));
  }

  /** Lists several vaults again, a few at a time. Never rejects. */
  async listAll(
    seen: readonly { readonly directory: Directory; readonly vault: Vault }[],
  ): Promise<void> {
    await sideBySide(seen, VAULTS_SIDE_BY_SIDE, ({ directory, vault }) =>
      this.list(directory, vault),
    );
  }

  /** Lists a vault again; callers at the same time share it. Never rejects: see its `failure`. */
  async list(directory: Directory, vault: Vault): Promise<void> {
    const key = vaultKey(vault.id);
    let work = this.#underWay.get(key);
    if (work === undefined) {
      work = this.#list(directory, vault).finally(() => {
        this.#underWay.delete(key);
      });
      this.#underWay.set(key, work);
    }
    await work;
  }

  /** What somebody else (the daily check) has just listed, or failed to. */
  learn(
    vaultId: string,
    learnt: Pick<VaultListing, 'certificates' | 'listedAt' | 'failure'>,
  ): void {
    const known = this.get(vaultId);
    this.#set(vaultId, {
      certificates: learnt.certificates ?? known.certificates,
      listedAt: learnt.listedAt ?? known.listedAt,
      failure: learnt.failure,
      isFresh: learnt.failure === undefined,
      isLoading: false,
    });
  }

  /** Shows what earlier sessions have seen of these vaults. Never rejects. */
  async recall(vaults: readonly Vault[]): Promise<void> {
    const waiting = vaults.values();
    const worker = async (): Promise<void> => {
      for (const vault of waiting) await this.#recall(vault);
    };
    await Promise.all(Array.from({ length: FILES_SIDE_BY_SIDE }, worker));
  }

  async #list(directory: Directory, vault: Vault): Promise<void> {
    const { memory, clock, signal } = this.#services;
    await this.#recall(vault);
    this.#change(vault, { isLoading: true });
    const certificates: CertificateSummary[] = [];
    try {
      const engine = await directory.engine();
      for await (const page of engine.certificates(vault, signal)) {
        certificates.push(...page);
        // Page by page, unless a longer listing of earlier is there to look at.
        if (certificates.length >= (this.get(vault.id).certificates?.length ?? 0)) {
          this.#change(vault, { certificates: [...certificates] });
        }
      }
    } catch (error) {
      this.#change(vault, { isLoading: false, failure: asCertError(error) });
      return;
    }
    const listedAt = clock.now();
    this.#set(vault.id, {
      certificates,
      listedAt,
      isFresh: true,
      isLoading: false,
      failure: undefined,
    });
    await memory.rememberCertificates(vault, { certificates, listedAt });
  }

  async #recall(vault: Vault): Promise<void> {
    if (this.get(vault.id).certificates) return;
    const recalled = await this.#services.memory.certificates(vault);
    if (recalled) this.#change(vault, recalled);
  }

  #change(vault: Vault, change: Partial<VaultListing>): void {
    this.#set(vault.id, { ...this.get(vault.id), ...change });
  }

  #set(vaultId: string, listing: VaultListing): void {
    this.#listings.set(vaultKey(vaultId), listing);
    this.#services.changed(vaultId);
  }
}
