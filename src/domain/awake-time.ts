/**
 * How long something has been waited for. A laptop that is closed stops the program and not the
 * calendar: when it is opened an hour later nobody has waited for that hour, and what was waited
 * for deserves another look.
 */
import type { Clock } from './runtime.ts';

/** No request and no pause of ours takes longer. */
const USUAL_STEP_MS = 35_000;

export class AwakeTime {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #longestStepMs: number;
  #last: number;
  #ms = 0;

  /**
   * Begins now.
   * @param longestStepMs - what is longer than this was a sleep of the machine, and counts as this
   */
  constructor(clock: Pick<Clock, 'now'>, longestStepMs = USUAL_STEP_MS) {
    this.#clock = clock;
    this.#longestStepMs = longestStepMs;
    this.#last = clock.now();
  }

  /**
   * Milliseconds since it began. To be called between any two things that take time: what lies
   * between two calls counts for no more than a step, and never for less than nothing (a clock may be
   * set back).
   */
  elapsed(): number {
    const now = this.#clock.now();
    this.#ms += Math.min(Math.max(now - this.#last, 0), this.#longestStepMs);
    this.#last = now;
    return this.#ms;
  }
}
