import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { certificateIdentifiers } from '../../../src/domain/certificate-identifiers.ts';
import { parseCertificateTarget } from '../../../src/domain/certificate-target.ts';

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

  it('lead back to vault, name and version, in every cloud', () => {
    const label = fc.stringMatching(/^[a-z]([a-z0-9]|-[a-z0-9]){2,11}$/);
    const suffix = fc.constantFrom('vault.azure.net', 'vault.usgovcloudapi.net', 'vault.azure.cn');
    const certificateName = fc.stringMatching(/^[0-9a-zA-Z-]{1,127}$/);
    const hex = fc.stringMatching(/^[0-9a-f]{32}$/);
    fc.assert(
      fc.property(label, suffix, certificateName, hex, (vault, cloud, name, version) => {
        const uri = `https://${vault}.${cloud}`;
        const ids = certificateIdentifiers({ uri }, name, version);
        const parts = Object.values<string | undefined>({ ...ids }).map((id = '') => {
          const { origin, pathname } = new URL(id);
          return [origin, ...pathname.slice(1).split('/')];
        });
        assert.deepEqual(parts, [
          [uri, 'certificates', name],
          [uri, 'secrets', name],
          [uri, 'certificates', name, version],
          [uri, 'secrets', name, version],
        ]);
        const { vault: found, name: same } = parseCertificateTarget(`${vault}/${name}`);
        assert.deepEqual([found, same], [vault, name]);
      }),
    );
  });
});
