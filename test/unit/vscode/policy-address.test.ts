import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { certificateAt, policyAddress } from '../../../src/vscode/policy/policy-address.ts';

describe('the address of a policy', () => {
  it('names vault, certificate and through whom it is seen', () => {
    for (const directory of ['account/tenant', undefined]) {
      const named = { vault: 'contoso-prod', name: 'www', directory };
      assert.deepEqual(certificateAt(policyAddress(named)), named);
    }
  });

  for (const path of ['', '/', '/contoso-prod', '/contoso-prod/www', '/a/b/c.json', '//www.json']) {
    it(`is not "${path}"`, () => {
      assert.equal(certificateAt({ path, query: '' }), undefined);
    });
  }
});
