/** An answer that is asked for once. */

export interface Remembered<T> {
  /** The result of the work; after a failure or `forget` it is done again. */
  readonly get: () => Promise<T>;
  /** Whoever waits already still gets what is under way. */
  readonly forget: () => void;
}

export function remembered<T>(work: () => Promise<T>): Remembered<T> {
  let result: Promise<T> | undefined;
  return {
    get() {
      const current = (result ??= work());
      current.catch(() => {
        if (result === current) result = undefined;
      });
      return current;
    },
    forget() {
      result = undefined;
    },
  };
}
