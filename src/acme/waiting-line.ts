/** First come, first served; whoever cancels leaves the line. */
import { cancelled, throwIfCancelled } from './cancellation.ts';

export class WaitingLine<T> {
  readonly #during: string;
  readonly #waiting: ((value: T) => void)[] = [];

  /** @param during - what is waited for, as it is told of a cancellation */
  constructor(during: string) {
    this.#during = during;
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** Waits until served. */
  async join(signal?: AbortSignal): Promise<T> {
    throwIfCancelled(signal, this.#during);
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const leave = (): void => {
      const at = this.#waiting.indexOf(resolve);
      if (at >= 0) this.#waiting.splice(at, 1);
      if (signal) reject(cancelled(signal, this.#during));
    };
    this.#waiting.push(resolve);
    signal?.addEventListener('abort', leave, { once: true });
    try {
      return await promise;
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }

  /** Serves whoever has waited longest; false: nobody waits. */
  serve(value: T): boolean {
    const first = this.#waiting.shift();
    first?.(value);
    return first !== undefined;
  }
}
