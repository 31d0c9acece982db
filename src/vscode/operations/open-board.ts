import { randomBytes } from 'node:crypto';
import type * as vscode from 'vscode';
import { isAlive, thisProcess } from '../../app/process-lock.ts';
import { OperationBoard } from '../../app/operation-board.ts';
import { openJournalView } from '../../app/operations/journal-view.ts';
import type { Clock, Log } from '../../domain/runtime.ts';

export interface BoardSurroundings {
  readonly extension: Pick<vscode.ExtensionContext, 'globalState'>;
  /** The engines' own. */
  readonly stateFolder: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** In the global state, which all windows of this user see. */
const RECORDS = 'kvcert.operations';

/** Reads nothing but what the system says of this process; disposed with the extension. */
export function openBoard({
  extension: { globalState },
  stateFolder,
  clock,
  log,
}: BoardSurroundings): OperationBoard {
  return new OperationBoard({
    journal: openJournalView(stateFolder, log),
    records: {
      load: () => {
        const stored = globalState.get<readonly unknown[]>(RECORDS);
        return Array.isArray(stored) ? stored.map((record: unknown) => record) : [];
      },
      save: async (records) => {
        await globalState.update(RECORDS, records);
      },
    },
    process: thisProcess(),
    isAlive,
    newId: () => randomBytes(8).toString('hex'),
    clock,
    log,
  });
}
