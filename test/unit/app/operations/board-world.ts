/** A board with everything around it in memory: engines that do what a test says, two windows' worth. */
import { OperationBoard, type Workplace } from '../../../../src/app/operation-board.ts';
import type { BoardOperation } from '../../../../src/app/operations/board-operation.ts';
import type { OperationEngine } from '../../../../src/app/operations/carry-out.ts';
import type {
  JournalOperation,
  JournalPicture,
  JournalView,
} from '../../../../src/app/operations/journal-view.ts';
import type {
  OperationRecord,
  OperationRecords,
} from '../../../../src/app/operations/operation-records.ts';
import type { OperationOutcome } from '../../../../src/app/unfinished-operations.ts';
import { acmePolicy } from '../../../../src/domain/acme-policy.ts';
import { isCertError, type CertError } from '../../../../src/domain/errors.ts';
import {
  NOT_BEGUN,
  type IssuanceProgress,
  type IssuedCertificate,
  type JournalEntry,
  type UnreadableEntry,
} from '../../../../src/domain/issuance.ts';
import type { StepReporter } from '../../../../src/domain/issuance-news.ts';
import type { IssuanceWish } from '../../../../src/domain/issuance-wish.ts';
import { policyKeyOf } from '../../../../src/domain/key-type.ts';
import type { Clock } from '../../../../src/domain/runtime.ts';
import { SILENT } from '../../acme/test-clock.ts';

export const BEGIN = Date.parse('2026-06-01T00:00:00Z');
export const DIRECTORY = 'anna/tenant';

export function wishFor(name: string): IssuanceWish {
  return { kind: 'create', target: { vault: 'contoso', name }, dnsNames: [`${name}.example.com`] };
}

export function issuedFor(name: string): IssuedCertificate {
  return {
    vault: 'contoso',
    name,
    version: '0'.repeat(32),
    thumbprint: 'ab'.repeat(20),
    dnsNames: [`${name}.example.com`],
    notBefore: '2026-06-03T00:00:00.000Z',
    notAfter: '2026-09-01T00:00:00.000Z',
    chain: 'PEM',
    leftovers: [],
    steps: [],
  };
}

/** One call of the engine that has not been answered. */
export interface Call {
  readonly what: string;
  readonly reporter: StepReporter;
  readonly signal: AbortSignal;
  readonly issue: () => Promise<void>;
  readonly fail: (error: unknown) => Promise<void>;
  readonly end: (ended: 'undone' | 'cleaned-up') => Promise<void>;
}

/** Answers when the test does. */
export class FakeEngine implements OperationEngine {
  readonly calls: Call[] = [];

  /** The call that is waiting for an answer and is for this certificate or journal id. */
  call(what: string): Call {
    const found = this.calls.find((call) => call.what === what);
    if (!found) throw new Error(`no call ${what} among ${this.waiting.join()}`);
    return found;
  }

  get waiting(): readonly string[] {
    return this.calls.map(({ what }) => what);
  }

  obtain(wish: IssuanceWish, reporter: StepReporter, signal: AbortSignal) {
    const { name } = wish.target;
    return this.#ask(`obtain ${name}`, reporter, signal, (answer) =>
      answer === 'issued' ? issuedFor(name) : undefined,
    );
  }

  async endUnfinished(
    how: 'resume' | 'undo',
    ids: readonly string[] | 'all',
    reporterFor: (entry: JournalEntry) => StepReporter,
    signal: AbortSignal,
  ): Promise<readonly OperationOutcome[]> {
    const id = String(ids);
    const reporter = reporterFor(entryOf(id, 'www'));
    try {
      const outcome = await this.#ask<OperationOutcome>(
        `${how} ${id}`,
        reporter,
        signal,
        (ended) =>
          ended === 'issued' ? { id, ended, certificate: issuedFor('www') } : { id, ended },
      );
      return [outcome];
    } catch (error) {
      if (isCertError(error)) return [{ id, ended: 'failed', error }];
      throw error;
    }
  }

  async #ask<T>(
    what: string,
    reporter: StepReporter,
    signal: AbortSignal,
    resultOf: (ended: 'issued' | 'undone' | 'cleaned-up') => T | undefined,
  ): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const answered = async (answer: () => void): Promise<void> => {
      this.calls.splice(this.calls.indexOf(call), 1);
      answer();
      await settled();
    };
    const answerWith = (ended: 'issued' | 'undone' | 'cleaned-up'): Promise<void> => {
      const result = resultOf(ended);
      if (result === undefined) throw new Error(`${what} cannot end so`);
      return answered(() => {
        resolve(result);
      });
    };
    const call: Call = {
      what,
      reporter,
      signal,
      issue: () => answerWith('issued'),
      end: answerWith,
      fail: (error) =>
        answered(() => {
          reject(error);
        }),
    };
    this.calls.push(call);
    return promise;
  }
}

export function entryOf(
  id: string,
  name: string,
  progress: Partial<IssuanceProgress> = {},
  since = BEGIN / 1000,
): JournalEntry {
  const target = { vault: 'contoso', name };
  const dnsNames = [`${name}.example.com`];
  return {
    plan: {
      id,
      kind: 'create',
      vault: {
        id: '/vaults/contoso',
        name: 'contoso',
        uri: 'https://contoso.vault.azure.example',
        subscriptionId: 'subscription',
        resourceGroup: 'group',
        tenantId: 'tenant',
        location: 'westeurope',
      },
      name,
      dnsNames,
      ca: { id: 'ca', name: 'CA', directoryUrl: 'https://ca.example/directory' },
      profile: undefined,
      policy: acmePolicy(dnsNames, policyKeyOf('rsa-2048')),
      tags: undefined,
      claim: {
        run: id,
        certificate: `${target.vault}/${name}`,
        owner: 'anna@pc',
        since,
        until: since + 1800,
      },
      places: [],
      abandonedRequest: undefined,
      previous: undefined,
    },
    progress: { ...NOT_BEGUN, step: 'publish', ...progress },
  };
}

/** The state folder that all windows share. */
export class FakeJournal implements JournalView {
  operations: JournalOperation[] = [];
  unreadable: UnreadableEntry[] = [];
  failure: CertError | undefined;
  reads = 0;
  readonly #watchers = new Set<() => void>();

  get watched(): number {
    return this.#watchers.size;
  }

  /** The journal comes to hold one entry for an id, or none. */
  put(entry: JournalEntry, pid?: number): void {
    this.take(entry.plan.id);
    this.operations.push({ entry, pid });
  }

  take(id: string): void {
    this.operations = this.operations.filter(({ entry }) => entry.plan.id !== id);
  }

  changed(): void {
    for (const watcher of this.#watchers) watcher();
  }

  read(): Promise<JournalPicture> {
    this.reads += 1;
    if (this.failure) return Promise.reject(this.failure);
    return Promise.resolve({ operations: this.operations, unreadable: this.unreadable });
  }

  watch(changed: () => void): Promise<() => void> {
    this.#watchers.add(changed);
    return Promise.resolve(() => void this.#watchers.delete(changed));
  }
}

/** Global state: JSON, as the editor keeps it. */
export class FakeRecords implements OperationRecords {
  text = '[]';

  load(): readonly unknown[] {
    return JSON.parse(this.text) as unknown[];
  }

  save(records: readonly OperationRecord[]): Promise<void> {
    this.text = JSON.stringify(records);
    return Promise.resolve();
  }

  get states(): Record<string, string> {
    const records = JSON.parse(this.text) as OperationRecord[];
    return Object.fromEntries(records.map(({ id, state }) => [id, state]));
  }
}

/** Sleeps end when the test passes the time. */
export class SteppedClock implements Clock {
  #now = BEGIN;
  readonly #sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const sleeper = {
      at: this.#now + ms,
      wake: () => {
        resolve(undefined);
      },
    };
    this.#sleepers.add(sleeper);
    signal?.addEventListener('abort', () => {
      this.#sleepers.delete(sleeper);
      reject(signal.reason as Error);
    });
    return promise;
  }

  get sleeping(): number {
    return this.#sleepers.size;
  }

  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const [next] = [...this.#sleepers].toSorted((a, b) => a.at - b.at);
      if (!next || next.at > end) break;
      this.#sleepers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.wake();
      await settled();
    }
    this.#now = end;
    await settled();
  }
}

/** What all windows of one machine share. */
export class Machine {
  readonly clock = new SteppedClock();
  readonly journal = new FakeJournal();
  readonly records = new FakeRecords();
  readonly dead = new Set<number>();
  #windows = 0;

  newWindow(): Window {
    this.#windows += 1;
    return new Window(this, this.#windows * 100);
  }
}

export class Window {
  readonly engine = new FakeEngine();
  readonly board: OperationBoard;
  readonly told: string[] = [];
  readonly pid: number;
  changes = 0;
  readonly workplace: Workplace;
  readonly #machine: Machine;

  constructor(machine: Machine, pid: number) {
    this.#machine = machine;
    this.pid = pid;
    this.workplace = { engine: this.engine, directoryKey: DIRECTORY };
    let ids = 0;
    this.board = new OperationBoard({
      clock: machine.clock,
      journal: machine.journal,
      records: machine.records,
      process: { pid, started: 'once' },
      isAlive: (holder) => Promise.resolve(!machine.dead.has(holder.pid)),
      newId: () => `${String(pid)}-${String((ids += 1))}`,
      log: SILENT,
    });
    this.board.onChange(() => {
      this.changes += 1;
    });
    this.board.onEnded(({ target, state }) => this.told.push(`${target.name} ${state}`));
  }

  start(name: string): string {
    return this.board.start(this.engine, DIRECTORY, wishFor(name)).id;
  }

  /** Names and states, the oldest first. */
  get states(): readonly string[] {
    return this.board.operations
      .toReversed()
      .map(({ target, state }: BoardOperation) => `${target.name} ${state}`);
  }

  /** SIGKILL: locks are stale from now on, and nothing more comes from here. */
  die(): void {
    this.#machine.dead.add(this.pid);
    this.board.dispose();
    this.#machine.journal.operations = this.#machine.journal.operations.map((operation) =>
      operation.pid === this.pid ? { ...operation, pid: undefined } : operation,
    );
  }
}

/** Lets everything happen that waits for nothing. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
