/** What happens to operations, in the log channel: with ids, so that it can be followed. */
import * as vscode from 'vscode';
import { explain } from '../../domain/error-catalogue.ts';
import { describeNote } from '../../domain/messages/issuance-news.ts';
import { plainLine } from '../../domain/plain-text.ts';
import type { AppContext } from '../app-context.ts';
import { doingWords, operationTitle } from './operation-words.ts';

export function logOperations({
  board,
  log,
}: Pick<AppContext, 'board' | 'log'>): vscode.Disposable {
  const { t } = vscode.l10n;
  return vscode.Disposable.from(
    board.onNote(({ operation, note }) => {
      log.info(operation.id, doingWords(operation, t), plainLine(describeNote(note, t)));
    }),
    board.onEnded((operation) => {
      const { id, state, steps, error } = operation;
      const times = steps.map(({ name, ms }) => `${name} ${ms === undefined ? '-' : `${ms} ms`}`);
      const line = [id, operationTitle(operation, t), state, times.join(', ')] as const;
      if (state !== 'failed' || !error) {
        log.info(...line);
        return;
      }
      log.error(...line, error.code, plainLine(explain(error, t).message));
      for (let { cause } = error; cause instanceof Error; { cause } = cause) {
        log.error(id, cause.name, plainLine(cause.message));
      }
    }),
  );
}
