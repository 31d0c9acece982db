import type { ApiError } from '../api.ts';

const DAY = 86_400;

export interface RecoverableObject {
  /** As first written; looked up without case. */
  readonly name: string;
  /** Grows from object to object of a vault: the order of listings. */
  readonly ordinal: number;
  /** Milliseconds; a recovered object is back only then. */
  visibleFrom: number;
}

export interface Deleted<Entry> {
  readonly entry: Entry;
  /** Seconds since the epoch, as is `scheduledPurgeDate`. */
  readonly deletedDate: number;
  readonly scheduledPurgeDate: number;
  /** Milliseconds; until then the deletion is under way. */
  readonly visibleFrom: number;
}

/** What the service says of objects of one kind. */
export interface Refusals {
  readonly notFound: (name: string) => ApiError;
  readonly deletedNotFound: (name: string) => ApiError;
  /** A name is to be used again that belongs to a deleted object. */
  readonly nameDeleted: (name: string, isUnderWay: boolean) => ApiError;
  readonly beingDeleted: () => ApiError;
  readonly beingRecovered: () => ApiError;
}

export interface RecoverableOptions<Entry> {
  readonly refusals: Refusals;
  readonly retentionDays: number;
  /** How long a deletion and a recovery are under way, in milliseconds. */
  readonly delays: { readonly deletion: number; readonly recovery: number };
  readonly nextOrdinal: () => number;
  /** Brings an entry up to now before anybody sees it. */
  readonly settle: (entry: Entry, now: number) => void;
}

/**
 * The certificates or the keys of one vault, with their soft delete. Times are milliseconds of the
 * sandbox's clock where nothing else is said.
 */
export class RecoverableObjects<Entry extends RecoverableObject> {
  readonly #options: RecoverableOptions<Entry>;
  readonly #live = new Map<string, Entry>();
  readonly #deleted = new Map<string, Deleted<Entry>>();

  constructor(options: RecoverableOptions<Entry>) {
    this.#options = options;
  }

  /** In the order in which the names were first used. */
  *all(now: number): Generator<Entry> {
    for (const entry of this.#live.values()) {
      if (entry.visibleFrom > now) continue;
      this.#options.settle(entry, now);
      yield entry;
    }
  }

  find(name: string, now: number): Entry | undefined {
    const entry = this.#live.get(name.toLowerCase());
    if (entry === undefined || entry.visibleFrom > now) return undefined;
    this.#options.settle(entry, now);
    return entry;
  }

  /** @throws ApiError 404 */
  require(name: string, now: number): Entry {
    const entry = this.find(name, now);
    if (entry === undefined) throw this.#options.refusals.notFound(name);
    return entry;
  }

  /** @throws ApiError 409 while the name belongs to a deleted or a recovering object */
  checkNameIsFree(name: string, now: number): void {
    const { refusals } = this.#options;
    const deleted = this.#findDeleted(name, now);
    if (deleted !== undefined) throw refusals.nameDeleted(name, deleted.visibleFrom > now);
    const entry = this.#live.get(name.toLowerCase());
    if (entry !== undefined && entry.visibleFrom > now) throw refusals.beingRecovered();
  }

  /** Opens an entry for a name that has none. */
  add(name: string, open: (place: RecoverableObject) => Entry): Entry {
    const added = open({ name, ordinal: this.#options.nextOrdinal(), visibleFrom: 0 });
    this.#live.set(name.toLowerCase(), added);
    return added;
  }

  delete(name: string, now: number): Deleted<Entry> {
    const { delays, retentionDays } = this.#options;
    const entry = this.require(name, now);
    const deletedDate = Math.floor(now / 1000);
    const deleted = {
      entry,
      deletedDate,
      scheduledPurgeDate: deletedDate + retentionDays * DAY,
      visibleFrom: now + delays.deletion,
    };
    this.#live.delete(name.toLowerCase());
    this.#deleted.set(name.toLowerCase(), deleted);
    return deleted;
  }

  *allDeleted(now: number): Generator<Deleted<Entry>> {
    for (const { entry } of this.#deleted.values()) {
      const deleted = this.#findDeleted(entry.name, now);
      if (deleted !== undefined && deleted.visibleFrom <= now) yield deleted;
    }
  }

  /** Those included whose deletion is under way. */
  deletedNames(now: number): string[] {
    return [...this.#deleted.values()]
      .map(({ entry }) => entry.name)
      .filter((name) => this.#findDeleted(name, now) !== undefined);
  }

  /** @throws ApiError 404 also while the deletion is under way */
  requireDeleted(name: string, now: number): Deleted<Entry> {
    const deleted = this.#findDeleted(name, now);
    if (deleted === undefined || deleted.visibleFrom > now) {
      throw this.#options.refusals.deletedNotFound(name);
    }
    return deleted;
  }

  /** @throws ApiError 409 while the deletion is under way, 404 where nothing was deleted */
  purge(name: string, now: number): Deleted<Entry> {
    const deleted = this.#findDeleted(name, now);
    if (deleted === undefined) throw this.#options.refusals.deletedNotFound(name);
    if (deleted.visibleFrom > now) throw this.#options.refusals.beingDeleted();
    this.#deleted.delete(name.toLowerCase());
    return deleted;
  }

  recover(name: string, now: number): Entry {
    const { entry } = this.purge(name, now);
    entry.visibleFrom = now + this.#options.delays.recovery;
    this.#live.set(name.toLowerCase(), entry);
    return entry;
  }

  #findDeleted(name: string, now: number): Deleted<Entry> | undefined {
    const deleted = this.#deleted.get(name.toLowerCase());
    return deleted === undefined || Math.floor(now / 1000) >= deleted.scheduledPurgeDate
      ? undefined
      : deleted;
  }
}
