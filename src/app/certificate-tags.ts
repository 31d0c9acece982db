/** The tags of ours on a certificate: who is at work on it, and what a renewal needs. */
import { CertError } from '../domain/errors.ts';
import type { CertificateBundle, Tags } from '../domain/key-vault.ts';
import {
  formatClaim,
  isHeldByOther,
  OWNER_TAG,
  parseClaim,
  withoutClaim,
  workInProgress,
} from '../domain/ownership.ts';
import { withoutAttempts } from '../domain/renewal-attempts.ts';
import { CA_TAG, formatRecipe } from '../domain/renewal-tag.ts';
import type { IssuanceRun } from './issuance-run.ts';

/**
 * A new version of something that exists: its newest version says who is at work on the next. Tags
 * are read right before they are written, so that what others have set since the plan stays.
 * @throws CertError WorkInProgress, CertificateChanged
 */
export async function claimPrevious(run: IssuanceRun): Promise<void> {
  const { plan, services } = run;
  const { previous } = plan;
  if (previous === undefined) return;
  const bundle = await services.vault.get(plan.name);
  const claim = parseClaim(bundle?.tags[OWNER_TAG]);
  if (isHeldByOther(claim, plan.id, services.clock.now() / 1000)) throw workInProgress(claim);
  if (bundle?.version !== previous.version) throw changed(run, previous.version, bundle);
  await run.record({ claimed: true });
  await services.vault.replaceTags(plan.name, previous.version, claimedTags(run, bundle.tags));
}

/** The claim of a first creation that is taken up again: others may have seen it run out. */
export async function renewEntryClaim(run: IssuanceRun): Promise<void> {
  const { plan, services } = run;
  if (!run.resumed || plan.previous !== undefined) return;
  const entry = await services.vault.get(plan.name);
  if (entry === undefined || entry.der !== undefined) return;
  await services.vault.replaceTags(plan.name, entry.version, claimedTags(run, entry.tags));
}

/** What a version carries while this issuance is at work on it. */
export function claimedTags({ plan }: IssuanceRun, others: Tags): Tags {
  return { ...others, [OWNER_TAG]: formatClaim(plan.claim) };
}

/** What the finished version carries: its owner's tags, those wished for, what a renewal needs. */
export function finalTags({ plan, progress }: IssuanceRun, others: Tags): Tags {
  const recipe = formatRecipe({ ...plan, ca: plan.ca.id, account: progress.accountUrl });
  return { ...withoutAttempts(withoutClaim(others)), ...plan.tags, [CA_TAG]: recipe };
}

/** The error for a certificate of which somebody else has made a version meanwhile. */
export function changed(
  { plan }: IssuanceRun,
  expected: string,
  bundle: CertificateBundle | undefined,
): CertError {
  return new CertError('CertificateChanged', {
    vault: plan.vault.name,
    name: plan.name,
    expected,
    found: bundle?.version ?? '',
  });
}
