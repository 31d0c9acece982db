/**
 * The notification of a batch at work, with its steps and Cancel. Whoever hides or closes it changes
 * nothing: the work goes on, and the status bar leads to the view.
 */
import * as vscode from 'vscode';
import { abilitiesOf, isLive, type BoardOperation } from '../../app/operations/board-operation.ts';
import type { OperationBoard } from '../../app/operation-board.ts';
import { notificationText } from '../notification-text.ts';
import type { Batch } from './operation-batches.ts';
import { progressMessage, progressTitle } from './progress-words.ts';

/** Nothing waits for it. */
export function showProgress(board: OperationBoard, batch: Batch, signal: AbortSignal): void {
  const operations = (): readonly BoardOperation[] =>
    [...batch.ids].flatMap((id) => board.get(id) ?? []);
  void vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: notificationText(progressTitle(operations(), vscode.l10n.t)),
      cancellable: true,
    },
    (progress, token) => {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      const look = (): void => {
        const message = progressMessage(operations(), vscode.l10n.t);
        progress.report({ message: notificationText(message) });
        if (operations().some(isLive) && !signal.aborted) return;
        for (const each of listening) each.dispose();
        resolve(undefined);
      };
      signal.addEventListener('abort', look);
      const listening: { dispose(): unknown }[] = [
        {
          dispose: () => {
            signal.removeEventListener('abort', look);
          },
        },
        board.onChange(look),
        token.onCancellationRequested(() => {
          for (const operation of operations()) {
            if (abilitiesOf(operation).has('cancel')) board.cancel(operation.id);
          }
        }),
      ];
      look();
      return promise;
    },
  );
}
