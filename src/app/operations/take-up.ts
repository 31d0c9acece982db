/**
 * Interrupted operations are taken up without anybody's doing: what earlier windows have left when
 * this one opens, and later what another window leaves when it dies; each once. Two windows that see
 * the same are told apart by the certificate's lock: the slower one watches.
 */
import { asCertError } from '../../domain/error-catalogue.ts';
import type { OperationBoard, Workplace } from '../operation-board.ts';
import { isLive, type BoardOperation } from './board-operation.ts';
import type { Disposable } from './listeners.ts';

/**
 * Finds, without asking anybody, through which directory an interrupted operation can be ended.
 * undefined: nobody is signed in who sees its vault.
 */
export type WorkplaceFor = (operation: BoardOperation) => Promise<Workplace | undefined>;

export class TakeUp implements Disposable {
  readonly #board: OperationBoard;
  readonly #workplaceFor: WorkplaceFor;
  /** Ids of the journal. */
  readonly #asked = new Set<string>();
  #listening: Disposable | undefined;

  constructor(board: OperationBoard, workplaceFor: WorkplaceFor) {
    this.#board = board;
    this.#workplaceFor = workplaceFor;
  }

  /**
   * Resolves when everything that can be has been begun. What a window has seen fail, and has left in
   * the journal, is tried again by the next window that opens, not by those that are open already.
   */
  async begin(): Promise<void> {
    await this.#board.open();
    await this.#takeUp((operation) => !isLive(operation) && operation.state !== 'elsewhere');
    this.#listening ??= this.#board.onChange(() => {
      void this.#takeUp(({ state }) => state === 'interrupted');
    });
  }

  /** Somebody has signed in: what had nobody is tried again. */
  async again(): Promise<void> {
    for (const { left, needsSignIn } of this.#board.operations) {
      if (left && needsSignIn) this.#asked.delete(left.id);
    }
    await this.#takeUp(({ state, needsSignIn }) => needsSignIn || state === 'interrupted');
  }

  dispose(): void {
    this.#listening?.dispose();
  }

  async #takeUp(isMeant: (operation: BoardOperation) => boolean): Promise<void> {
    const meant = this.#board.operations.filter(
      (operation) => operation.left && !this.#asked.has(operation.left.id) && isMeant(operation),
    );
    for (const { left } of meant) if (left) this.#asked.add(left.id);
    await Promise.all(meant.map((operation) => this.#takeUpOne(operation)));
  }

  async #takeUpOne(operation: BoardOperation): Promise<void> {
    let workplace: Workplace | undefined;
    try {
      workplace = await this.#workplaceFor(operation);
    } catch (error) {
      this.#board.cannotTakeUp(operation.id, asCertError(error));
      return;
    }
    if (workplace) this.#board.takeUp(operation.id, workplace);
    else this.#board.cannotTakeUp(operation.id, undefined);
  }
}
