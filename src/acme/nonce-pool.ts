/** Anti-replay nonces (RFC 8555 §6.5): every answer brings one, so that newNonce is rarely asked. */
import { unexpectedAnswer } from './answer.ts';
import { cancelled, throwIfCancelled } from './cancellation.ts';
import type { HttpAnswer } from './http.ts';

const CAPACITY = 32;
const DURING = 'waiting for a nonce';

/** Called with a nonce, or with undefined where none will come. */
type Waiting = (nonce: string | undefined) => void;

/**
 * The newest nonce is spent first: CAs forget the oldest. A request that finds none waits for the
 * answer to one that is under way, as long as not more wait than are under way: that takes the two
 * round trips that newNonce and the request would take, and saves a request.
 */
export class NoncePool {
  readonly #newNonce: (signal?: AbortSignal) => Promise<HttpAnswer>;
  readonly #free: string[] = [];
  readonly #waiting: Waiting[] = [];
  #underWay = 0;

  /** @param newNonce - asks the CA for a nonce (RFC 8555 §7.2) */
  constructor(newNonce: (signal?: AbortSignal) => Promise<HttpAnswer>) {
    this.#newNonce = newNonce;
  }

  /**
   * Makes a request with a nonce and keeps the one that its answer brings. Where the CA refuses to
   * give a nonce, that refusal is the answer.
   */
  async spend(
    use: (nonce: string) => Promise<HttpAnswer>,
    signal?: AbortSignal,
  ): Promise<HttpAnswer> {
    const nonce = this.#free.pop() ?? (await this.#awaitNonce(signal));
    if (nonce !== undefined) return this.#use(nonce, use);
    const answer = await this.#newNonce(signal);
    if (answer.status >= 400) return answer;
    const fresh = replayNonce(answer);
    if (fresh === undefined) throw unexpectedAnswer(answer, 'no Replay-Nonce');
    return this.#use(fresh, use);
  }

  async #use(nonce: string, use: (nonce: string) => Promise<HttpAnswer>): Promise<HttpAnswer> {
    this.#underWay += 1;
    let fresh: string | undefined;
    try {
      const answer = await use(nonce);
      fresh = replayNonce(answer);
      return answer;
    } finally {
      this.#underWay -= 1;
      this.#handOn(fresh);
    }
  }

  async #awaitNonce(signal: AbortSignal | undefined): Promise<string | undefined> {
    throwIfCancelled(signal, DURING);
    if (this.#waiting.length >= this.#underWay) return undefined;
    const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
    const onAbort = (): void => {
      const at = this.#waiting.indexOf(resolve);
      if (at >= 0) this.#waiting.splice(at, 1);
      if (signal) reject(cancelled(signal, DURING));
    };
    this.#waiting.push(resolve);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await promise;
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  #handOn(nonce: string | undefined): void {
    if (nonce === undefined) {
      if (this.#waiting.length > this.#underWay) this.#waiting.shift()?.(undefined);
      return;
    }
    const waiting = this.#waiting.shift();
    if (waiting) {
      waiting(nonce);
      return;
    }
    this.#free.push(nonce);
    if (this.#free.length > CAPACITY) this.#free.shift();
  }
}

/** What is not base64url is ignored (RFC 8555 §6.5.1). */
function replayNonce(answer: HttpAnswer): string | undefined {
  const nonce = answer.headers['replay-nonce'];
  return nonce !== undefined && /^[A-Za-z0-9_-]+$/.test(nonce) ? nonce : undefined;
}
