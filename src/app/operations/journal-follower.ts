/**
 * When journal and records are read again. The folder is watched, which costs nothing while nothing
 * happens and shows what other windows begin. A process that dies changes no file, so while others
 * are at work they are looked at every few seconds as well; otherwise nothing is asked at intervals.
 */
import type { Clock } from '../../domain/runtime.ts';
import type { JournalView } from './journal-view.ts';
import { coalesced } from '../coalesced.ts';

export interface FollowerServices {
  readonly journal: Pick<JournalView, 'watch'>;
  readonly clock: Clock;
  /** Ends everything. */
  readonly signal: AbortSignal;
  /** Reads once; must not reject. False: it was out of date before it was done. */
  readonly read: () => Promise<boolean>;
  readonly areOthersAtWork: () => boolean;
}

/** Milliseconds. One change of the journal is several events. */
const READ_AFTER = 300;
const LOOK_EVERY = 3000;

export class JournalFollower {
  readonly #services: FollowerServices;
  #isOpen = false;
  #isLooking = false;
  #isWanted = false;
  #reading: Promise<void> | undefined;

  constructor(services: FollowerServices) {
    this.#services = services;
  }

  /** Reads, and from now on whenever something has changed. */
  async open(): Promise<void> {
    const { clock, journal, signal } = this.#services;
    if (!this.#isOpen) {
      this.#isOpen = true;
      const changed = coalesced(clock, READ_AFTER, signal, () => void this.refresh());
      const stop = await journal.watch(changed);
      signal.addEventListener('abort', stop);
      if (signal.aborted) stop();
    }
    await this.refresh();
  }

  /** Those who ask while it is read share the next reading. */
  async refresh(): Promise<void> {
    this.#isWanted = true;
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  async #read(): Promise<void> {
    const { read, signal } = this.#services;
    while (this.#isWanted && !signal.aborted) {
      this.#isWanted = false;
      if (!(await read())) this.#isWanted = true;
    }
    void this.#look();
  }

  async #look(): Promise<void> {
    const { areOthersAtWork, clock, signal } = this.#services;
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      while (this.#isOpen && areOthersAtWork()) {
        await clock.sleep(LOOK_EVERY, signal);
        await this.refresh();
      }
    } catch {
      // The window closes.
    } finally {
      this.#isLooking = false;
    }
  }
}
