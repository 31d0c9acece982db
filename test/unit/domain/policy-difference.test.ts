import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { changedPolicy, defaultPolicy } from '../../../src/domain/policy-change.ts';
import { policyDifferences } from '../../../src/domain/policy-difference.ts';
import { soundPolicy } from './policies.ts';

describe('policyDifferences', () => {
  it('are none between a policy and itself', () => {
    fc.assert(
      fc.property(soundPolicy, (policy) => {
        assert.deepEqual(policyDifferences(policy, structuredClone(policy)), []);
      }),
    );
  });

  it('name every member that is other, new or gone', () => {
    const before = changedPolicy(defaultPolicy('Self'), {
      dnsNames: ['a'],
      emails: ['a@b.example'],
    });
    const after = changedPolicy(before, {
      dnsNames: ['a', 'b'],
      emails: [],
      key: { kty: 'EC' },
      validityMonths: 6,
    });
    assert.deepEqual(policyDifferences(before, after), [
      { field: 'key_props.kty', before: '"RSA"', after: '"EC"' },
      { field: 'key_props.key_size', before: '2048', after: undefined },
      { field: 'x509_props.sans.dns_names', before: '["a"]', after: '["a","b"]' },
      { field: 'x509_props.sans.emails', before: '["a@b.example"]', after: undefined },
      { field: 'x509_props.validity_months', before: '12', after: '6' },
      { field: 'key_props.crv', before: undefined, after: '"P-256"' },
    ]);
  });
});
