/** What is said before a key goes into a vault, or comes out of it. No editor needed. */
import type { Importing } from '../../app/transfer/import-file.ts';
import type { ImportExamination } from '../../domain/import-file.ts';
import { describeImportNote, describeImportWarning } from '../../domain/messages/import-file.ts';
import type { Translate } from '../../domain/translate.ts';

/** All that the doctor has to say of a file that can be imported, and what becomes of it. */
export function importDetail(
  importing: Pick<
    Importing,
    'examination' | 'certificate' | 'key' | 'lost' | 'gained' | 'isThereAlready' | 'replaces'
  >,
  t: Translate,
): string {
  const { examination, certificate, key, lost, gained, isThereAlready, replaces } = importing;
  const { dnsNames, subject, notAfter } = certificate;
  const names = dnsNames.length > 0 ? dnsNames.join(', ') : subject;
  return [
    t('It is for {0}, valid until {1}, with a {2} key.', names, dayOf(notAfter), examination.key),
    chainWords(examination, t),
    ...examination.warnings.map((warning) => describeImportWarning(warning, t)),
    ...examination.notes.map((note) => describeImportNote(note, t)),
    ...(isThereAlready ? [t('The newest version is this very certificate.')] : []),
    ...(lost.length > 0
      ? [t('Unlike the newest version it is not for {0}.', lost.join(', '))]
      : []),
    ...(gained.length > 0
      ? [t('Unlike the newest version it is for {0}, too.', gained.join(', '))]
      : []),
    ...(replaces === undefined ? [] : [t('Whoever asks for no version gets this one then.')]),
    key.exportable
      ? t('The private key may leave the vault again.')
      : t('The private key never leaves the vault again.'),
  ].join('\n');
}

function chainWords({ certificates }: ImportExamination, t: Translate): string {
  const subjects = certificates.map(({ subject }) => subject).join(' ← ');
  return t('Its chain: {0}.', subjects);
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
