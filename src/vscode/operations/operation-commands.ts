/** Cancel, retry, resume, undo, remove: from the view, a notification, or the palette. */
import * as vscode from 'vscode';
import {
  abilitiesOf,
  type Ability,
  type BoardOperation,
} from '../../app/operations/board-operation.ts';
import type { AppContext } from '../app-context.ts';
import type { CommandHandlers } from '../commands/register-commands.ts';
import { pickItem } from '../label-text.ts';
import { stateName } from './describe-operation.ts';
import { operationTitle, stateWords } from './operation-words.ts';
import { requireWorkplace } from './workplace.ts';

type Ids =
  | 'kvcert.cancelOperation'
  | 'kvcert.retryOperation'
  | 'kvcert.resumeOperation'
  | 'kvcert.undoOperation'
  | 'kvcert.removeOperation';

type Operating = Pick<AppContext, 'board' | 'portfolio' | 'errors'>;

export function operationCommands(app: Operating): CommandHandlers<Ids> {
  const { board, portfolio } = app;
  const handler =
    (
      ability: Ability,
      words: { readonly title: string; readonly doing: string },
      work: (operation: BoardOperation) => void | Promise<void>,
    ) =>
    (given: unknown): Promise<void> =>
      app.errors.guard(words.doing, async () => {
        const operation = await whichOperation(app, ability, words.title, given);
        if (operation) await work(operation);
      });
  const { t } = vscode.l10n;
  return {
    'kvcert.cancelOperation': handler(
      'cancel',
      { title: t('Cancel which operation?'), doing: t('Cancelling') },
      ({ id }) => {
        board.cancel(id);
      },
    ),
    'kvcert.retryOperation': handler(
      'retry',
      { title: t('Retry which operation?'), doing: t('Trying again') },
      async (operation) => {
        board.retry(operation.id, await requireWorkplace(portfolio, operation));
      },
    ),
    'kvcert.resumeOperation': handler(
      'resume',
      { title: t('Resume which operation?'), doing: t('Resuming') },
      async (operation) => {
        board.resume(operation.id, await requireWorkplace(portfolio, operation));
      },
    ),
    'kvcert.undoOperation': handler(
      'undo',
      { title: t('Undo which operation?'), doing: t('Undoing') },
      async (operation) => {
        board.undo(operation.id, await requireWorkplace(portfolio, operation));
      },
    ),
    'kvcert.removeOperation': handler(
      'remove',
      { title: t('Remove which operation from the list?'), doing: t('Removing from the list') },
      ({ id }) => {
        board.remove(id);
      },
    ),
  };
}

/** undefined: there is none, which is said, or the person has picked none. */
async function whichOperation(
  { board }: Operating,
  ability: Ability,
  title: string,
  given: unknown,
): Promise<BoardOperation | undefined> {
  await board.open();
  const able = (operation: BoardOperation): boolean => abilitiesOf(operation).has(ability);
  const named = operationIdIn(given);
  const operation = named === undefined ? undefined : board.get(named);
  if (operation && able(operation)) return operation;
  const all = board.operations.filter(able);
  if (named !== undefined || all.length === 0) {
    void vscode.window.showInformationMessage(
      named === undefined
        ? vscode.l10n.t('There is no operation for which this can be done now.')
        : vscode.l10n.t('This can no longer be done: the operation has gone on or ended since.'),
    );
    return undefined;
  }
  const items = all.map((each) =>
    pickItem({
      label: operationTitle(each, vscode.l10n.t),
      description: stateName(each.state, vscode.l10n.t),
      detail: stateWords(each, vscode.l10n.t),
      operation: each,
    }),
  );
  return (await vscode.window.showQuickPick(items, { title }))?.operation;
}

/** A node of the view, or what a notification has given. */
function operationIdIn(given: unknown): string | undefined {
  if (typeof given !== 'object' || given === null || !('operationId' in given)) return undefined;
  return typeof given.operationId === 'string' ? given.operationId : undefined;
}
