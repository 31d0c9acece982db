/** What the notification of a batch at work says. No editor needed. */
import { hasEnded, isLive, type BoardOperation } from '../../app/operations/board-operation.ts';
import type { Translate } from '../../domain/translate.ts';
import { doingWords, stateWords } from './operation-words.ts';

/** Stays as it is while the batch is at work. */
export function progressTitle(operations: readonly BoardOperation[], t: Translate): string {
  const [first] = operations;
  if (first && operations.length === 1) return doingWords(first, t);
  return operations.every(({ kind }) => kind === 'renew')
    ? t('Renewing {0} certificates', operations.length)
    : t('{0} certificate operations', operations.length);
}

export function progressMessage(operations: readonly BoardOperation[], t: Translate): string {
  const [first] = operations;
  if (first && operations.length === 1) return stateWords(first, t);
  const ended = operations.filter(hasEnded).length;
  const running = operations.filter(({ state }) => state === 'running').length;
  return t('{0} of {1} ended, {2} at work', ended, operations.length, running);
}

/** `2 certificate operations running`, for the status bar; undefined if nothing is at work. */
export function runningWords(
  operations: readonly BoardOperation[],
  t: Translate,
): string | undefined {
  const live = operations.filter(isLive).length;
  if (live === 0) return undefined;
  return live === 1 ? t('1 certificate operation') : t('{0} certificate operations', live);
}
