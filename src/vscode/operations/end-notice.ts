/** What is said when operations have ended, and what can be done then. No editor needed. */
import { abilitiesOf, type BoardOperation } from '../../app/operations/board-operation.ts';
import { describeLeftover, explain } from '../../domain/error-catalogue.ts';
import { listOf } from '../../domain/messages/explanation.ts';
import { plainLine } from '../../domain/plain-text.ts';
import type { Translate } from '../../domain/translate.ts';
import { repairOf, type Repair } from '../errors/repair.ts';
import { namedCertificate } from './operation-nodes.ts';
import { certificateName, doingWords, isInBackground } from './operation-words.ts';

export interface EndNotice {
  readonly severity: 'information' | 'warning' | 'error';
  readonly message: string;
  readonly buttons: readonly Repair[];
}

/** undefined: nobody needs to be told. */
export function endNotice(
  operations: readonly BoardOperation[],
  t: Translate,
): EndNotice | undefined {
  const [first, ...others] = operations.filter((operation) => !isQuiet(operation));
  if (!first) return undefined;
  return others.length === 0 ? noticeOfOne(first, t) : noticeOfSeveral([first, ...others], t);
}

/** Leftovers of what was told of before are cleaned up without a word, and turns are waited for. */
function isQuiet(operation: BoardOperation): boolean {
  const { state, issued, takenUp, work } = operation;
  if (isPutOff(operation)) return isInBackground(operation);
  return takenUp && state === 'done' && work !== 'obtain' && issued === undefined;
}

function isPutOff({ error }: BoardOperation): boolean {
  return error?.code === 'LimitSpent';
}

function noticeOfOne(operation: BoardOperation, t: Translate): EndNotice {
  switch (operation.state) {
    case 'done':
      return noticeOfDone(operation, t);
    case 'failed':
      return noticeOfFailed(operation, t);
    default:
      return noticeOfCancelled(operation, t);
  }
}

function noticeOfDone(operation: BoardOperation, t: Translate): EndNotice {
  const name = certificateName(operation);
  const { issued, takenUp } = operation;
  const until = issued?.notAfter.slice(0, 10) ?? '';
  const sentence = !issued
    ? t('What was left of {0} is cleaned up.', name)
    : takenUp
      ? t('{0} was interrupted and is completed now: the certificate expires {1}.', name, until)
      : operation.kind === 'create'
        ? t('{0} is created and expires {1}.', name, until)
        : isInBackground(operation)
          ? t('{0} is renewed in the background and expires {1}.', name, until)
          : t('{0} is renewed and expires {1}.', name, until);
  const leftovers = (issued?.leftovers ?? []).map((leftover) =>
    plainLine(describeLeftover(leftover, t)),
  );
  const message =
    leftovers.length === 0
      ? sentence
      : t('{0} Something is left to clean up: {1}.', sentence, listOf(leftovers, t));
  const show = issued && showCertificate(operation, t);
  const buttons = [...(show ? [show] : []), ...(leftovers.length > 0 ? [showOperations(t)] : [])];
  return { severity: leftovers.length > 0 ? 'warning' : 'information', message, buttons };
}

function noticeOfFailed(operation: BoardOperation, t: Translate): EndNotice {
  const { message, remedies } = operation.error
    ? explain(operation.error, t)
    : { message: t('It has failed.'), remedies: [] };
  const said = t('{0}: {1}', doingWords(operation, t), plainLine(message));
  const abilities = abilitiesOf(operation);
  const again = abilities.has('retry')
    ? button(t('Retry'), 'kvcert.retryOperation', { operationId: operation.id })
    : abilities.has('resume')
      ? button(t('Resume'), 'kvcert.resumeOperation', { operationId: operation.id })
      : undefined;
  const repairs = remedies
    .flatMap((remedy) => repairOf(remedy, t, operation.directoryKey) ?? [])
    .slice(0, 1);
  return {
    severity: isPutOff(operation) ? 'information' : 'error',
    message: operation.left ? t('{0} It can be completed or undone later.', said) : said,
    // More than three are cut off on a narrow screen.
    buttons: [...repairs, ...(again ? [again] : []), button(t('Show Log'), 'kvcert.showLog')],
  };
}

function noticeOfCancelled(operation: BoardOperation, t: Translate): EndNotice {
  const name = certificateName(operation);
  if (operation.left) {
    const message = t('{0} is cancelled, but not everything could be undone.', name);
    return { severity: 'warning', message, buttons: [showOperations(t)] };
  }
  const message = operation.takenUp
    ? t('{0} was interrupted and is undone now: nothing of it is left.', name)
    : t('{0} is cancelled: nothing of it is left.', name);
  return { severity: 'information', message, buttons: [] };
}

function noticeOfSeveral(operations: readonly BoardOperation[], t: Translate): EndNotice {
  const of = (state: BoardOperation['state']): number =>
    operations.filter((operation) => operation.state === state).length;
  const [done, failed, cancelled] = [of('done'), of('failed'), of('cancelled')];
  const parts = [
    ...(done > 0 ? [done === 1 ? t('1 completed') : t('{0} completed', done)] : []),
    ...(failed > 0 ? [failed === 1 ? t('1 failed') : t('{0} failed', failed)] : []),
    ...(cancelled > 0 ? [cancelled === 1 ? t('1 undone') : t('{0} undone', cancelled)] : []),
  ];
  const sums = listOf(parts, t);
  const message = operations.every(({ takenUp }) => takenUp)
    ? t('{0} interrupted certificate operations have ended: {1}.', operations.length, sums)
    : operations.every(isInBackground)
      ? t('{0} renewals in the background have ended: {1}.', operations.length, sums)
      : t('{0} certificate operations have ended: {1}.', operations.length, sums);
  return {
    severity: failed > 0 ? 'error' : 'information',
    message,
    buttons: [showOperations(t)],
  };
}

function showCertificate(operation: BoardOperation, t: Translate): Repair {
  return button(t('Show Certificate'), 'kvcert.showCertificate', namedCertificate(operation));
}

function showOperations(t: Translate): Repair {
  return button(t('Show Operations'), 'kvcert.operations.focus');
}

function button(label: string, command: string, ...given: readonly unknown[]): Repair {
  return { label, command, arguments: given };
}
