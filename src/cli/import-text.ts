/** What the doctor has found in a file, for a person to read. */
import type { ImportExamination } from '../domain/import-file.ts';
import {
  describeImportNote,
  describeImportProblem,
  describeImportWarning,
} from '../domain/messages/import-file.ts';
import { english } from '../domain/translate.ts';
import { plainLine } from '../domain/plain-text.ts';
import { fields } from './table.ts';

const FORMATS: Readonly<Record<ImportExamination['format'], string>> = {
  pfx: 'PFX (PKCS#12)',
  pem: 'PEM',
  der: 'DER',
  pkcs7: 'PKCS#7',
  unknown: 'unknown',
};

export function examinationText(file: string, examination: ImportExamination): string {
  const { format, certificates, key, problems, warnings, notes } = examination;
  const rows: (readonly [string, string])[] = [
    ['File', file],
    ['Format', FORMATS[format]],
    ...(key === '' ? [] : [['Key', key] as const]),
    ...certificates.map(
      (certificate, index) =>
        [
          index === 0 ? 'Certificates' : '',
          `${certificate.subject}, ${certificate.notBefore.slice(0, 10)} to ${certificate.notAfter.slice(0, 10)}, ${certificate.thumbprint}`,
        ] as const,
    ),
  ];
  const sentences = [
    ...problems.map((problem) => `Not importable: ${describeImportProblem(problem, english)}.`),
    ...warnings.map((warning) => `Warning: ${describeImportWarning(warning, english)}`),
    ...notes.map((note) => describeImportNote(note, english)),
    ...(problems.length === 0 ? ['It can be imported.'] : []),
  ];
  return [fields(rows), '', ...sentences.map(plainLine)].join('\n');
}
