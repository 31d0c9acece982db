/** Anti-replay nonces (RFC 8555 §6.5): every answer brings one, so that newNonce is rarely asked. */
import { unexpectedAnswer } from './answer.ts';
import type { HttpAnswer } from './http.ts';
import { problemOf } from './problem.ts';
import { WaitingLine } from './waiting-line.ts';

const CAPACITY = 32;

/** A refused nonce is no failure (RFC 8555 §6.5), but a CA that takes none is. */
const REFUSALS = 5;

/**
 * The newest nonce is spent first: CAs forget the oldest. A request that finds none waits for the
 * answer to one that is under way, as long as not more wait than are under way: that takes the two
 * round trips that newNonce and the request would take, and saves a request.
 */
export class NoncePool {
  readonly #newNonce: (signal?: AbortSignal) => Promise<HttpAnswer>;
  readonly #free: string[] = [];
  /** Served with undefined where no nonce will come. */
  readonly #waiting = new WaitingLine<string | undefined>('waiting for a nonce');
  #underWay = 0;

  /** @param newNonce - asks the CA for a nonce (RFC 8555 §7.2) */
  constructor(newNonce: (signal?: AbortSignal) => Promise<HttpAnswer>) {
    this.#newNonce = newNonce;
  }

  /**
   * Makes a request with a nonce, with another one where the CA refuses it (`badNonce`), and keeps
   * what its answer brings. Where the CA refuses to give a nonce, that refusal is the answer.
   */
  async spend(
    use: (nonce: string) => Promise<HttpAnswer>,
    signal?: AbortSignal,
  ): Promise<HttpAnswer> {
    for (let refused = 0; ; refused++) {
      const answer = await this.#spendOne(use, signal);
      if (problemOf(answer)?.type !== 'badNonce' || refused >= REFUSALS) return answer;
    }
  }

  async #spendOne(
    use: (nonce: string) => Promise<HttpAnswer>,
    signal: AbortSignal | undefined,
  ): Promise<HttpAnswer> {
    const nonce = this.#free.pop() ?? (await this.#nextNonce(signal));
    if (nonce !== undefined) return this.#use(nonce, use);
    const answer = await this.#newNonce(signal);
    if (answer.status >= 400) return answer;
    const fresh = replayNonce(answer);
    if (fresh === undefined) throw unexpectedAnswer(answer, 'no Replay-Nonce');
    return this.#use(fresh, use);
  }

  async #nextNonce(signal: AbortSignal | undefined): Promise<string | undefined> {
    return this.#waiting.length < this.#underWay ? this.#waiting.join(signal) : undefined;
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

  #handOn(nonce: string | undefined): void {
    if (nonce === undefined) {
      if (this.#waiting.length > this.#underWay) this.#waiting.serve(undefined);
      return;
    }
    if (this.#waiting.serve(nonce)) return;
    this.#free.push(nonce);
    if (this.#free.length > CAPACITY) this.#free.shift();
  }
}

/** What is not base64url is ignored (RFC 8555 §6.5.1). */
function replayNonce(answer: HttpAnswer): string | undefined {
  const nonce = answer.headers['replay-nonce'];
  return nonce !== undefined && /^[A-Za-z0-9_-]+$/.test(nonce) ? nonce : undefined;
}
