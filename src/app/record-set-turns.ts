/**
 * One writer per record set at a time within this process. The ETag alone would do; but of ten
 * issuances that write to one set at once nine read and write in vain, again and again.
 */
import type { Clock } from '../domain/runtime.ts';

/** Milliseconds; who hangs holds up the others no longer than this, and the ETag decides then. */
const LONGEST_TURN = 10_000;

export class RecordSetTurns {
  readonly #clock: Pick<Clock, 'sleep'>;
  /** The end of the last turn that was asked for, by record set; never rejects. */
  readonly #last = new Map<string, Promise<void>>();

  constructor(clock: Pick<Clock, 'sleep'>) {
    this.#clock = clock;
  }

  /** Does the work when those who came before are done; rejects with the signal's reason before. */
  async take<T>(set: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(set);
    const turn = before === undefined ? work() : this.#after(before, signal).then(work);
    const end = turn.then(
      () => undefined,
      () => undefined,
    );
    this.#last.set(set, end);
    try {
      return await turn;
    } finally {
      if (this.#last.get(set) === end) this.#last.delete(set);
    }
  }

  async #after(before: Promise<void>, signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    try {
      const patience = this.#clock.sleep(LONGEST_TURN, AbortSignal.any([signal, over.signal]));
      await Promise.race([before, patience]);
    } finally {
      over.abort();
    }
  }
}
