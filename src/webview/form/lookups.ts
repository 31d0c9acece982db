/**
 * Questions that what is typed raises, e.g. which zone a DNS name belongs to. A question is asked
 * once it has been wanted for a while; nobody waits for the answer to one that is no longer wanted.
 */
import type { Later } from '../host-connection.ts';
import type { Problem } from '../protocol.ts';

export type Finding<A> =
  | { readonly state: 'looking' }
  | { readonly state: 'found'; readonly answer: A }
  /** It could not be looked up, which says nothing about the thing itself. */
  | { readonly state: 'failed'; readonly problem: Problem };

export interface LookupOptions<Q, A> {
  readonly ask: (question: Q, signal: AbortSignal) => Promise<A>;
  readonly problemOf: (error: unknown) => Problem;
  readonly later: Later;
  /** Milliseconds for which a question has to stand before it is asked. */
  readonly patience: number;
  readonly onChange: () => void;
}

interface Entry<Q, A> {
  readonly question: Q;
  finding: Finding<A>;
  /** Ends the wait, or the call. */
  end: () => void;
}

/** More at a time would only queue up behind each other. */
const AT_ONCE = 8;

export class Lookups<Q, A> {
  readonly #options: LookupOptions<Q, A>;
  readonly #entries = new Map<string, Entry<Q, A>>();
  readonly #queue: Entry<Q, A>[] = [];
  #asking = 0;

  constructor(options: LookupOptions<Q, A>) {
    this.#options = options;
  }

  /** These and no others. Equal questions are the same, whenever they were wanted. */
  want(questions: readonly Q[]): void {
    const wanted = new Map(questions.map((question) => [keyOf(question), question]));
    for (const [key, entry] of this.#entries) {
      if (wanted.has(key)) continue;
      this.#entries.delete(key);
      entry.end();
    }
    for (const [key, question] of wanted) {
      if (!this.#entries.has(key)) this.#entries.set(key, this.#begin(question));
    }
  }

  /** undefined: nobody wants to know. */
  of(question: Q): Finding<A> | undefined {
    return this.#entries.get(keyOf(question))?.finding;
  }

  /** Asks again what is wanted and was answered, perhaps because something was repaired. */
  again(question: Q): void {
    const key = keyOf(question);
    const entry = this.#entries.get(key);
    if (!entry || entry.finding.state === 'looking') return;
    this.#entries.set(key, this.#begin(question, 0));
    this.#options.onChange();
  }

  #begin(question: Q, patience = this.#options.patience): Entry<Q, A> {
    const entry: Entry<Q, A> = { question, finding: { state: 'looking' }, end: () => undefined };
    entry.end = this.#options.later(patience, () => {
      entry.end = () => {
        const place = this.#queue.indexOf(entry);
        if (place >= 0) this.#queue.splice(place, 1);
      };
      this.#queue.push(entry);
      this.#askNext();
    });
    return entry;
  }

  #askNext(): void {
    if (this.#asking >= AT_ONCE) return;
    const entry = this.#queue.shift();
    if (entry === undefined) return;
    this.#asking++;
    void this.#ask(entry).finally(() => {
      this.#asking--;
      this.#askNext();
    });
  }

  async #ask(entry: Entry<Q, A>): Promise<void> {
    const controller = new AbortController();
    entry.end = () => {
      controller.abort();
    };
    try {
      const answer = await this.#options.ask(entry.question, controller.signal);
      entry.finding = { state: 'found', answer };
    } catch (error) {
      entry.finding = { state: 'failed', problem: this.#options.problemOf(error) };
    }
    // An answer to a question of yesterday changes nothing that is shown.
    if (!controller.signal.aborted) this.#options.onChange();
  }
}

function keyOf(question: unknown): string {
  return JSON.stringify(question);
}
