/** One operation as the board shows it: a snapshot that never changes, replaced when things do. */
import type { CertificateTarget } from '../../domain/certificate-target.ts';
import type { CertError } from '../../domain/errors.ts';
import type { IssuanceStep, IssuedCertificate, JournalEntry } from '../../domain/issuance.ts';
import type { Note, StepDetail } from '../../domain/issuance-news.ts';
import type { IssuanceWish } from '../../domain/issuance-wish.ts';
import type { Vault } from '../../domain/key-vault.ts';
import type { Holder } from '../process-lock.ts';

/**
 * `interrupted`: the process that was at work on it is gone. `elsewhere`: another window is at work
 * on it.
 */
export type OperationState =
  'queued' | 'running' | 'done' | 'failed' | 'cancelled' | 'interrupted' | 'elsewhere';

/** What is carried out: a wish from its beginning, or what the journal has kept of one. */
export type OperationWork = 'obtain' | 'resume' | 'undo';

export interface OperationStep {
  readonly name: IssuanceStep;
  /** Milliseconds since the epoch; undefined for what another process has done. */
  readonly startedAt: number | undefined;
  /** Undefined while it is under way, and for ever if it was interrupted. */
  readonly ms: number | undefined;
  readonly detail: StepDetail | undefined;
}

/** What the journal keeps of an operation, so that it can be taken up or undone. */
export interface LeftInJournal {
  /** The journal's id, 16 hex digits. */
  readonly id: string;
  readonly step: IssuanceStep;
  /** False once the CA has been told to issue: then it can only be completed. */
  readonly undoable: boolean;
  /** The certificate is there and was told of; only something is to be cleaned up. */
  readonly cleanUpOnly: boolean;
  readonly vault: Vault;
}

/** What is told of a certificate that was issued; the chain is in the vault. */
export type IssuedFacts = Omit<IssuedCertificate, 'chain' | 'steps' | 'notBefore'>;

export interface BoardOperation {
  readonly id: string;
  readonly kind: 'create' | 'renew';
  readonly target: CertificateTarget;
  readonly dnsNames: readonly string[];
  /** Of the directory through which it works; undefined if only the journal tells of it. */
  readonly directoryKey: string | undefined;
  readonly wish: IssuanceWish | undefined;
  readonly work: OperationWork;
  /** True where nobody has asked for it in this window: it was taken up from an earlier process. */
  readonly takenUp: boolean;
  readonly state: OperationState;
  /** It was told to stop and is taking back what it has done. */
  readonly cancelling: boolean;
  readonly steps: readonly OperationStep[];
  readonly notes: readonly Note[];
  /** Milliseconds since the epoch: when it was asked for. */
  readonly startedAt: number;
  /** When it last began to work, after it had waited for others. */
  readonly begunAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly error: CertError | undefined;
  readonly issued: IssuedFacts | undefined;
  readonly left: LeftInJournal | undefined;
  /** The process that is at work on it, or was the last. */
  readonly process: Holder | undefined;
  /** It was to be taken up, and nobody is signed in who sees its vault. */
  readonly needsSignIn: boolean;
  /** When this was last changed by whichever window; the newer of two is true. */
  readonly changedAt: number;
}

/** The steps under way, or the last one that was. */
export function currentStep({ steps }: BoardOperation): OperationStep | undefined {
  return steps.findLast(({ ms }) => ms === undefined) ?? steps.at(-1);
}

export function hasEnded({ state }: BoardOperation): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}

/** Waits or works in this window. */
export function isLive({ state }: BoardOperation): boolean {
  return state === 'queued' || state === 'running';
}

export type Ability = 'cancel' | 'retry' | 'resume' | 'undo' | 'remove';

/** What a person can do about an operation now. */
export function abilitiesOf(operation: BoardOperation): ReadonlySet<Ability> {
  const { cancelling, wish, left, state } = operation;
  if (isLive(operation)) return new Set(cancelling ? [] : ['cancel']);
  if (state === 'elsewhere') return new Set();
  if (left) return new Set(left.undoable && !left.cleanUpOnly ? ['resume', 'undo'] : ['resume']);
  const again: Ability = state === 'interrupted' ? 'resume' : 'retry';
  return new Set(wish && state !== 'done' ? [again, 'remove'] : ['remove']);
}

/** The part of a journal entry that the board keeps. */
export function leftOf({ plan, progress }: JournalEntry): LeftInJournal {
  return {
    id: plan.id,
    step: progress.step,
    undoable: !progress.finalizing,
    cleanUpOnly: progress.reported,
    vault: plan.vault,
  };
}
