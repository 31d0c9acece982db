import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeLeftover, explain } from '../../../../src/domain/error-catalogue.ts';
import type { Leftover, TagProblem } from '../../../../src/domain/error-reasons.ts';
import { CertError } from '../../../../src/domain/errors.ts';
import { listOf } from '../../../../src/domain/messages/explanation.ts';
import { describeDetail, describeNote } from '../../../../src/domain/messages/issuance-news.ts';
import {
  describeAttempt,
  describeChainProblem,
  describeDifference,
  describeNameProblem,
  describeNotRenewable,
} from '../../../../src/domain/messages/reasons.ts';
import { describeChainFileProblem } from '../../../../src/domain/messages/chain-file.ts';
import { english, type Translate } from '../../../../src/domain/translate.ts';
import {
  CA_WAITS,
  CHAIN_PROBLEMS,
  DIFFERENCES,
  CHAIN_FILE_PROBLEMS,
  NAME_PROBLEMS,
  NOT_RENEWABLE,
  NOTES,
  samplesOf,
  SIGN_IN_ATTEMPTS,
  STEP_DETAILS,
  TAG_PROBLEMS,
  TRACES,
} from './sample-reasons.ts';

function says<T extends { readonly kind: string }>(
  what: string,
  samples: readonly (readonly [T, string])[],
  describeIt: (sample: T, t: Translate) => string,
): void {
  describe(what, () => {
    for (const [sample, words] of samples) {
      it(`${sample.kind}: ${words}`, () => {
        assert.equal(describeIt(sample, english), words);
      });
    }
  });
}

says('problems of a file with a chain', samplesOf(CHAIN_FILE_PROBLEMS), describeChainFileProblem);
says('problems of a DNS name', samplesOf(NAME_PROBLEMS), describeNameProblem);
says('reasons against a renewal', samplesOf(NOT_RENEWABLE), describeNotRenewable);
says('differences', samplesOf(DIFFERENCES), describeDifference);
says('problems of a chain', samplesOf(CHAIN_PROBLEMS), describeChainProblem);
says('attempts to sign in', samplesOf(SIGN_IN_ATTEMPTS), describeAttempt);
says('details of a step', samplesOf(STEP_DETAILS), describeDetail);
says('notes', samplesOf(NOTES), describeNote);
says('leftovers', samplesOf(TRACES), (trace, t) => {
  const error: Leftover['error'] = { code: 'InvalidUsage', facts: { message: 'No.' } };
  return describeLeftover({ trace, error }, t);
});

describe('differences in the other number', () => {
  it('are said for several names that are missing, and one that was not asked for', () => {
    const missing = { kind: 'names-missing', names: ['a', 'b'] } as const;
    assert.equal(describeDifference(missing, english), 'a and b are missing');
    const unasked = { kind: 'names-unasked', names: ['a'] } as const;
    assert.equal(describeDifference(unasked, english), 'a was not asked for');
  });
});

describe('what a CA was waited for', () => {
  for (const [waitedFor, words] of samplesOf(CA_WAITS)) {
    it(words, () => {
      const { message } = explain(new CertError('CaTimeout', { ca: 'A', waitedFor, seconds: 9 }));
      assert.equal(message, `A did not finish ${words} within 9 seconds.`);
    });
  }
});

describe('problems of a tag', () => {
  for (const [problem, words] of Object.entries(TAG_PROBLEMS)) {
    it(words, () => {
      const facts = { tag: 'team', problem: problem as TagProblem, limit: 256 };
      assert.equal(explain(new CertError('InvalidTag', facts)).message, words);
    });
  }
});

describe('lists', () => {
  const table: readonly [readonly string[], string, string][] = [
    [[], '', ''],
    [['a'], 'a', 'a'],
    [['a', 'b'], 'a and b', 'a or b'],
    [['a', 'b', 'c'], 'a, b and c', 'a, b or c'],
    [['a', 'b', 'c', 'd'], 'a, b, c and d', 'a, b, c or d'],
  ];
  for (const [items, and, or] of table) {
    it(`of ${items.length}: ${and || 'nothing'}`, () => {
      assert.equal(listOf(items, english), and);
      assert.equal(listOf(items, english, 'or'), or);
    });
  }
});
