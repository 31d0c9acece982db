/** Several failures of one gesture are one message. */
import { explain } from '../../domain/error-catalogue.ts';
import type { CertError } from '../../domain/errors.ts';
import { listOf } from '../../domain/messages/explanation.ts';
import type { Translate } from '../../domain/translate.ts';
import { repairOf, type Repair } from './repair.ts';

export interface Failure {
  readonly error: CertError;
  /** What it was about, e.g. `contoso/www`. */
  readonly subject: string;
}

/** A notification is cut off somewhere; the log names them all. */
const NAMED = 3;

/** `contoso/a and contoso/b: Nobody is signed in.`, once for each reason. */
export function failuresInWords(failures: readonly Failure[], t: Translate): string {
  const byReason = Map.groupBy(failures, ({ error }) => explain(error, t).message);
  return [...byReason]
    .map(([reason, those]) => t('{0}: {1}', subjectsInWords(those, t), reason))
    .join(' ');
}

/** What helps against at least one of them; what helps several is offered once. */
export function repairsOf(failures: readonly Failure[], t: Translate): readonly Repair[] {
  const repairs = failures.flatMap(({ error }) =>
    explain(error, t).remedies.flatMap((remedy) => repairOf(remedy, t) ?? []),
  );
  return [...new Map(repairs.map((repair) => [repair.label, repair])).values()];
}

function subjectsInWords(failures: readonly Failure[], t: Translate): string {
  const subjects = failures.map(({ subject }) => subject);
  const more = subjects.length - NAMED;
  if (more <= 1) return listOf(subjects, t);
  return t('{0} and {1} more', subjects.slice(0, NAMED).join(', '), more);
}
