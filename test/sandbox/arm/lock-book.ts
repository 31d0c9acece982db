import type { ResourceLock } from './resources.ts';

/** The locks that there are; more can be put while the sandbox runs. */
export class LockBook {
  readonly #initial: readonly ResourceLock[];
  #more: readonly ResourceLock[] = [];

  constructor(initial: readonly ResourceLock[]) {
    this.#initial = initial;
  }

  all(): readonly ResourceLock[] {
    return [...this.#initial, ...this.#more];
  }

  add(lock: ResourceLock): void {
    this.#more = [...this.#more, lock];
  }

  /** Leaves the world's own. */
  reset(): void {
    this.#more = [];
  }
}
