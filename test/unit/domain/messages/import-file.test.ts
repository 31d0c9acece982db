import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ImportNote, ImportProblem } from '../../../../src/domain/import-file.ts';
import {
  describeImportNote,
  describeImportProblem,
  describeImportWarning,
} from '../../../../src/domain/messages/import-file.ts';
import { english } from '../../../../src/domain/translate.ts';
import { IMPORT_NOTES, IMPORT_PROBLEMS, IMPORT_WARNINGS } from './sample-import-reasons.ts';
import { samplesOf } from './sample-reasons.ts';

describe('what the doctor of imports says', () => {
  for (const [sample, words] of samplesOf(IMPORT_PROBLEMS)) {
    it(`${sample.kind}: ${words}`, () => {
      assert.equal(describeImportProblem(sample, english), words);
    });
  }
  for (const [sample, words] of samplesOf(IMPORT_WARNINGS)) {
    it(`${sample.kind}: ${words}`, () => {
      assert.equal(describeImportWarning(sample, english), words);
    });
  }
  for (const [sample, words] of samplesOf(IMPORT_NOTES)) {
    it(`${sample.kind}: ${words}`, () => {
      assert.equal(describeImportNote(sample, english), words);
    });
  }

  const others: readonly (readonly [ImportProblem, string])[] = [
    [
      { kind: 'foreign-format', what: 'request' },
      'it is a certificate request (CSR), of which a CA makes a certificate first',
    ],
    [{ kind: 'foreign-format', what: 'public-key' }, 'there is only a public key in it'],
    [{ kind: 'foreign-format', what: 'ssh-key' }, 'it is a key for SSH, without a certificate'],
    [{ kind: 'damaged', part: 'block', at: 3 }, 'block 3 in it cannot be read'],
    [{ kind: 'damaged', part: 'key' }, 'the private key in it cannot be read'],
    [{ kind: 'damaged', part: 'certificate', at: 2 }, 'certificate 2 in it cannot be read'],
  ];
  for (const [problem, words] of others) {
    it(words, () => {
      assert.equal(describeImportProblem(problem, english), words);
    });
  }

  it('counts the keys that stay behind where there are any', () => {
    const note: ImportNote = { kind: 'left-out', certificates: 2, keys: 1 };
    assert.equal(
      describeImportNote(note, english),
      'What does not belong to it stays behind: 2 certificates and 1 private keys.',
    );
  });
});
