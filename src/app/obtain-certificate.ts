/**
 * The use case behind *create* and *renew*: one process at a time per certificate, and whatever an
 * earlier run of this machine has left unfinished on it is taken up or undone first.
 */
import { CertError, isCertError } from '../domain/errors.ts';
import { NOT_BEGUN, type IssuedCertificate, type JournalEntry } from '../domain/issuance.ts';
import type { StepReporter } from '../domain/issuance-news.ts';
import type { IssuanceWish } from '../domain/issuance-wish.ts';
import { keyTypeOf } from '../domain/key-type.ts';
import type { Tags } from '../domain/key-vault.ts';
import { certificateKey } from '../domain/ownership.ts';
import { lockCertificate } from './certificate-lock.ts';
import { finishIssuance, takeBackIssuance } from './finish-issuance.ts';
import { reopen, type IssuanceDesk } from './issuance-desk.ts';
import { IssuanceRun } from './issuance-run.ts';
import { cleanUpReported } from './issue-certificate.ts';
import { planIssuance } from './plan-issuance.ts';
import { deedOfWish, remember } from './remember-deed.ts';
import { rehearse } from './rehearse.ts';
import { renewByIssuer } from './renew-in-vault.ts';
import { undoIssuance } from './undo-issuance.ts';

/** @throws CertError; OperationRunning while another process works on the certificate */
export async function obtainCertificate(
  desk: IssuanceDesk,
  wish: IssuanceWish,
  reporter: StepReporter,
  signal: AbortSignal,
): Promise<IssuedCertificate> {
  const { vault, name } = wish.target;
  const lock = await lockCertificate(desk.lockFolder, vault, name);
  if ('heldBy' in lock) {
    throw new CertError('OperationRunning', { id: `${vault}/${name}`, pid: lock.heldBy });
  }
  try {
    const unfinished = await unfinishedFor(desk, vault, name);
    for (const entry of unfinished) {
      const taken = await takeUp(desk, wish, entry, reporter, signal);
      if (taken) return taken;
    }
    return await startAnew(desk, wish, reporter, signal);
  } finally {
    await lock.release();
  }
}

/** What carries no CA of ours may be one of Key Vault's own issuers: then they are asked. */
async function startAnew(
  desk: IssuanceDesk,
  wish: IssuanceWish,
  reporter: StepReporter,
  signal: AbortSignal,
): Promise<IssuedCertificate> {
  let run: IssuanceRun | undefined;
  try {
    run = await begin(desk, wish, reporter, signal);
    return await finishIssuance(desk, run, signal);
  } catch (error) {
    // What has had a plan is remembered with it.
    if (run) throw error;
    return await withoutPlan(desk, wish, error, reporter, signal);
  }
}

/** @throws `error`, or what Key Vault's own issuers say: in the history, too */
async function withoutPlan(
  desk: IssuanceDesk,
  wish: IssuanceWish,
  error: unknown,
  reporter: StepReporter,
  signal: AbortSignal,
): Promise<IssuedCertificate> {
  try {
    const isOthers = isCertError(error, 'NotRenewable') && error.facts.reason.kind === 'no-ca-tag';
    const issued =
      isOthers && !wish.rehearse ? await renewByIssuer(desk, wish, reporter, signal) : undefined;
    if (issued) return issued;
    throw error;
  } catch (failed) {
    // What only waits for its turn is tried again and again, and nothing has been tried yet.
    if (!isCertError(failed, 'LimitSpent')) {
      await remember(desk, deedOfWish(desk, wish), { failed }, reporter);
    }
    throw failed;
  }
}

async function begin(
  desk: IssuanceDesk,
  wish: IssuanceWish,
  reporter: StepReporter,
  signal: AbortSignal,
): Promise<IssuanceRun> {
  const begun = desk.clock.now();
  reporter.started('check');
  const plan = await planIssuance(
    {
      ...desk,
      note: (note) => {
        reporter.note(note);
      },
    },
    wish,
    signal,
  );
  signal.throwIfAborted();
  const ms = Math.round(desk.clock.now() - begun);
  reporter.finished('check', ms);
  const progress = { ...NOT_BEGUN, steps: [{ name: 'check' as const, ms }] };
  const run = new IssuanceRun({ plan, progress }, desk.servicesFor(plan, reporter));
  if (wish.rehearse) {
    await run.step('rehearse', () => rehearse(desk, plan, wish, reporter, signal));
  }
  return run;
}

/** undefined: the wish is still to be carried out; what was unfinished has come to an end. */
async function takeUp(
  desk: IssuanceDesk,
  wish: IssuanceWish,
  entry: JournalEntry,
  reporter: StepReporter,
  signal: AbortSignal,
): Promise<IssuedCertificate | undefined> {
  const { plan, progress } = entry;
  const run = reopen(desk, entry, reporter);
  if (plan.rehearsal) {
    reporter.note({ kind: 'rehearsal-undone', id: plan.id });
    await undoIssuance(run);
    return undefined;
  }
  if (progress.reported) {
    await cleanUpReported(run);
    return undefined;
  }
  const wished = isWished(wish, entry);
  if (progress.finalizing || wished) {
    reporter.note({ kind: 'taken-up', id: plan.id, step: progress.step });
    const issued = await finishIssuance(desk, run, signal);
    return wished ? issued : undefined;
  }
  reporter.note({ kind: 'other-undone', id: plan.id });
  await takeBackIssuance(desk, run);
  return undefined;
}

/** What the wish leaves open is as it was in the interrupted issuance. */
function isWished(wish: IssuanceWish, { plan }: JournalEntry): boolean {
  const { key, contentType } = plan.policy;
  const asPlanned = <T>(wished: T | undefined, planned: T): boolean =>
    wished === undefined || wished === planned;
  return (
    wish.kind === plan.kind &&
    asPlanned(wish.dnsNames?.toSorted().join(), plan.dnsNames.toSorted().join()) &&
    asPlanned(wish.ca?.directoryUrl, plan.ca.directoryUrl) &&
    asPlanned(wish.account, plan.account) &&
    (wish.profile ?? plan.profile ?? '') === (plan.profile ?? '') &&
    asPlanned<string>(wish.keyType, keyTypeOf(key)) &&
    asPlanned<string>(wish.contentType, contentType) &&
    asPlanned(wish.exportable, key.exportable) &&
    asPlanned(wish.reuseKey, key.reuse) &&
    (wish.tags === undefined || sameTags(wish.tags, plan.tags ?? {}))
  );
}

function sameTags(one: Tags, other: Tags): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
  );
}

async function unfinishedFor(
  desk: IssuanceDesk,
  vault: string,
  name: string,
): Promise<readonly JournalEntry[]> {
  const key = certificateKey(vault, name);
  return (await desk.journal.list()).filter(
    ({ plan }) => certificateKey(plan.vault.name, plan.name) === key,
  );
}
