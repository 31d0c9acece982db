/**
 * The certificates of vaults that somebody has looked at: remembered first, then as Key Vault says.
 * Each directory has its own listing of a vault: two accounts may have different rights in it.
 */
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
  readonly changed: (place: ListingPlace) => void;
}

/** A vault as one directory sees it. */
export interface ListingPlace {
  readonly directory: Pick<Directory, 'key'>;
  readonly vault: Pick<Vault, 'id'>;
}

/** The same, with all that is needed to ask for the listing. */
interface Listable {
  readonly directory: Directory;
  readonly vault: Vault;
}

interface Entry {
  listing: VaultListing;
  /** Somebody has looked into it in this session, and not the daily check alone. */
  wasOpened: boolean;
  underWay: Promise<void> | undefined;
}

/** Milliseconds for which nobody is asked again only because somebody looks. */
const CURRENT_FOR = 10 * 60_000;

const FILES_SIDE_BY_SIDE = 16;

const VAULTS_SIDE_BY_SIDE = 16;

export class VaultListings {
  readonly #services: ListingServices;
  /** By key of the directory, then by key of the vault. */
  readonly #entries = new Map<string, Map<string, Entry>>();

  constructor(services: ListingServices) {
    this.#services = services;
  }

  get(place: ListingPlace): VaultListing {
    return this.#known(place)?.listing ?? NEVER_LISTED;
  }

  /** Lists a vault unless that was done in this session, and not long ago. Never rejects. */
  async open(seen: Listable): Promise<void> {
    const entry = this.#entry(seen);
    entry.wasOpened = true;
    const { isFresh, listedAt = -Infinity } = entry.listing;
    const age = this.#services.clock.now() - listedAt;
    if (!isFresh || age >= CURRENT_FOR) await this.list(seen);
  }

  /** True if somebody has looked into it in this session. */
  wasOpened(place: ListingPlace): boolean {
    return this.#known(place)?.wasOpened ?? false;
  }

  /** Forgets what was seen through other directories: nobody is signed in there any more. */
  keepOnly(directories: ReadonlySet<string>): void {
    for (const key of this.#entries.keys()) {
      if (!directories.has(key)) this.#entries.delete(key);
    }
  }

  /** Lists several vaults again, a few at a time. Never rejects. */
  async listAll(seen: readonly Listable[]): Promise<void> {
    await sideBySide(seen, VAULTS_SIDE_BY_SIDE, (each) => this.list(each));
  }

  /** Lists a vault again; callers at the same time share it. Never rejects: see its `failure`. */
  async list(seen: Listable): Promise<void> {
    const entry = this.#entry(seen);
    entry.underWay ??= this.#list(seen).finally(() => {
      entry.underWay = undefined;
    });
    await entry.underWay;
  }

  /** What somebody else (the daily check) has just listed, or failed to. */
  learn(
    place: ListingPlace,
    learnt: Pick<VaultListing, 'certificates' | 'listedAt' | 'failure'>,
  ): void {
    const entry = this.#entry(place);
    const { certificates, listedAt = -Infinity } = entry.listing;
    // It may have been listed here since.
    if (learnt.listedAt !== undefined && learnt.listedAt < listedAt) return;
    this.#change(place, entry, {
      certificates: learnt.certificates ?? certificates,
      listedAt: learnt.listedAt ?? entry.listing.listedAt,
      failure: learnt.failure,
      isFresh: learnt.failure === undefined,
    });
  }

  /**
   * Shows what earlier sessions have seen of these vaults, and what other windows have seen since.
   * Never rejects.
   */
  async recall(seen: readonly Listable[]): Promise<void> {
    await sideBySide(seen, FILES_SIDE_BY_SIDE, (each) => this.#recall(each));
  }

  async #list(seen: Listable): Promise<void> {
    const { memory, clock, signal } = this.#services;
    const { directory, vault } = seen;
    const entry = this.#entry(seen);
    if (entry.listing.certificates === undefined) await this.#recall(seen);
    this.#change(seen, entry, { isLoading: true });
    // What is issued from now on may be missing in the answer.
    const listedAt = clock.now();
    const certificates: CertificateSummary[] = [];
    try {
      const engine = await directory.engine();
      for await (const page of engine.certificates(vault, signal)) {
        certificates.push(...page);
        // Page by page, unless a longer listing of earlier is there to look at.
        if (certificates.length >= (entry.listing.certificates?.length ?? 0)) {
          this.#change(seen, entry, { certificates: [...certificates] });
        }
      }
    } catch (error) {
      this.#change(seen, entry, { isLoading: false, failure: asCertError(error) });
      return;
    }
    if (!this.#isKnown(seen, entry)) return;
    this.#change(seen, entry, {
      certificates,
      listedAt,
      isFresh: true,
      isLoading: false,
      failure: undefined,
    });
    await memory.rememberCertificates(vault, { certificates, listedAt });
  }

  async #recall(seen: Listable): Promise<void> {
    const entry = this.#entry(seen);
    const recalled = await this.#services.memory.certificates(seen.vault, entry.listing.listedAt);
    if (!recalled) return;
    const { isLoading, listedAt = -Infinity } = entry.listing;
    // It may have been listed here while the file was read, or be about to.
    if (isLoading || listedAt >= recalled.listedAt) return;
    // Another account may have listed it: why this one could not is as true as before.
    this.#change(seen, entry, recalled);
  }

  /** Of what is forgotten by now, nothing is kept. */
  #change(place: ListingPlace, entry: Entry, change: Partial<VaultListing>): void {
    if (!this.#isKnown(place, entry)) return;
    entry.listing = { ...entry.listing, ...change };
    this.#services.changed(place);
  }

  #isKnown(place: ListingPlace, entry: Entry): boolean {
    return this.#known(place) === entry;
  }

  #known({ directory, vault }: ListingPlace): Entry | undefined {
    return this.#entries.get(directory.key)?.get(vaultKey(vault.id));
  }

  #entry(place: ListingPlace): Entry {
    const { directory, vault } = place;
    const known = this.#known(place);
    if (known) return known;
    const entry: Entry = { listing: NEVER_LISTED, wasOpened: false, underWay: undefined };
    const ofDirectory = this.#entries.get(directory.key) ?? new Map<string, Entry>();
    this.#entries.set(directory.key, ofDirectory.set(vaultKey(vault.id), entry));
    return entry;
  }
}
