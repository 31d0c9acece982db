import type { Now } from '../api.ts';
import type { ZoneStore } from '../arm/zone-store.ts';
import { answerAuthoritatively } from './authoritative-answer.ts';
import { Propagation } from './propagation.ts';
import type { Question, Reply } from './reply.ts';

/** How a name server answers; members that are not given stay as they are. */
export interface NameServerBehaviour {
  /** A change of a record set is seen this long after it was made; milliseconds. */
  readonly visibleAfterMs?: number;
  /** Every answer comes this late; milliseconds. */
  readonly answerDelayMs?: number;
  /** Does not answer at all. */
  readonly silent?: boolean;
}

/** One of the two name servers: all zones of the world, each with this server's delay. */
export class AuthoritativeServer {
  readonly #zones: ZoneStore;
  readonly #now: Now;
  readonly #propagation = new Propagation();
  #answerDelayMs = 0;
  #silent = false;

  constructor(zones: ZoneStore, now: Now) {
    this.#zones = zones;
    this.#now = now;
  }

  set(behaviour: NameServerBehaviour): void {
    const { visibleAfterMs, answerDelayMs, silent } = behaviour;
    if (visibleAfterMs !== undefined) this.#propagation.setDelay(visibleAfterMs, this.#now());
    this.#answerDelayMs = answerDelayMs ?? this.#answerDelayMs;
    this.#silent = silent ?? this.#silent;
  }

  get silent(): boolean {
    return this.#silent;
  }

  get answerDelayMs(): number {
    return this.#answerDelayMs;
  }

  answer(question: Question): Reply {
    const now = this.#now();
    return answerAuthoritatively(this.#zones, question, (changedAt) =>
      this.#propagation.isVisible(changedAt, now),
    );
  }
}
