/**
 * What the board holds, what the records of all windows say and what the journal says, made one
 * picture. Pure. Who is right: this window about what it works on; of two accounts of the same
 * operation the newer; the journal about what is left of it and who is at work on it.
 */
import { isCertError } from '../../domain/errors.ts';
import { certificateKey } from '../../domain/ownership.ts';
import type { Holder } from '../process-lock.ts';
import { hasEnded, isLive, leftOf, type BoardOperation } from './board-operation.ts';
import type { JournalOperation } from './journal-view.ts';
import { KEPT_FOR } from './operation-records.ts';

export interface Accounts {
  /** Of this board. */
  readonly held: readonly BoardOperation[];
  /** Ids of those that this window has worked on: they are kept though no record tells of them. */
  readonly own: ReadonlySet<string>;
  readonly records: readonly BoardOperation[];
  readonly journal: readonly JournalOperation[];
  /** The processes of records that are at work, other than this one. */
  readonly alive: readonly Holder[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** In no particular order. */
export function reconcile(accounts: Accounts): readonly BoardOperation[] {
  const known = knownOperations(accounts);
  const busy = new Set(known.filter(({ state }) => state === 'running').map(keyOf));
  // What is left on a certificate that is worked on here is being taken up, and about to change.
  const entries = accounts.journal.filter((entry) => !busy.has(keyOfEntry(entry)));
  const owners = new Map(entries.map((entry) => [entry, ownerOf(known, entry)]));
  const journalled = entries.filter((entry) => owners.get(entry) === undefined).map(fromJournal);
  const settled = known.flatMap((operation) => {
    if (isLive(operation) || (operation.left && busy.has(keyOf(operation)))) return [operation];
    const entry = entries.findLast((each) => owners.get(each) === operation.id);
    return judge(operation, entry, accounts);
  });
  return [...settled, ...journalled].filter((operation) => isRecent(operation, accounts.now));
}

function knownOperations({ held, own, records }: Accounts): readonly BoardOperation[] {
  const recorded = new Map(records.map((record) => [record.id, record]));
  const mine = held.flatMap((operation) => {
    const record = recorded.get(operation.id);
    recorded.delete(operation.id);
    if (isLive(operation)) return [operation];
    if (record) return [newerOf(operation, record)];
    // It was removed in another window.
    return hasEnded(operation) && !own.has(operation.id) ? [] : [operation];
  });
  return [...mine, ...recorded.values()];
}

/** Steps' details and notes are in no record: at the same age, what is held tells more. */
function newerOf(held: BoardOperation, record: BoardOperation): BoardOperation {
  if (record.changedAt > held.changedAt) return record;
  if (record.changedAt < held.changedAt) return held;
  if (record.state === 'elsewhere') return held;
  return { ...held, state: record.state, endedAt: record.endedAt };
}

function keyOf({ target }: BoardOperation): string {
  return certificateKey(target.vault, target.name);
}

function keyOfEntry({ entry: { plan } }: JournalOperation): string {
  return certificateKey(plan.vault.name, plan.name);
}

/** The id of the operation from which an entry comes: it was begun between its start and its end. */
function ownerOf(known: readonly BoardOperation[], found: JournalOperation): string | undefined {
  const { plan } = found.entry;
  const named = known.filter(({ id, left }) => left?.id === plan.id || id === plan.id);
  const told = named.find((operation) => !isOnlyJournalled(operation, plan.id));
  if (told) return told.id;
  // The claim's time is in whole seconds, rounded down.
  const [since, until] = [plan.claim.since * 1000, plan.claim.since * 1000 + 999];
  const fitting = known.filter(
    (operation) =>
      !isLive(operation) &&
      !wasRefused(operation) &&
      !named.includes(operation) &&
      keyOf(operation) === keyOfEntry(found) &&
      operation.startedAt <= until &&
      (operation.endedAt ?? Infinity) >= since,
  );
  return fitting.toSorted((a, b) => b.startedAt - a.startedAt)[0]?.id ?? named[0]?.id;
}

/**
 * Nobody has told of it but the journal. Another window's record reaches this one later than the
 * journal's entry: such an operation makes way for it, or there would be two of one.
 */
function isOnlyJournalled({ id, process }: BoardOperation, journalled: string): boolean {
  return id === journalled && process === undefined;
}

/** Another process was at work on the certificate: nothing in the journal comes from this one. */
function wasRefused({ error }: BoardOperation): boolean {
  return isCertError(error, 'OperationRunning');
}

/** What is to be thought of an operation that is not at work in this window. */
function judge(
  operation: BoardOperation,
  found: JournalOperation | undefined,
  { alive, records }: Accounts,
): readonly BoardOperation[] {
  const left = found && leftOf(found.entry);
  if (found?.pid !== undefined)
    return [{ ...operation, ...stepsOf(found), state: 'elsewhere', left }];
  if (hasEnded(operation)) return [{ ...operation, left }];
  const isRecorded = records.some(({ id }) => id === operation.id);
  const { process } = operation;
  const isWaiting =
    isRecorded &&
    process !== undefined &&
    alive.some(({ pid, started }) => pid === process.pid && started === process.started);
  // Another window is about to begin, or to say how it has ended.
  if (isWaiting) return [{ ...operation, state: 'elsewhere', left }];
  if (found) return [{ ...operation, ...stepsOf(found), state: 'interrupted', left }];
  // Nothing was begun that the journal would know. What only the journal knew has come to an end.
  return isRecorded ? [{ ...operation, state: 'interrupted', left: undefined }] : [];
}

function stepsOf({ entry: { progress } }: JournalOperation): Pick<BoardOperation, 'steps'> {
  const done = progress.steps.map((step) => ({ ...step, startedAt: undefined, detail: undefined }));
  const current = { name: progress.step, startedAt: undefined, ms: undefined, detail: undefined };
  return { steps: done.at(-1)?.name === progress.step ? done : [...done, current] };
}

function fromJournal(found: JournalOperation): BoardOperation {
  const { plan } = found.entry;
  return {
    id: plan.id,
    kind: plan.kind,
    target: { vault: plan.vault.name, name: plan.name },
    dnsNames: plan.dnsNames,
    directoryKey: undefined,
    wish: undefined,
    work: 'resume',
    takenUp: false,
    state: found.pid === undefined ? 'interrupted' : 'elsewhere',
    cancelling: false,
    ...stepsOf(found),
    notes: [],
    startedAt: plan.claim.since * 1000,
    begunAt: undefined,
    endedAt: undefined,
    error: undefined,
    issued: undefined,
    left: leftOf(found.entry),
    process: undefined,
    needsSignIn: false,
    changedAt: 0,
  };
}

/** What is left in the journal is shown for as long as it is there. */
function isRecent(
  { left, endedAt, startedAt, ...operation }: BoardOperation,
  now: number,
): boolean {
  return (
    left !== undefined ||
    operation.state === 'queued' ||
    operation.state === 'running' ||
    now - (endedAt ?? startedAt) < KEPT_FOR
  );
}
