import type { Later } from '../../../src/webview/host-connection.ts';

/** Timers that go off when the test says so. */
export class ManualTimer {
  #now = 0;
  readonly #waiting = new Set<{ readonly at: number; readonly work: () => void }>();

  readonly later: Later = (ms, work) => {
    const entry = { at: this.#now + ms, work };
    this.#waiting.add(entry);
    return () => {
      this.#waiting.delete(entry);
    };
  };

  get waiting(): number {
    return this.#waiting.size;
  }

  pass(ms: number): void {
    this.#now += ms;
    for (const entry of [...this.#waiting].filter(({ at }) => at <= this.#now)) {
      this.#waiting.delete(entry);
      entry.work();
    }
  }
}
