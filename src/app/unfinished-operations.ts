/** What was interrupted on this machine: seen, resumed, undone. */
import { asCertError } from '../domain/error-catalogue.ts';
import { CertError, isCertError } from '../domain/errors.ts';
import type {
  IssuedCertificate,
  IssuanceStep,
  JournalEntry,
  JournalSurvey,
  UnreadableEntry,
} from '../domain/issuance.ts';
import type { StepReporter } from '../domain/issuance-news.ts';
import { sideBySide } from './await-all.ts';
import { lockCertificate, lockHolder } from './certificate-lock.ts';
import { finishIssuance, takeBackIssuance } from './finish-issuance.ts';
import { reopen, type IssuanceDesk } from './issuance-desk.ts';
import type { IssuanceRun } from './issuance-run.ts';
import { cleanUpReported } from './issue-certificate.ts';
import { undoIssuance } from './undo-issuance.ts';

export interface UnfinishedOperation {
  readonly id: string;
  readonly kind: 'create' | 'renew';
  readonly vault: string;
  readonly name: string;
  readonly dnsNames: readonly string[];
  readonly step: IssuanceStep;
  /** It only rehearses an issuance: resuming it is undoing it. */
  readonly rehearsal: boolean;
  /** ISO 8601. */
  readonly since: string;
  /** The process that works on it; absent when it was interrupted. */
  readonly pid: number | undefined;
  /** False once the CA has been told to issue: then it can only be completed. */
  readonly undoable: boolean;
}

export interface Unfinished {
  readonly operations: readonly UnfinishedOperation[];
  /** What the journal has a file of that cannot be read. */
  readonly failures: readonly UnreadableEntry[];
}

export type OperationOutcome =
  | { readonly id: string; readonly ended: 'issued'; readonly certificate: IssuedCertificate }
  | { readonly id: string; readonly ended: 'undone' }
  /** It was issued and told before; only something of it was left. */
  | { readonly id: string; readonly ended: 'cleaned-up' }
  | { readonly id: string; readonly ended: 'failed'; readonly error: CertError };

const SIDE_BY_SIDE = 8;

export async function listUnfinished(
  desk: Pick<IssuanceDesk, 'journal' | 'lockFolder'>,
): Promise<Unfinished> {
  const { entries, unreadable } = await desk.journal.survey();
  const operations = await Promise.all(
    entries.map(async ({ plan, progress }) => ({
      id: plan.id,
      kind: plan.kind,
      vault: plan.vault.name,
      name: plan.name,
      dnsNames: plan.dnsNames,
      step: progress.step,
      rehearsal: plan.rehearsal === true,
      since: new Date(plan.claim.since * 1000).toISOString(),
      pid: await lockHolder(desk.lockFolder, plan.vault.name, plan.name),
      undoable: !progress.finalizing,
    })),
  );
  return { operations, failures: unreadable };
}

/**
 * Resumes or undoes the named operations, or all that were interrupted, side by side; resolves when
 * every one has ended. One that is past the point of no return is completed in either case. What a
 * process is at work on was not interrupted: it has no outcome unless it was named.
 * @throws CertError OperationNotFound, StateUnreadable of a named one, before anything is touched
 */
export async function endUnfinished(
  desk: IssuanceDesk,
  how: 'resume' | 'undo',
  ids: readonly string[] | 'all',
  reporterFor: (entry: JournalEntry) => StepReporter,
  signal: AbortSignal,
): Promise<readonly OperationOutcome[]> {
  const survey = await desk.journal.survey();
  const outcomes = await sideBySide(chosen(survey, ids), SIDE_BY_SIDE, async (entry) => {
    const { id } = entry.plan;
    try {
      return await endOne(desk, how, entry, reporterFor, signal);
    } catch (error) {
      if (ids === 'all' && isCertError(error, 'OperationRunning')) return undefined;
      return { id, ended: 'failed' as const, error: asCertError(error) };
    }
  });
  const unreadable = ids === 'all' ? survey.unreadable : [];
  return [
    ...outcomes.filter((outcome) => outcome !== undefined),
    ...unreadable.map(({ id, error }) => ({ id, ended: 'failed' as const, error })),
  ];
}

async function endOne(
  desk: IssuanceDesk,
  how: 'resume' | 'undo',
  entry: JournalEntry,
  reporterFor: (entry: JournalEntry) => StepReporter,
  signal: AbortSignal,
): Promise<OperationOutcome> {
  const { id, name, vault } = entry.plan;
  const lock = await lockCertificate(desk.lockFolder, vault.name, name);
  if ('heldBy' in lock) throw new CertError('OperationRunning', { id, pid: lock.heldBy });
  try {
    // Until the lock was ours another process may have gone on with it, or ended it.
    const [current] = chosen(await desk.journal.survey(), [id]);
    if (!current) throw new CertError('OperationNotFound', { id });
    const run = reopen(desk, current, reporterFor(current));
    if (current.plan.rehearsal) {
      await run.step('clean-up', () => undoIssuance(run));
      return { id, ended: 'undone' };
    }
    if (current.progress.reported) {
      await run.step('clean-up', () => cleanUpReported(run));
      return { id, ended: 'cleaned-up' };
    }
    if (how === 'resume')
      return { id, ended: 'issued', certificate: await finishIssuance(desk, run, signal) };
    return await undoOrComplete(desk, run, signal);
  } finally {
    await lock.release();
  }
}

/**
 * What the CA has been told to issue is completed, because it is public by then. If that fails for a
 * reason that only a mended program could change, it is given up after all: the person wants it gone.
 */
async function undoOrComplete(
  desk: IssuanceDesk,
  run: IssuanceRun,
  signal: AbortSignal,
): Promise<OperationOutcome> {
  const { id } = run.plan;
  if (run.progress.finalizing) {
    try {
      return { id, ended: 'issued', certificate: await finishIssuance(desk, run, signal) };
    } catch (error) {
      if (!isCertError(asCertError(error), 'Unexpected')) throw error;
      await run.record({ finalizing: false });
    }
  }
  await run.step('clean-up', () => takeBackIssuance(desk, run));
  return { id, ended: 'undone' };
}

function chosen(
  { entries, unreadable }: JournalSurvey,
  ids: readonly string[] | 'all',
): readonly JournalEntry[] {
  if (ids === 'all') return entries;
  return [...new Set(ids)].map((id) => {
    const found = entries.find(({ plan }) => plan.id === id);
    const failure = unreadable.find((entry) => entry.id === id);
    if (failure) throw failure.error;
    if (!found) throw new CertError('OperationNotFound', { id });
    return found;
  });
}
