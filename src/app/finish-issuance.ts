import { errorRecord } from '../domain/error-catalogue.ts';
import type { IssuedCertificate } from '../domain/issuance.ts';
import type { IssuanceDesk } from './issuance-desk.ts';
import type { IssuanceRun } from './issuance-run.ts';
import { issueCertificate } from './issue-certificate.ts';

/** Carries an issuance out, new or taken up again, and remembers what came of it. */
export async function finishIssuance(
  desk: Pick<IssuanceDesk, 'history'>,
  run: IssuanceRun,
  signal: AbortSignal,
): Promise<IssuedCertificate> {
  const issued = await issueCertificate(run, signal);
  try {
    await desk.history.add(run.plan, issued);
  } catch (error) {
    // The certificate is there; that the history lacks a line must not say otherwise.
    run.services.reporter.note({ kind: 'failure', error: errorRecord(error) });
  }
  return issued;
}
