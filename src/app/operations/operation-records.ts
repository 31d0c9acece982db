/**
 * What outlives a window of its operations: those of the last day, and the wishes of those that are
 * under way, which the journal does not know. All windows share the records; there are no secrets in
 * them. What cannot be understood is treated as not there.
 */
import { describeLeftover, explain } from '../../domain/error-catalogue.ts';
import type { Leftover } from '../../domain/error-reasons.ts';
import { CertError, type ErrorCode, type ErrorFacts } from '../../domain/errors.ts';
import { isOccasion } from '../../domain/history.ts';
import { ISSUANCE_STEPS, type StepTime } from '../../domain/issuance.ts';
import type { IssuanceWish } from '../../domain/issuance-wish.ts';
import { KEY_TYPES } from '../../domain/key-type.ts';
import {
  isListOf,
  isOneOf,
  isRecord,
  isRecordOf,
  isText,
  isTruth,
  isWhole,
  optional,
  type Guard,
} from '../../domain/shape.ts';
import { english } from '../../domain/translate.ts';
import type { BoardOperation, IssuedFacts } from './board-operation.ts';
import { hasEnded, isLive } from './board-operation.ts';

/** Where records are kept (the editor's global state). */
export interface OperationRecords {
  load(): readonly unknown[];
  save(records: readonly OperationRecord[]): Promise<void>;
}

/** JSON-safe. */
export interface OperationRecord extends Pick<
  BoardOperation,
  | 'id'
  | 'kind'
  | 'target'
  | 'dnsNames'
  | 'directoryKey'
  | 'wish'
  | 'work'
  | 'takenUp'
  | 'cancelling'
  | 'startedAt'
  | 'begunAt'
  | 'endedAt'
  | 'issued'
  | 'process'
  | 'changedAt'
> {
  readonly format: typeof FORMAT;
  /** `live`: was waiting or at work in that process. */
  readonly state: 'live' | 'done' | 'failed' | 'cancelled';
  readonly steps: readonly StepTime[];
  readonly error: { readonly code: string; readonly facts: object } | undefined;
}

/** Milliseconds for which what has ended is shown. */
export const KEPT_FOR = 24 * 60 * 60 * 1000;

const FORMAT = 1;

const isWish = isRecord<IssuanceWish>({
  kind: isOneOf('create', 'renew'),
  target: isRecord({ vault: isText, name: isText }),
  dnsNames: optional(isListOf(isText)),
  ca: optional(isRecord({ id: isText, name: isText, directoryUrl: isText })),
  account: optional(isText),
  profile: optional(isText),
  validDays: optional(isWhole),
  preferredChain: optional(isText),
  keyType: optional(isOneOf(...KEY_TYPES)),
  forceStaging: optional(isTruth),
  rehearse: optional(isTruth),
  rehearsalCa: optional(isRecord({ id: isText, name: isText, directoryUrl: isText })),
  newVersion: optional(isTruth),
  contentType: optional(isOneOf('application/x-pkcs12', 'application/x-pem-file')),
  exportable: optional(isTruth),
  reuseKey: optional(isTruth),
  adopt: optional(isTruth),
  tags: optional(isRecordOf(isText)),
  agreedTerms: optional(isText),
  occasion: optional(isOccasion),
});

/** Another version may know other traces and codes: what has no words here is not understood. */
const isLeftover: Guard<Leftover> = (value): value is Leftover => {
  try {
    return typeof describeLeftover(value as Leftover, english) === 'string';
  } catch {
    return false;
  }
};

const isIssued = isRecord<IssuedFacts>({
  vault: isText,
  name: isText,
  version: isText,
  thumbprint: isText,
  dnsNames: isListOf(isText),
  notAfter: isText,
  leftovers: isListOf(isLeftover),
});

export const isOperationRecord = isRecord<OperationRecord>({
  format: isOneOf(FORMAT),
  id: isText,
  kind: isOneOf('create', 'renew'),
  target: isRecord({ vault: isText, name: isText }),
  dnsNames: isListOf(isText),
  directoryKey: optional(isText),
  wish: optional(isWish),
  work: isOneOf('obtain', 'resume', 'undo'),
  takenUp: isTruth,
  cancelling: isTruth,
  state: isOneOf('live', 'done', 'failed', 'cancelled'),
  steps: isListOf(isRecord({ name: isOneOf(...ISSUANCE_STEPS), ms: isWhole })),
  startedAt: isWhole,
  begunAt: optional(isWhole),
  endedAt: optional(isWhole),
  error: optional(isRecord({ code: isText, facts: isRecord<object>({}) })),
  issued: optional(isIssued),
  process: optional(isRecord({ pid: isWhole, started: isText })),
  changedAt: isWhole,
});

/** undefined for what needs no record: the journal knows all of it. */
export function recordOfOperation(operation: BoardOperation): OperationRecord | undefined {
  if (!hasEnded(operation) && !isLive(operation)) return undefined;
  const { id, kind, target, dnsNames, directoryKey, work, takenUp, cancelling, changedAt } =
    operation;
  const { startedAt, begunAt, endedAt, error, process } = operation;
  return {
    format: FORMAT,
    ...{
      id,
      kind,
      target,
      dnsNames,
      directoryKey,
      wish: operation.wish,
      work,
      takenUp,
      cancelling,
    },
    state: endedState(operation) ?? 'live',
    steps: operation.steps.flatMap(({ name, ms }) => (ms === undefined ? [] : [{ name, ms }])),
    ...{ startedAt, begunAt, endedAt, process, changedAt },
    error: error && { code: error.code, facts: error.facts },
    issued: operation.issued,
  };
}

function endedState({ state }: BoardOperation): 'done' | 'failed' | 'cancelled' | undefined {
  return state === 'done' || state === 'failed' || state === 'cancelled' ? state : undefined;
}

/** One that was live comes out as `elsewhere`: whether its process is still there is to be seen. */
export function operationOfRecord(value: unknown): BoardOperation | undefined {
  if (!isOperationRecord(value)) return undefined;
  const error = value.error && readError(value.error);
  if (value.error && !error) return undefined;
  const { state, steps } = value;
  const { id, kind, target, dnsNames, directoryKey, work, takenUp, cancelling, changedAt } = value;
  const { startedAt, begunAt, endedAt, process } = value;
  return {
    ...{ id, kind, target, dnsNames, directoryKey, wish: value.wish, work, takenUp, cancelling },
    ...{ startedAt, begunAt, endedAt, process, changedAt, issued: value.issued },
    ...{ left: undefined, needsSignIn: false, notes: [] },
    state: state === 'live' ? 'elsewhere' : state,
    steps: steps.map((step) => ({ ...step, startedAt: undefined, detail: undefined })),
    error,
  };
}

/** Another version may know other codes or facts: what has no sentence here is not understood. */
function readError(kept: { code: string; facts: object }): CertError | undefined {
  const error = new CertError(kept.code as ErrorCode, kept.facts as ErrorFacts[ErrorCode]);
  try {
    explain(error);
    return error;
  } catch {
    return undefined;
  }
}
