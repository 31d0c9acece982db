/** Work that many reasons may give, shortly one after the other, and that is done once for all of them. */
export class Coalesced {
  readonly #work: () => void;
  readonly #afterMs: number;
  #timer: NodeJS.Timeout | undefined;

  /** @param afterMs - how long the first reason waits for others */
  constructor(work: () => void, afterMs: number) {
    this.#work = work;
    this.#afterMs = afterMs;
  }

  soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#work();
    }, this.#afterMs);
  }

  /** Forgets the reasons there were: the work has been done, or is not wanted any more. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
