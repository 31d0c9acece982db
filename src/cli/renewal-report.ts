/** What became of several renewals: an array for scripts, a table for people, an exit code. */
import type { Renewal, RenewalOutcome } from '../app/renew-several.ts';
import type { SurveyFailure, SurveyedCertificate } from '../app/survey-renewals.ts';
import { certificateIdentifiers } from '../domain/certificate-identifiers.ts';
import { explain } from '../domain/error-catalogue.ts';
import type { CertError } from '../domain/errors.ts';
import { expiryInWords } from '../domain/expiry.ts';
import { describeDecision } from '../domain/messages/renewal.ts';
import type { RenewalDecision } from '../domain/renewal-decision.ts';
import { english } from '../domain/translate.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { leftoverLines, warnOfLeftovers } from './issued-text.ts';
import { errorDocument, type Output } from './output.ts';
import { columns } from './table.ts';

/** A certificate, why it was looked at, and what became of it; neither where it only is listed. */
export interface Renewed extends Renewal {
  /** Absent where a person has named the certificate, or it could not be looked at. */
  readonly decision: RenewalDecision | undefined;
  readonly outcome: RenewalOutcome | undefined;
}

/** A certificate of a survey, before anything was done about it. */
export function surveyed({ vault, certificate, ca, decision }: SurveyedCertificate): Renewed {
  const { name } = certificate;
  const changes =
    decision.kind === 'now'
      ? { changes: { occasion: { kind: 'due', reason: decision.reason.kind } as const } }
      : {};
  return { vault, name, ca, ...changes, before: certificate, decision, outcome: undefined };
}

/** A certificate that could not be looked at counts as one that failed. */
export function unseen({ vault, name, error }: SurveyFailure): readonly Renewed[] {
  if (vault === undefined || name === undefined) return [];
  const outcome = { kind: 'failed', error } as const;
  return [{ vault, name, ca: undefined, before: undefined, decision: undefined, outcome }];
}

/** Gives the result; failures are on stderr as well, so that logs of pipelines show them. */
export function giveReport(output: Output, all: readonly Renewed[], now: Date): void {
  output.result(
    all.map((one) => documentOf(one, now)),
    () => tableOf(all, now),
  );
  for (const { vault, name, outcome } of all) {
    if (outcome?.kind === 'renewed') warnOfLeftovers(output, outcome.certificate);
    if (outcome?.kind !== 'failed') continue;
    if (output.json) output.warn(`${vault.name}/${name}: ${explain(outcome.error).message}`);
    else {
      output.warn(`${vault.name}/${name} was not renewed.`);
      output.error(outcome.error);
    }
  }
}

/**
 * 0: nothing failed; 3: some did, or something could not be looked at; else the code of the first.
 *
 * @param elsewhere - failures beside those of certificates
 */
export function reportExitCode(all: readonly Renewed[], elsewhere: readonly CertError[]): number {
  const failures = all.flatMap(({ outcome }) => (outcome?.kind === 'failed' ? outcome.error : []));
  const [first] = [...failures, ...elsewhere];
  if (first === undefined) return EXIT.done;
  if (failures.some(({ code }) => code === 'Cancelled')) return EXIT.cancelled;
  const others = all.length - failures.length;
  return others > 0 || (failures.length === 0 && all.length > 0)
    ? EXIT.someFailed
    : exitCodeOf(first.code);
}

function documentOf(one: Renewed, now: Date): object {
  const { vault, name, ca, before, decision, outcome } = one;
  const error = outcome && outcome.kind !== 'renewed' ? outcome.error : undefined;
  return {
    id: certificateIdentifiers(vault, name).certificate,
    name,
    vault: vault.name,
    ca: ca ?? null,
    decision: decisionDocument(decision, now),
    outcome: outcome?.kind ?? 'skipped',
    before: datesOf(before?.notBefore, before?.notAfter),
    after: outcome?.kind === 'renewed' ? afterOf(outcome.certificate) : null,
    errorCode: error?.code ?? null,
    ...(error ? { error: errorDocument(error) } : {}),
    nextAttempt: nextAttemptOf(one)?.toISOString() ?? null,
  };
}

function decisionDocument(decision: RenewalDecision | undefined, now: Date): object {
  if (decision === undefined) return { kind: 'now', reason: 'asked-for' };
  const { kind, reason } = decision;
  const at = decision.kind === 'later' ? { at: decision.at } : {};
  return { kind, reason: reason.kind, ...at, text: describeDecision(decision, now, english) };
}

function datesOf(issued: Date | undefined, expires: Date | undefined): object | null {
  return expires === undefined ? null : { issued: issued ?? null, expires };
}

function afterOf(certificate: Extract<RenewalOutcome, { kind: 'renewed' }>['certificate']): object {
  const { version, thumbprint, notBefore, notAfter } = certificate;
  const leftovers = leftoverLines(certificate);
  return { issued: notBefore, expires: notAfter, version, thumbprint, leftovers };
}

function nextAttemptOf({ decision, outcome }: Renewed): Date | undefined {
  if (outcome) return outcome.kind === 'renewed' ? undefined : outcome.nextAttempt;
  return decision?.kind === 'later' ? decision.at : undefined;
}

function tableOf(all: readonly Renewed[], now: Date): string {
  if (all.length === 0) return 'Nothing is due.';
  return columns(
    ['VAULT', 'CERTIFICATE', 'OUTCOME', 'EXPIRES', 'WHY'],
    all.map((one) => {
      const { vault, name, decision, outcome } = one;
      const why = decision ? describeDecision(decision, now, english) : '';
      return [vault.name, name, outcomeWord(one), expiryOf(one, now), whyOf(outcome) ?? why];
    }),
  );
}

function outcomeWord({ decision, outcome }: Renewed): string {
  if (outcome) return outcome.kind;
  switch (decision?.kind) {
    case 'now':
      return 'due';
    case 'later':
      return 'later';
    default:
      return 'never';
  }
}

function expiryOf({ before, outcome }: Renewed, now: Date): string {
  const end =
    outcome?.kind === 'renewed' ? new Date(outcome.certificate.notAfter) : before?.notAfter;
  return end ? expiryInWords(end, now, english) : '';
}

function whyOf(outcome: RenewalOutcome | undefined): string | undefined {
  if (outcome === undefined || outcome.kind === 'renewed') return undefined;
  const { error, nextAttempt } = outcome;
  return nextAttempt === undefined
    ? error.code
    : `${error.code}; next attempt ${nextAttempt.toISOString()}`;
}
