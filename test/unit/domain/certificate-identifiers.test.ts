import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { certificateIdentifiers } from '../../../src/domain/certificate-identifiers.ts';

const VAULT = { uri: 'https://contoso.vault.usgovcloudapi.net' };
const VERSION = '0123456789abcdef0123456789abcdef';

describe('certificateIdentifiers', () => {
  it('are at the address that the vault has, with and without the version', () => {
    assert.deepEqual(certificateIdentifiers(VAULT, 'www', VERSION), {
      certificate: `${VAULT.uri}/certificates/www`,
      secret: `${VAULT.uri}/secrets/www`,
      certificateVersion: `${VAULT.uri}/certificates/www/${VERSION}`,
      secretVersion: `${VAULT.uri}/secrets/www/${VERSION}`,
    });
  });

  for (const version of [undefined, '']) {
    it(`have no version where it is '${version ?? 'unknown'}'`, () => {
      const { certificateVersion, secretVersion } = certificateIdentifiers(VAULT, 'www', version);
      assert.deepEqual([certificateVersion, secretVersion], [undefined, undefined]);
    });
  }
});
