/** What is said of an operation wherever it is shown. No editor needed. */
import {
  currentStep,
  type BoardOperation,
  type OperationStep,
} from '../../app/operations/board-operation.ts';
import { explain } from '../../domain/error-catalogue.ts';
import { describeDetail } from '../../domain/messages/issuance-news.ts';
import { stepTitle } from '../../domain/messages/step-titles.ts';
import { plainLine } from '../../domain/plain-text.ts';
import type { Translate } from '../../domain/translate.ts';

/** `contoso/www`. */
export function certificateName({ target }: Pick<BoardOperation, 'target'>): string {
  return plainLine(`${target.vault}/${target.name}`);
}

/** `Renew contoso/www`. */
export function operationTitle(operation: BoardOperation, t: Translate): string {
  const name = certificateName(operation);
  return operation.kind === 'create' ? t('Create {0}', name) : t('Renew {0}', name);
}

/** `Renewing contoso/www`: a sentence's beginning. */
export function doingWords(operation: BoardOperation, t: Translate): string {
  const name = certificateName(operation);
  if (operation.work === 'undo') return t('Undoing what was begun of {0}', name);
  return operation.kind === 'create' ? t('Creating {0}', name) : t('Renewing {0}', name);
}

/** `Wait for the name servers: 2 of 4 name servers`. */
export function stepWords({ name, detail }: OperationStep, t: Translate): string {
  const title = stepTitle(name, t);
  return detail === undefined ? title : t('{0}: {1}', title, describeDetail(detail, t));
}

/** What it does now, without how long that has taken. */
export function stateWords(operation: BoardOperation, t: Translate): string {
  const step = currentStep(operation);
  switch (operation.state) {
    case 'queued':
      return t('waiting for its turn');
    case 'running':
      if (operation.cancelling) return t('cancelling…');
      return step ? stepWords(step, t) : t('beginning');
    case 'done':
      return doneWords(operation, t);
    case 'failed':
      return operation.error ? errorWords(operation.error, t) : t('failed');
    case 'cancelled':
      return operation.left ? t('cancelled, something of it is left') : t('cancelled');
    case 'interrupted':
      return interruptedWords(operation, step, t);
    case 'elsewhere':
      return step
        ? t('another window is at work: {0}', stepTitle(step.name, t))
        : t('another window is at work');
  }
}

function doneWords({ issued, left }: BoardOperation, t: Translate): string {
  const done = issued ? t('issued, expires {0}', issued.notAfter.slice(0, 10)) : t('done');
  return left || (issued && issued.leftovers.length > 0)
    ? t('{0}; something is left to clean up', done)
    : done;
}

function interruptedWords(
  { left, needsSignIn }: BoardOperation,
  step: OperationStep | undefined,
  t: Translate,
): string {
  if (!left) return t('interrupted before it had begun');
  if (needsSignIn) return t('interrupted: sign in to finish it');
  return step ? t('interrupted at "{0}"', stepTitle(step.name, t)) : t('interrupted');
}

/** The catalogue's sentence, safe to show. */
export function errorWords(error: NonNullable<BoardOperation['error']>, t: Translate): string {
  return plainLine(explain(error, t).message);
}

/** `340 ms`, `12 s`, `1 min 12 s`. */
export function durationWords(ms: number, t: Translate): string {
  if (ms < 1000) return t('{0} ms', Math.round(ms));
  const seconds = Math.floor(ms / 1000);
  return seconds < 60
    ? t('{0} s', seconds)
    : t('{0} min {1} s', Math.floor(seconds / 60), seconds % 60);
}

/** The person has let it be done, and has not asked for it now. */
export function isInBackground(operation: BoardOperation | undefined): boolean {
  return operation?.wish?.occasion?.kind === 'background';
}
