/** What a node of the view **Operations** looks like. No editor needed. */
import {
  abilitiesOf,
  currentStep,
  type BoardOperation,
  type OperationState,
  type OperationStep,
} from '../../app/operations/board-operation.ts';
import { describeLeftover } from '../../domain/error-catalogue.ts';
import type { Leftover } from '../../domain/error-reasons.ts';
import { describeDetail, describeNote } from '../../domain/messages/issuance-news.ts';
import { gridOf } from '../../domain/messages/propagation-grid.ts';
import { stepTitle } from '../../domain/messages/step-titles.ts';
import type { StepDetail } from '../../domain/issuance-news.ts';
import { plainLine } from '../../domain/plain-text.ts';
import type { Translate } from '../../domain/translate.ts';
import type { NodeLook } from '../tree/node-look.ts';
import { childNodes, type OperationNode } from './operation-nodes.ts';
import { durationWords, errorWords, operationTitle, stateWords } from './operation-words.ts';

export type OperationLook = Omit<NodeLook, 'command'> & { readonly tooltip?: string };

/** Different shapes, not only colours. */
const STATE_ICONS: Readonly<Record<OperationState, NodeLook['icon']>> = {
  queued: { id: 'clock' },
  running: { id: 'sync~spin' },
  done: { id: 'pass', color: 'kvcert.fine' },
  failed: { id: 'error', color: 'kvcert.expired' },
  cancelled: { id: 'circle-slash', color: 'disabledForeground' },
  interrupted: { id: 'debug-pause', color: 'kvcert.urgent' },
  elsewhere: { id: 'multiple-windows' },
};

/** @param now - milliseconds since the epoch */
export function describeOperationNode(
  node: OperationNode,
  now: number,
  t: Translate,
): OperationLook {
  switch (node.kind) {
    case 'operation':
      return describeOperation(node.operation, now, t);
    case 'step':
      return describeStep(node.step, now, t);
    case 'note':
      return line(plainLine(describeNote(node.note, t)), 'info', 'kvNote');
    case 'leftover':
      return line(leftoverWords(node.leftover, t), 'warning', 'kvLeftover');
    case 'error':
      return line(errorWords(node.error, t), 'error', 'kvOperationError');
    case 'unreadable':
      return line(errorWords(node.error, t), 'warning', 'kvUnreadableOperation');
  }
}

function leftoverWords(leftover: Leftover, t: Translate): string {
  return t('Left behind: {0}', plainLine(describeLeftover(leftover, t)));
}

/** A sentence: what the view cuts off is in the tooltip. */
function line(sentence: string, icon: string, context: string): OperationLook {
  return {
    label: sentence,
    icon: { id: icon },
    expands: 'no',
    context,
    accessibleLabel: sentence,
    tooltip: sentence,
  };
}

function describeOperation(operation: BoardOperation, now: number, t: Translate): OperationLook {
  const title = operationTitle(operation, t);
  const words = stateWords(operation, t);
  const elapsed = elapsedOf(operation, now);
  const abilities = [...abilitiesOf(operation)].map((ability) => `can:${ability}`);
  const context = ['kvOperation', `state:${operation.state}`, ...abilities];
  if (operation.issued) context.push('issued');
  return {
    label: title,
    description: elapsed === undefined ? words : `${words} · ${durationWords(elapsed, t)}`,
    icon: STATE_ICONS[operation.state],
    expands: childNodes(operation).length > 0 ? 'collapsed' : 'no',
    context: context.join(';'),
    // Not how long: a screen reader would begin again every second.
    accessibleLabel: t('{0}, {1}', title, `${stateName(operation.state, t)}: ${words}`),
    tooltip: [title, operation.dnsNames.map(plainLine).join(', '), words]
      .filter(Boolean)
      .join('\n'),
  };
}

/** Of the step under way, or of all; undefined where another process counts. */
function elapsedOf(operation: BoardOperation, now: number): number | undefined {
  const { begunAt, endedAt, state } = operation;
  if (state === 'running') {
    const since = currentStep(operation)?.startedAt ?? begunAt;
    return since === undefined ? undefined : Math.max(now - since, 0);
  }
  if (state !== 'done' || begunAt === undefined || endedAt === undefined) return undefined;
  return endedAt - begunAt;
}

/** A line for each name server: what it shows of each name. */
function gridWords(detail: StepDetail | undefined, t: Translate): readonly string[] {
  const grid = gridOf(detail, t);
  if (!grid) return [];
  const lines = grid.rows.map(({ server, cells }) => {
    const seen = cells.map(({ word }, nth) => t('{0} {1}', grid.names[nth] ?? '', word));
    return t('{0}: {1}', server, seen.join(', '));
  });
  return grid.more === undefined ? lines : [...lines, grid.more];
}

function describeStep(step: OperationStep, now: number, t: Translate): OperationLook {
  const title = stepTitle(step.name, t);
  const { ms, startedAt } = step;
  const isUnderWay = ms === undefined && startedAt !== undefined;
  const took = ms ?? (startedAt === undefined ? undefined : Math.max(now - startedAt, 0));
  const detail = step.detail ? describeDetail(step.detail, t) : '';
  const parts = [detail, took === undefined ? '' : durationWords(took, t)].filter(Boolean);
  const grid = gridWords(step.detail, t);
  const state = ms !== undefined ? t('done') : isUnderWay ? t('under way') : t('interrupted');
  return {
    label: title,
    description: parts.join(' · '),
    icon: { id: ms !== undefined ? 'check' : isUnderWay ? 'loading~spin' : 'debug-pause' },
    expands: 'no',
    context: 'kvOperationStep',
    accessibleLabel: [title, state, detail].filter(Boolean).join(', '),
    ...(grid.length > 0 && { tooltip: [title, ...grid].join('\n') }),
  };
}

export function stateName(state: OperationState, t: Translate): string {
  switch (state) {
    case 'queued':
      return t('Waiting');
    case 'running':
      return t('Running');
    case 'done':
      return t('Done');
    case 'failed':
      return t('Failed');
    case 'cancelled':
      return t('Cancelled');
    case 'interrupted':
      return t('Interrupted');
    case 'elsewhere':
      return t('In another window');
  }
}
