/**
 * What outlives a window of its operations: those of the last day, and the wishes of those that are
 * under way, which the journal does not know. All windows share the records; there are no secrets in
 * them. What cannot be understood is treated as not there.
 */
import { describeLeftover, explain } from '../../domain/error-catalogue.ts';
import type { Leftover } from '../../domain/error-reasons.ts';
import { CertError, type ErrorCode, type ErrorFacts } from '../../domain/errors.ts';
import { ISSUANCE_STEPS, type StepTime } from '../../domain/issuance.ts';
import type { IssuanceWish } from '../../domain/issuance-wish.ts';
import { english } from '../../domain/translate.ts';
import { listOf, object, oneOf, optional, recordOf, text, truth, whole } from '../shape.ts';
import type { Members, Shape } from '../shape.ts';
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

const wish: Members<IssuanceWish> = {
  kind: oneOf('create', 'renew'),
  target: object({ vault: text, name: text }),
  dnsNames: optional(listOf(text)),
  ca: optional(object({ id: text, name: text, directoryUrl: text })),
  profile: optional(text),
  keyType: optional(text),
  newVersion: optional(truth),
  contentType: optional(text),
  exportable: optional(truth),
  reuseKey: optional(truth),
  tags: optional(recordOf(text)),
  agreedTerms: optional(text),
};

/** Another version may know other traces and codes: what has no words here is not understood. */
const leftover: Shape = (value) => {
  try {
    return typeof describeLeftover(value as Leftover, english) === 'string';
  } catch {
    return false;
  }
};

const issued: Members<IssuedFacts> = {
  vault: text,
  name: text,
  version: text,
  thumbprint: text,
  dnsNames: listOf(text),
  notAfter: text,
  leftovers: listOf(leftover),
};

const anyObject: Shape = object({});

const record: Members<OperationRecord> = {
  format: oneOf(FORMAT),
  id: text,
  kind: oneOf('create', 'renew'),
  target: object({ vault: text, name: text }),
  dnsNames: listOf(text),
  directoryKey: optional(text),
  wish: optional(object(wish)),
  work: oneOf('obtain', 'resume', 'undo'),
  takenUp: truth,
  cancelling: truth,
  state: oneOf('live', 'done', 'failed', 'cancelled'),
  steps: listOf(object({ name: oneOf(...ISSUANCE_STEPS), ms: whole })),
  startedAt: whole,
  begunAt: optional(whole),
  endedAt: optional(whole),
  error: optional(object({ code: text, facts: anyObject })),
  issued: optional(object(issued)),
  process: optional(object({ pid: whole, started: text })),
  changedAt: whole,
};

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

export function isOperationRecord(value: unknown): value is OperationRecord {
  return isShaped(value);
}

const isShaped = object(record);

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
