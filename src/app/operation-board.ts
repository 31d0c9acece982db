/**
 * All operations that a window knows: those that it works on, in the background and at most ten side
 * by side; those of other windows, as the journal and the records tell; those that were interrupted;
 * and those of the last day. Two windows do not disturb each other: on one certificate the lock
 * decides which of them works, and the other one watches.
 *
 * Nothing of an operation is undone when a window closes: there is no time for it then. The journal
 * says how far it has come, and the next window takes it up.
 */
import { isDeepStrictEqual } from 'node:util';
import { asCertError } from '../domain/error-catalogue.ts';
import { CertError } from '../domain/errors.ts';
import type { UnreadableEntry } from '../domain/issuance.ts';
import type { Note, StepReporter } from '../domain/issuance-news.ts';
import type { IssuanceWish } from '../domain/issuance-wish.ts';
import type { Holder } from './process-lock.ts';
import { coalesced } from './coalesced.ts';
import {
  abilitiesOf,
  isLive,
  type Ability,
  type BoardOperation,
  type OperationWork,
} from './operations/board-operation.ts';
import { boardReporter } from './operations/board-reporter.ts';
import { carryOut, type OperationEngine } from './operations/carry-out.ts';
import { JournalFollower } from './operations/journal-follower.ts';
import type { JournalPicture, JournalView } from './operations/journal-view.ts';
import { Listeners, type Disposable } from './operations/listeners.ts';
import { ended, failed, queued, takeUpWork, wished } from './operations/operation-transitions.ts';
import { othersAlive, readJournal, type PictureServices } from './operations/read-picture.ts';
import { RecordKeeper, type RecordServices } from './operations/record-keeper.ts';
import { reconcile } from './operations/reconcile-operations.ts';
import { isSameWish, nextToBegin, withoutOccasion } from './operations/waiting-line.ts';

export interface BoardServices extends RecordServices, PictureServices {
  readonly journal: JournalView;
  readonly newId: () => string;
}

/** Where an operation can be carried out. */
export interface Workplace {
  readonly engine: OperationEngine;
  readonly directoryKey: string;
}

/** Milliseconds. People see no more than a few states in a second. */
const TELL_EVERY = 250;

interface Job {
  readonly engine: OperationEngine;
  readonly controller: AbortController;
  /** What it was before it waited. */
  readonly before: BoardOperation;
}

export class OperationBoard {
  readonly #services: BoardServices;
  readonly #over = new AbortController();
  readonly #operations = new Map<string, BoardOperation>();
  /** Of what waits and works here. */
  readonly #jobs = new Map<string, Job>();
  /** Ids, the next one first. */
  readonly #queue: string[] = [];
  /** Ids of what this window has worked on. */
  readonly #own = new Set<string>();
  readonly #records: RecordKeeper;
  readonly #follower: JournalFollower;
  readonly #changes: Listeners<undefined>;
  readonly #endings: Listeners<BoardOperation>;
  readonly #notes: Listeners<{ operation: BoardOperation; note: Note }>;
  readonly #tellChange: () => void;
  #unreadable: readonly UnreadableEntry[] = [];
  #journalFailure: CertError | undefined;
  /** Counts what this window has begun and ended, to notice a picture that is older. */
  #turn = 0;

  constructor(services: BoardServices) {
    const { clock, journal, log } = services;
    const { signal } = this.#over;
    this.#services = services;
    this.#records = new RecordKeeper(services);
    const failed = (error: unknown): void => {
      log.warn('a listener of the operations has failed', { error: String(error) });
    };
    this.#changes = new Listeners(failed);
    this.#endings = new Listeners(failed);
    this.#notes = new Listeners(failed);
    this.#tellChange = coalesced(clock, TELL_EVERY, signal, () => {
      this.#changes.tell(undefined);
    });
    this.#follower = new JournalFollower({
      ...{ journal, clock, signal },
      read: () => this.#read(),
      areOthersAtWork: () => this.operations.some(({ state }) => state === 'elsewhere'),
    });
  }

  /** The newest first. */
  get operations(): readonly BoardOperation[] {
    return [...this.#operations.values()]
      .toReversed()
      .toSorted((a, b) => b.startedAt - a.startedAt);
  }

  /** Files of the journal that cannot be read. */
  get unreadable(): readonly UnreadableEntry[] {
    return this.#unreadable;
  }

  /** Why it is not known what is unfinished: the journal as a whole cannot be read. */
  get journalFailure(): CertError | undefined {
    return this.#journalFailure;
  }

  get(id: string): BoardOperation | undefined {
    return this.#operations.get(id);
  }

  /** True for what this window works on or has worked on. */
  isOwn(id: string): boolean {
    return this.#own.has(id);
  }

  /** Tells that something is different, a few times in a second at most. */
  onChange(listener: () => void): Disposable {
    return this.#changes.add(listener);
  }

  /** Tells of each operation that has ended in this window, at once. */
  onEnded(listener: (operation: BoardOperation) => void): Disposable {
    return this.#endings.add(listener);
  }

  /** Tells what a person should know of an operation of this window and that is no error, at once. */
  onNote(listener: (told: { operation: BoardOperation; note: Note }) => void): Disposable {
    return this.#notes.add(listener);
  }

  /**
   * Begins in the background. The same wish for a second time while it is waiting or at work is the
   * same operation; another one for the same certificate waits until the first has ended. What was
   * interrupted on the certificate is taken up or undone first, by the engine.
   */
  start(engine: OperationEngine, directoryKey: string, wish: IssuanceWish): BoardOperation {
    const same = this.operations.find(
      (operation) =>
        isLive(operation) &&
        !operation.cancelling &&
        operation.directoryKey === directoryKey &&
        isSameWish(operation.wish, wish),
    );
    if (same) return same;
    const id = this.#services.newId();
    const operation = wished(id, directoryKey, wish, this.#services.clock.now());
    return this.#enqueue(operation, engine, 'obtain');
  }

  /** What waits ends at once; what is at work takes back what it has done, if it still can. */
  cancel(id: string): void {
    const operation = this.#able(id, 'cancel');
    const cancelled = new CertError('Cancelled', { during: '' });
    if (operation.state === 'running') {
      // Remembered before it is done: should this window die now, it is to be undone, not completed.
      this.#set(id, { cancelling: true, ...this.#stamp() });
      this.#save();
      this.#jobs.get(id)?.controller.abort(cancelled);
      return;
    }
    this.#queue.splice(this.#queue.indexOf(id), 1);
    this.#finish(id, { state: 'cancelled', error: cancelled });
  }

  /** The same wish again, for what has failed or was cancelled: by whoever is signed in now. */
  retry(id: string, { engine, directoryKey }: Workplace): BoardOperation {
    const before = this.#able(id, 'retry');
    const wish = before.wish && withoutOccasion(before.wish);
    return this.#enqueue({ ...before, wish, takenUp: false, directoryKey }, engine, 'obtain');
  }

  /** Goes on where it was interrupted; what had not begun begins. */
  resume(id: string, { engine, directoryKey }: Workplace): BoardOperation {
    const before = this.#able(id, 'resume');
    const work = before.left ? 'resume' : 'obtain';
    return this.#enqueue({ ...before, takenUp: false, directoryKey }, engine, work);
  }

  /** Takes back what an interrupted one has left. */
  undo(id: string, { engine, directoryKey }: Workplace): BoardOperation {
    const before = this.#able(id, 'undo');
    return this.#enqueue({ ...before, takenUp: false, directoryKey }, engine, 'undo');
  }

  /** Takes one that has ended off the list, in all windows. */
  remove(id: string): void {
    this.#able(id, 'remove');
    this.#operations.delete(id);
    this.#own.delete(id);
    this.#records.remove(id, this.#ownOperations());
    this.#tellChange();
  }

  /** Resolves once it waits and works no longer; to undefined if another window has ended it. */
  async whenEnded(id: string): Promise<BoardOperation | undefined> {
    const current = (): BoardOperation | undefined => this.#operations.get(id);
    const isOver = (): boolean => !current() || !this.#jobs.has(id);
    if (isOver()) return current();
    return new Promise((resolve) => {
      const listening = this.onChange(() => {
        if (!isOver()) return;
        listening.dispose();
        resolve(current());
      });
    });
  }

  /** Shows that nobody is there who could take it up, and why if that is known. */
  cannotTakeUp(id: string, error: CertError | undefined): void {
    const operation = this.#operations.get(id);
    if (operation?.left && !isLive(operation)) this.#set(id, { needsSignIn: true, error });
  }

  /** Goes on without anybody having asked. What has changed meanwhile is left as it is. */
  takeUp(id: string, { engine, directoryKey }: Workplace): void {
    const before = this.#operations.get(id);
    if (!before?.left || !abilitiesOf(before).has('resume')) return;
    this.#enqueue({ ...before, takenUp: true, directoryKey }, engine, takeUpWork(before));
  }

  /** Reads journal and records, and from now on whenever something has changed. Never rejects. */
  async open(): Promise<void> {
    await this.#follower.open();
  }

  /** Reads journal and records again. Never rejects. */
  async refresh(): Promise<void> {
    await this.#follower.refresh();
  }

  /** Nobody is told anything any more, and nothing begins. What is at work goes on while it can. */
  dispose(): void {
    this.#over.abort();
    for (const listeners of [this.#changes, this.#endings, this.#notes]) listeners.clear();
  }

  #able(id: string, ability: Ability): BoardOperation {
    const operation = this.#operations.get(id);
    if (operation && abilitiesOf(operation).has(ability)) return operation;
    throw new CertError('OperationNotFound', { id });
  }

  #enqueue(before: BoardOperation, engine: OperationEngine, work: OperationWork): BoardOperation {
    const { id } = before;
    this.#own.add(id);
    this.#jobs.set(id, { engine, before, controller: new AbortController() });
    this.#queue.push(id);
    this.#operations.set(id, { ...before, ...queued(before, work), ...this.#stamp() });
    this.#save();
    this.#tellChange();
    this.#pump();
    return this.#operations.get(id) ?? before;
  }

  #stamp(): Pick<BoardOperation, 'process' | 'changedAt'> {
    return { process: this.#services.process, changedAt: this.#services.clock.now() };
  }

  #set(id: string, change: Partial<BoardOperation>): void {
    const operation = this.#operations.get(id);
    if (!operation) return;
    this.#operations.set(id, { ...operation, ...change });
    this.#tellChange();
  }

  /** Begins as many as may be at work. */
  #pump(): void {
    if (this.#over.signal.aborted) return;
    const waiting = this.#queue.map((id) => this.#operations.get(id)).filter((each) => !!each);
    const running = this.operations.filter(({ state }) => state === 'running');
    for (const id of nextToBegin(waiting, running)) {
      this.#queue.splice(this.#queue.indexOf(id), 1);
      const job = this.#jobs.get(id);
      if (job) void this.#run(id, job);
    }
  }

  async #run(id: string, job: Job): Promise<void> {
    this.#turn += 1;
    this.#set(id, { state: 'running', begunAt: this.#services.clock.now() });
    const operation = this.#operations.get(id) ?? job.before;
    const { signal } = job.controller;
    try {
      const ending = await carryOut(job.engine, operation, this.#reporter(id, job), signal);
      this.#finish(id, ended(ending, job.before));
    } catch (error) {
      const change = failed(asCertError(error), operation);
      if (change) this.#finish(id, change);
      else this.#letGo(id);
    }
    this.#pump();
  }

  #finish(id: string, change: Partial<BoardOperation>): void {
    this.#jobs.delete(id);
    this.#turn += 1;
    const endedAt = this.#services.clock.now();
    this.#set(id, { ...change, cancelling: false, endedAt, ...this.#stamp() });
    this.#save();
    void this.#tellEnding(id);
  }

  /** What the journal has kept of it belongs to how it has ended. */
  async #tellEnding(id: string): Promise<void> {
    const interrupted = this.#interruptedBeside(id);
    if (!this.#over.signal.aborted) await this.refresh();
    for (const other of interrupted) {
      const operation = this.#operations.get(other);
      // The engine has taken it up or undone it on the way: it is a part of this operation now.
      if (operation?.state === 'interrupted' && !operation.left) this.remove(other);
    }
    const operation = this.#operations.get(id);
    if (operation) this.#endings.tell(operation);
  }

  #interruptedBeside(id: string): readonly string[] {
    const { target } = this.#operations.get(id) ?? {};
    return this.operations
      .filter((other) => other.id !== id && other.left && isDeepStrictEqual(other.target, target))
      .map((other) => other.id);
  }

  /** Another window has been quicker: what it does of it is read from journal and records. */
  #letGo(id: string): void {
    this.#jobs.delete(id);
    this.#turn += 1;
    this.#operations.delete(id);
    this.#own.delete(id);
    this.#records.retract(id, this.#ownOperations());
    this.#tellChange();
    void this.refresh();
  }

  #reporter(id: string, job: Job): StepReporter {
    const current = (): BoardOperation | undefined =>
      this.#jobs.get(id) === job ? this.#operations.get(id) : undefined;
    return boardReporter({
      now: () => this.#services.clock.now(),
      change: (next) => {
        const operation = current();
        if (operation) this.#set(id, next(operation));
      },
      note: (note) => {
        const operation = current();
        if (operation) this.#notes.tell({ operation, note });
      },
    });
  }

  #ownOperations(): readonly BoardOperation[] {
    return [...this.#own].map((id) => this.#operations.get(id)).filter((own) => own !== undefined);
  }

  #save(): void {
    this.#records.save(this.#ownOperations());
  }

  async #read(): Promise<boolean> {
    const turn = this.#turn;
    const read = await readJournal(this.#services);
    const records = this.#records.load();
    const alive = await othersAlive(this.#services, records);
    if (turn !== this.#turn) return false;
    this.#journalFailure = 'failure' in read ? read.failure : undefined;
    if ('picture' in read) this.#apply(read.picture, records, alive);
    else this.#tellChange();
    return true;
  }

  #apply(
    { operations: journal, unreadable }: JournalPicture,
    records: readonly BoardOperation[],
    alive: readonly Holder[],
  ): void {
    const held = [...this.#operations.values()];
    const now = this.#services.clock.now();
    const picture = reconcile({ held, own: this.#own, records, journal, alive, now });
    const before = new Map(this.#operations);
    this.#operations.clear();
    for (const operation of picture) this.#operations.set(operation.id, operation);
    const same = isDeepStrictEqual(before, this.#operations);
    if (same && isDeepStrictEqual(unreadable, this.#unreadable)) return;
    this.#unreadable = unreadable;
    this.#tellChange();
  }
}
