/** Clocks for tests: no time passes unless it is said. */
import type { Clock, Log, RandomHex } from '../../../src/domain/runtime.ts';

/** Every sleep is over at once, has been noted, and has moved the time. */
export class SkippingClock implements Clock {
  readonly slept: number[] = [];
  /** So many sleeps from now, 1 is the next, the lid is closed for an hour. */
  lidClosedIn: number | undefined;
  #now = Date.parse('2026-06-01T00:00:00Z');

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    this.slept.push(ms);
    this.#now += ms;
    if (this.lidClosedIn !== undefined) this.lidClosedIn -= 1;
    if (this.lidClosedIn === 0) this.closeLid();
    return Promise.resolve();
  }

  /** The machine sleeps for an hour, and nothing on it hears of that. */
  closeLid(): void {
    this.#now += 3_600_000;
  }
}

/** No sleep ends by itself: `ring` ends those that are under way. */
export class StandingClock implements Clock {
  readonly #sleepers = new Set<() => void>();
  readonly #asleep: (() => void)[] = [];

  now(): number {
    return 0;
  }

  sleep(_ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    return new Promise((resolve, reject) => {
      this.#sleepers.add(resolve);
      signal?.addEventListener('abort', () => {
        this.#sleepers.delete(resolve);
        reject(signal.reason as Error);
      });
      this.#asleep.shift()?.();
    });
  }

  /** Resolves when the next sleep begins. */
  nextSleep(): Promise<void> {
    return new Promise((resolve) => {
      this.#asleep.push(resolve);
    });
  }

  get sleeping(): number {
    return this.#sleepers.size;
  }

  ring(): void {
    for (const wake of this.#sleepers) wake();
    this.#sleepers.clear();
  }
}

/** The middle of the jitter: factors are exactly 1. */
export const MIDDLE: RandomHex = (bytes) => `80${'00'.repeat(bytes - 1)}`;

export const SILENT: Log = { debug: () => undefined, warn: () => undefined };
