/**
 * Which subscriptions the person wants to see. Nothing chosen yet means all; an empty choice means
 * none, and the tree says so instead of showing everything.
 */

/** A subscription is chosen per directory: two accounts may see the same one. */
export interface SubscriptionKey {
  readonly directory: string;
  readonly subscriptionId: string;
}

/** Where the choice is kept: a `vscode.Memento` fits. */
export interface ChoiceStore {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const STORED_AS = 'kvcert.chosenSubscriptions';

export class ChosenSubscriptions {
  readonly #store: ChoiceStore;
  #known: { readonly stored: unknown; readonly keys: ReadonlySet<string> | undefined } | undefined;

  constructor(store: ChoiceStore) {
    this.#store = store;
  }

  /** undefined: the person has not chosen. */
  get keys(): ReadonlySet<string> | undefined {
    const stored = this.#store.get(STORED_AS);
    // The store gives the same array until another one is stored, here or by another window.
    if (this.#known?.stored !== stored || !this.#known) {
      this.#known = { stored, keys: keysIn(stored) };
    }
    return this.#known.keys;
  }

  includes(subscription: SubscriptionKey): boolean {
    return this.keys?.has(keyOf(subscription)) ?? true;
  }

  async choose(subscriptions: readonly SubscriptionKey[]): Promise<void> {
    await this.#store.update(STORED_AS, subscriptions.map(keyOf));
  }
}

function keysIn(stored: unknown): ReadonlySet<string> | undefined {
  return Array.isArray(stored)
    ? new Set(stored.filter((key) => typeof key === 'string'))
    : undefined;
}

function keyOf({ directory, subscriptionId }: SubscriptionKey): string {
  return `${directory}/${subscriptionId}`.toLowerCase();
}
