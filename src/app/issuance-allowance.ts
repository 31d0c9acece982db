/**
 * Keeps to what a CA allows for one set of names: in several vaults the same names count together.
 * What may wait gets its turn when the limit has room again, so that no answer of the CA's is spent
 * on finding out.
 */
import { CertError, isCertError } from '../domain/errors.ts';
import type { HistoryEntry } from '../domain/history.ts';
import type { IssuanceCa } from '../domain/issuance.ts';
import {
  hasKnownLimits,
  issuedByCa,
  spentSet,
  type PlacedOrder,
} from '../domain/issuance-ledger.ts';
import type { CertificateTarget } from '../domain/certificate-target.ts';
import type { Clock } from '../domain/runtime.ts';
import type { History } from './history.ts';

/** An order that is about to be placed. */
export interface CountedOrder {
  /** Of the operation, as the history will name it. */
  readonly id: string;
  readonly target: CertificateTarget;
  readonly ca: IssuanceCa;
  readonly dnsNames: readonly string[];
  /** Until when it can be put off; absent: it is placed now, whatever is known. */
  readonly canWaitUntil?: Date | undefined;
}

interface Counted extends PlacedOrder {
  readonly id: string;
  readonly caId: string;
}

export class IssuanceAllowance {
  readonly #history: Pick<History, 'read'>;
  readonly #clock: Pick<Clock, 'now'>;
  /** Those of this process that the history may not know yet. */
  #underWay: readonly Counted[] = [];

  constructor(history: Pick<History, 'read'>, clock: Pick<Clock, 'now'>) {
    this.#history = history;
    this.#clock = clock;
  }

  /**
   * Counts an order. Of several that ask at once, as many get through as there is room for.
   * @throws CertError LimitSpent, for what can wait until there is room
   */
  async count(order: CountedOrder): Promise<void> {
    const { id, ca, dnsNames, target, canWaitUntil } = order;
    if (!hasKnownLimits(ca)) return;
    const entries = canWaitUntil === undefined ? [] : await this.#remembered();
    const now = this.#clock.now();
    if (canWaitUntil !== undefined) {
      const ended = new Set(entries.map((entry) => entry.id));
      this.#underWay = this.#underWay.filter((counted) => !ended.has(counted.id));
      const underWay = this.#underWay.filter(({ caId }) => caId === ca.id);
      const [spent] = spentSet([...issuedByCa(entries, ca.id), ...underWay], dnsNames, now);
      if (spent && Date.parse(spent.freeAt) < canWaitUntil.getTime()) {
        const { issued, limit, freeAt: until } = spent;
        throw new CertError('LimitSpent', { ...target, ca: ca.name, issued, limit, until });
      }
    }
    const counted = { id, caId: ca.id, at: new Date(now).toISOString(), dnsNames };
    this.#underWay = [...this.#underWay, counted];
  }

  /** A history that cannot be read must not stop a renewal: then the CA says what it allows. */
  async #remembered(): Promise<readonly HistoryEntry[]> {
    try {
      return (await this.#history.read()).entries;
    } catch (error) {
      if (isCertError(error, 'StateUnreadable')) return [];
      throw error;
    }
  }
}
