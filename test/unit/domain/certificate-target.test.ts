import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  parseCertificateName,
  parseCertificateTarget,
  parseVaultName,
} from '../../../src/domain/certificate-target.ts';
import { isCertError, type ErrorCode } from '../../../src/domain/errors.ts';

const refusal =
  (code: ErrorCode) =>
  (error: unknown): boolean =>
    isCertError(error, code);

describe('parseVaultName', () => {
  it('takes what Azure takes, in lower case', () => {
    const names = ['abc', 'Contoso-Prod', 'a-1', 'v'.repeat(24)];
    assert.deepEqual(
      names.map(parseVaultName),
      names.map((name) => name.toLowerCase()),
    );
  });

  const refused = ['', 'ab', 'v'.repeat(25), '1abc', '-abc', 'abc-', 'a--b', 'a_b', 'a.b', 'abc\n'];
  for (const name of refused) {
    it(`refuses ${JSON.stringify(name)}`, () => {
      assert.throws(() => parseVaultName(name), refusal('InvalidVaultName'));
    });
  }
});

describe('parseCertificateName', () => {
  it('takes letters, digits and hyphens, as they are', () => {
    for (const name of ['a', 'WWW-1', '-', '0', 'x'.repeat(127)]) {
      assert.equal(parseCertificateName(name), name);
    }
  });

  for (const name of ['', 'a.b', 'a_b', 'a b', 'ä', '$(x)', 'a\n', 'x'.repeat(128)]) {
    it(`refuses ${JSON.stringify(name)}`, () => {
      assert.throws(() => parseCertificateName(name), refusal('InvalidCertificateName'));
    });
  }
});

describe('parseCertificateTarget', () => {
  it('reads VAULT/NAME', () => {
    const target = { vault: 'contoso-prod', name: 'WWW' };
    assert.deepEqual(parseCertificateTarget('Contoso-Prod/WWW'), target);
  });

  const refused: readonly [string, ErrorCode][] = [
    ['', 'InvalidTarget'],
    ['www', 'InvalidTarget'],
    ['/www', 'InvalidTarget'],
    ['contoso-prod/', 'InvalidTarget'],
    ['contoso-prod/www/1', 'InvalidTarget'],
    ['a/www', 'InvalidVaultName'],
    ['contoso-prod/w w', 'InvalidCertificateName'],
  ];
  for (const [target, code] of refused) {
    it(`refuses "${target}" with ${code}`, () => {
      assert.throws(() => parseCertificateTarget(target), refusal(code));
    });
  }
});
