/** So many requests a second in the long run, and so many at once after a rest. */
import type { Clock } from '../domain/runtime.ts';
import { pause } from './cancellation.ts';

export interface Rate {
  readonly perSecond: number;
  /** Requests that may follow each other at once after a rest. */
  readonly burst: number;
}

export class TokenBucket {
  readonly #rate: Rate;
  readonly #clock: Clock;
  /** Below zero: so many wait, each for the time that its place in the line takes. */
  #tokens: number;
  #countedAt: number;

  constructor(rate: Rate, clock: Clock) {
    this.#rate = rate;
    this.#clock = clock;
    this.#tokens = rate.burst;
    this.#countedAt = clock.now();
  }

  /**
   * Waits for its turn, first come, first served.
   *
   * @param during - what is waited for, as it is told of a cancellation
   * @throws CertError Cancelled; the turn is then somebody else's
   */
  async take(signal: AbortSignal | undefined, during: string): Promise<void> {
    this.#refill();
    this.#tokens -= 1;
    if (this.#tokens >= 0) return;
    try {
      await pause(this.#clock, this.#msUntilNone(), signal, during);
    } catch (error) {
      this.#tokens += 1;
      throw error;
    }
  }

  #refill(): void {
    const now = this.#clock.now();
    // A clock that was set back brings nothing, and takes nothing.
    const seconds = Math.max(now - this.#countedAt, 0) / 1000;
    this.#countedAt = now;
    this.#tokens = Math.min(this.#tokens + seconds * this.#rate.perSecond, this.#rate.burst);
  }

  #msUntilNone(): number {
    return Math.ceil((-this.#tokens / this.#rate.perSecond) * 1000);
  }
}
