import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeDecision } from '../../../../src/domain/messages/renewal.ts';
import { english } from '../../../../src/domain/translate.ts';
import { DECIDED_AT, DECISIONS } from './sample-decisions.ts';

describe('the reason of a decision', () => {
  for (const [decision, words] of DECISIONS) {
    it(`${decision.kind}, ${decision.reason.kind}: ${words}`, () => {
      assert.equal(describeDecision(decision, DECIDED_AT, english), words);
    });
  }
});
