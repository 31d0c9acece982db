import type { IssuedCertificate } from '../domain/issuance.ts';
import type { IssuanceRun } from './issuance-run.ts';
import { issueCertificate } from './issue-certificate.ts';
import { deedOfPlan, remember, type Ending, type Rememberer } from './remember-deed.ts';
import { undoIssuance } from './undo-issuance.ts';

/** Carries an issuance out, new or taken up again, and remembers what came of it. */
export async function finishIssuance(
  desk: Pick<Rememberer, 'history' | 'user'>,
  run: IssuanceRun,
  signal: AbortSignal,
): Promise<IssuedCertificate> {
  try {
    const issued = await issueCertificate(run, signal);
    await rememberRun(desk, run, { done: issued });
    return issued;
  } catch (error) {
    await rememberRun(desk, run, { failed: error });
    throw error;
  }
}

/** Takes an interrupted issuance back, and remembers that. */
export async function takeBackIssuance(
  desk: Pick<Rememberer, 'history' | 'user'>,
  run: IssuanceRun,
): Promise<void> {
  await undoIssuance(run);
  await rememberRun(desk, run, { outcome: 'undone' });
}

async function rememberRun(
  desk: Pick<Rememberer, 'history' | 'user'>,
  run: IssuanceRun,
  ending: Ending,
): Promise<void> {
  const deed = deedOfPlan(desk, run.plan, run.progress);
  await remember(desk, deed, ending, run.services.reporter);
}
