/**
 * Which operations belong together for the person: those that were started in one go (renewing
 * several certificates), and those that this window has taken up from an earlier one. One
 * notification tells of the progress of each batch, and one of its end. No editor needed.
 */
import { coalesced } from '../../app/coalesced.ts';
import type { OperationBoard } from '../../app/operation-board.ts';
import { isLive, type BoardOperation } from '../../app/operations/board-operation.ts';
import type { Disposable } from '../../app/operations/listeners.ts';
import type { Clock } from '../../domain/runtime.ts';

export interface Batch {
  readonly ids: ReadonlySet<string>;
  /** Nobody has asked for these in this window. */
  readonly takenUp: boolean;
}

export interface BatchServices {
  readonly board: Pick<OperationBoard, 'operations' | 'get' | 'onChange' | 'onEnded'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly began: (batch: Batch) => void;
  /** All of one or several batches: those that end nearly together are told of together. */
  readonly ended: (operations: readonly BoardOperation[]) => void;
}

/** Milliseconds. */
const TOGETHER = 500;

export class OperationBatches implements Disposable {
  readonly #services: BatchServices;
  readonly #batches = new Set<Batch>();
  readonly #ended = new Map<string, BoardOperation>();
  #toTell: BoardOperation[] = [];
  readonly #tell: () => void;
  readonly #listening: readonly Disposable[];

  constructor(services: BatchServices) {
    const { board, clock, signal } = services;
    this.#services = services;
    this.#tell = coalesced(clock, TOGETHER, signal, () => {
      const told = this.#toTell;
      this.#toTell = [];
      services.ended(told);
    });
    this.#listening = [
      board.onChange(() => {
        this.#look();
      }),
      board.onEnded((operation) => {
        this.#look();
        this.#hasEnded(operation);
      }),
    ];
  }

  dispose(): void {
    for (const each of this.#listening) each.dispose();
  }

  #look(): void {
    const fresh = this.#services.board.operations.filter(
      (operation) => isLive(operation) && !this.#batchOf(operation.id),
    );
    for (const takenUp of [false, true]) {
      const ids = fresh.filter((each) => each.takenUp === takenUp).map(({ id }) => id);
      if (ids.length > 0) this.#begin({ ids: new Set(ids), takenUp });
    }
    for (const batch of [...this.#batches]) this.#endIfOver(batch);
  }

  #begin(batch: Batch): void {
    this.#batches.add(batch);
    this.#services.began(batch);
  }

  #hasEnded(operation: BoardOperation): void {
    this.#ended.set(operation.id, operation);
    const batch = this.#batchOf(operation.id);
    // It was over before anybody has looked.
    if (!batch) this.#begin({ ids: new Set([operation.id]), takenUp: operation.takenUp });
    const found = batch ?? this.#batchOf(operation.id);
    if (found) this.#endIfOver(found);
  }

  /** One that another window has ended has no end here, and is no longer waited for. */
  #endIfOver(batch: Batch): void {
    const { board } = this.#services;
    const isOver = [...batch.ids].every((id) => {
      const now = board.get(id);
      return this.#ended.has(id) ? !(now && isLive(now)) : !now || now.state === 'elsewhere';
    });
    if (!isOver) return;
    this.#batches.delete(batch);
    const ended = [...batch.ids].flatMap((id) => this.#ended.get(id) ?? []);
    for (const id of batch.ids) this.#ended.delete(id);
    if (ended.length === 0) return;
    this.#toTell.push(...ended);
    this.#tell();
  }

  #batchOf(id: string): Batch | undefined {
    return [...this.#batches].find(({ ids }) => ids.has(id));
  }
}
