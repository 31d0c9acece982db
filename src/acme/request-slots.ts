/** So many requests at a time, however many names a certificate has. */
import { WaitingLine } from './waiting-line.ts';

export class RequestSlots {
  readonly #line = new WaitingLine<undefined>('waiting for a turn to ask the CA');
  #free: number;

  constructor(count: number) {
    this.#free = count;
  }

  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#line.join(signal);
    try {
      return await task();
    } finally {
      // A slot passes from hand to hand as long as somebody waits.
      if (!this.#line.serve(undefined)) this.#free += 1;
    }
  }
}
