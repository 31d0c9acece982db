import type { Engine } from '../../app/engine.ts';

/** Holds one engine, made with the first use; one that could not be made is made again. */
export class EngineSlot {
  readonly #open: () => Promise<Engine>;
  #engine: Promise<Engine> | undefined;

  constructor(open: () => Promise<Engine>) {
    this.#open = open;
  }

  get(): Promise<Engine> {
    const engine = (this.#engine ??= this.#open());
    engine.catch(() => {
      if (this.#engine === engine) this.#engine = undefined;
    });
    return engine;
  }

  /** The next use makes another one: its settings have changed. What is at work keeps its own. */
  renew(): void {
    this.#engine = undefined;
  }
}
