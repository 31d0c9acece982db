import type { Clock } from '../../domain/runtime.ts';

export interface Disposable {
  dispose(): void;
}

/** Who wants to be told of something. What a listener throws reaches `failed`, and nobody else. */
export class Listeners<T> {
  readonly #listeners = new Set<(told: T) => void>();
  readonly #failed: (error: unknown) => void;

  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  add(listener: (told: T) => void): Disposable {
    this.#listeners.add(listener);
    return {
      dispose: () => {
        this.#listeners.delete(listener);
      },
    };
  }

  tell(told: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(told);
      } catch (error) {
        this.#failed(error);
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}

/** Calls `work` once for all requests that come within `ms` milliseconds, at their end. */
export function coalesced(
  clock: Clock,
  ms: number,
  signal: AbortSignal,
  work: () => void,
): () => void {
  let isDue = false;
  return () => {
    if (isDue || signal.aborted) return;
    isDue = true;
    const run = (): void => {
      isDue = false;
      if (!signal.aborted) work();
    };
    // The sleep rejects only when the signal is aborted, and then nobody is to be told any more.
    clock.sleep(ms, signal).then(run, () => undefined);
  };
}
