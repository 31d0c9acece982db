import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describePolicyProblem } from '../../../../src/domain/messages/policy.ts';
import { english } from '../../../../src/domain/translate.ts';
import { POLICY_FAULTS } from './sample-policy-faults.ts';

describe('describePolicyProblem', () => {
  for (const [fault, words] of POLICY_FAULTS) {
    it(`says: ${words}`, () => {
      const said = describePolicyProblem({ field: 'issuer.name', fault }, english);
      assert.equal(said, `issuer.name: ${words}`);
    });
  }

  it('names no member where the whole document is meant', () => {
    const fault = { kind: 'wrong-type', expected: 'object' } as const;
    assert.equal(describePolicyProblem({ field: '', fault }, english), 'an object is expected');
  });
});
