import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { english } from '../../../src/domain/translate.ts';
import { issuerLines } from '../../../src/vscode/vault-settings/setting-words.ts';

describe('what is said of an issuer', () => {
  it('is all that is known, and nothing that is not', () => {
    const anna = { firstName: 'Anna', lastName: '', email: 'a@b.example', phone: '' };
    const issuer = {
      ...{ name: 'digicert', provider: 'DigiCert', enabled: false, accountId: '42' },
      ...{ organizationId: undefined, administrators: [anna], createdOn: undefined },
      updatedOn: new Date('2026-11-01T08:00:00Z'),
    };
    const lines = issuerLines(issuer, english).map(({ label, value }) => `${label}: ${value}`);
    assert.deepEqual(lines, [
      'Issuer: digicert',
      'Provider: DigiCert',
      'Enabled: no',
      'Account id: 42',
      'Administrator: Anna <a@b.example>',
      'Changed on: 2026-11-01',
    ]);
  });
});
