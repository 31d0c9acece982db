/** One issuance at work: its plan, how far it has come, and what it works with. */
import type { AccountStore } from '../domain/account-store.ts';
import type { VaultKeys } from '../domain/vault-keys.ts';
import type { AcmeCa } from '../domain/acme.ts';
import { CertError } from '../domain/errors.ts';
import type { StepReporter } from '../domain/issuance-news.ts';
import type {
  IssuancePlan,
  IssuanceProgress,
  IssuanceStep,
  Journal,
  JournalEntry,
  StepTime,
} from '../domain/issuance.ts';
import type { CertificateVault } from '../domain/key-vault.ts';
import type { NameServers } from '../domain/name-servers.ts';
import type { Pki } from '../domain/pki.ts';
import type { Clock, Log } from '../domain/runtime.ts';
import type { TxtRecordSets } from '../domain/txt-record-sets.ts';
import type { AgreeToTerms } from './registrar.ts';
import type { RecordSetTurns } from './record-set-turns.ts';

export interface IssuanceServices {
  readonly vault: CertificateVault;
  readonly records: TxtRecordSets;
  readonly nameServers: NameServers;
  /** Milliseconds after publishing with which to be content where no name server answers. */
  readonly fixedWaitMs?: number;
  /** Milliseconds to wait for room in a full record set; absent: as long as is usual. */
  readonly roomWaitMs?: number;
  readonly turns: RecordSetTurns;
  readonly ca: AcmeCa;
  readonly accounts: AccountStore;
  readonly agree: AgreeToTerms;
  readonly vaultKeys: VaultKeys;
  readonly pki: Pki;
  readonly clock: Clock;
  readonly jitter: () => number;
  readonly journal: Journal;
  readonly reporter: StepReporter;
  readonly log: Log;
}

export class IssuanceRun {
  readonly plan: IssuancePlan;
  readonly services: IssuanceServices;
  /** True if an earlier process has begun it: what it did last may have happened or not. */
  readonly resumed: boolean;
  #progress: IssuanceProgress;
  #written: Promise<void> = Promise.resolve();

  constructor(entry: JournalEntry, services: IssuanceServices) {
    this.plan = entry.plan;
    this.services = services;
    this.resumed = entry.progress.orderUrl !== undefined;
    this.#progress = entry.progress;
  }

  get progress(): IssuanceProgress {
    return this.#progress;
  }

  /**
   * On disk before it resolves: call it *before* the side effect that it tells of. One write after
   * the other: steps run side by side, and an older state must not come to lie over a newer one.
   */
  async record(change: Partial<IssuanceProgress>): Promise<void> {
    this.#progress = { ...this.#progress, ...change };
    const write = async (): Promise<void> =>
      this.services.journal.write({ plan: this.plan, progress: this.#progress });
    const written = this.#written.then(write, write);
    this.#written = written;
    await written;
  }

  /** Forgets the issuance: it has ended and left nothing behind. */
  async forget(): Promise<void> {
    await this.services.journal.remove(this.plan.id);
  }

  /** Does the work of one step, told to the reporter and timed. */
  async step<T>(name: IssuanceStep, work: () => Promise<T>): Promise<T> {
    const { clock, reporter } = this.services;
    const begun = clock.now();
    reporter.started(name);
    this.#progress = { ...this.#progress, step: name };
    const result = await work();
    const time: StepTime = { name, ms: Math.round(clock.now() - begun) };
    this.#progress = { ...this.#progress, steps: [...this.#progress.steps, time] };
    reporter.finished(name, time.ms);
    return result;
  }
}

/** How an issuance ends that was cancelled at a step. */
export function cancellation(signal: AbortSignal, during: IssuanceStep): CertError<'Cancelled'> {
  return new CertError('Cancelled', { during }, { cause: signal.reason });
}
