/** One asynchronous result for all who ask for it, at the same time or later. */
import { waitFor } from './cancellation.ts';

interface Run<T> {
  readonly promise: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
  succeeded: boolean;
}

/**
 * Keeps a success for ever and a failure for those only who waited for it. Whoever cancels leaves
 * alone; when the last one leaves, the work is cancelled too.
 */
export class SharedResult<T> {
  readonly #make: (signal: AbortSignal) => Promise<T>;
  readonly #during: string;
  #run: Run<T> | undefined;

  constructor(make: (signal: AbortSignal) => Promise<T>, during: string) {
    this.#make = make;
    this.#during = during;
  }

  async get(signal?: AbortSignal): Promise<T> {
    const run = (this.#run ??= this.#start());
    run.waiting += 1;
    try {
      return await waitFor(run.promise, signal, this.#during);
    } finally {
      run.waiting -= 1;
      if (run.waiting === 0 && !run.succeeded) this.#abandon(run);
    }
  }

  #start(): Run<T> {
    const controller = new AbortController();
    const promise = this.#make(controller.signal);
    const run: Run<T> = { promise, controller, waiting: 0, succeeded: false };
    promise.then(
      () => {
        run.succeeded = true;
      },
      () => {
        this.#abandon(run);
      },
    );
    return run;
  }

  #abandon(run: Run<T>): void {
    if (this.#run === run) this.#run = undefined;
    run.controller.abort();
  }
}
