import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PolicyKey } from '../../../src/domain/certificate-policy.ts';
import { CertError } from '../../../src/domain/errors.ts';
import {
  describeKey,
  isKeyOfPolicy,
  KEY_TYPES,
  keyTypeOf,
  parseKeyType,
  policyKeyOf,
  publicKindOf,
} from '../../../src/domain/key-type.ts';

const key = (kty: string, size?: number, curve?: string): PolicyKey => ({
  kty,
  size,
  curve,
  exportable: true,
  reuse: false,
});

describe('kinds of key', () => {
  it('are those of the command line', () => {
    assert.deepEqual(KEY_TYPES, ['rsa-2048', 'rsa-3072', 'rsa-4096', 'ec-p256', 'ec-p384']);
  });

  for (const type of KEY_TYPES) {
    it(`${type} is read in any case, and a policy's key says it again`, () => {
      assert.equal(parseKeyType(type.toUpperCase()), type);
      assert.equal(keyTypeOf(policyKeyOf(type)), type);
    });
  }

  for (const input of ['', 'rsa', 'rsa-1024', 'ec-p521', 'constructor', ' rsa-2048']) {
    it(`"${input}" cannot be asked for`, () => {
      assert.throws(
        () => parseKeyType(input),
        new CertError('InvalidKeyType', { keyType: input, allowed: KEY_TYPES }),
      );
    });
  }

  it('a new key is exportable and made for every version', () => {
    const { exportable, reuse } = policyKeyOf('rsa-2048');
    assert.deepEqual({ exportable, reuse }, { exportable: true, reuse: false });
  });

  const named: readonly [PolicyKey, string, string][] = [
    [key('RSA', 3072), 'rsa-3072', 'RSA 3072'],
    [key('RSA-HSM', 4096), 'rsa-4096', 'RSA 4096'],
    [key('RSA'), 'rsa-2048', 'RSA 2048'],
    [key('EC', undefined, 'P-384'), 'ec-p384', 'EC P-384'],
    [key('EC-HSM', 256, 'P-521'), 'ec-p521', 'EC P-521'],
    [key('EC'), 'ec-p256', 'EC P-256'],
  ];
  for (const [policyKey, word, words] of named) {
    it(`a policy's ${JSON.stringify(policyKey)} is called ${word} and "${words}"`, () => {
      assert.equal(keyTypeOf(policyKey), word);
      assert.equal(describeKey(publicKindOf(policyKey)), words);
    });
  }
});

describe('isKeyOfPolicy', () => {
  const cases: readonly [string, number | undefined, string | undefined, PolicyKey, boolean][] = [
    ['RSA', 2048, undefined, key('RSA', 2048), true],
    ['RSA', 2048, undefined, key('RSA-HSM', 2048), true],
    ['RSA', 2048, undefined, key('RSA'), true],
    ['RSA', 2048, undefined, key('RSA', 4096), false],
    ['RSA', 2048, undefined, key('EC', undefined, 'P-256'), false],
    ['EC', undefined, 'P-256', key('EC', undefined, 'P-256'), true],
    ['EC', 256, 'P-256', key('EC-HSM'), true],
    ['EC', undefined, 'P-384', key('EC', undefined, 'P-256'), false],
    ['EC', undefined, undefined, key('EC', undefined, 'P-256'), false],
  ];
  for (const [type, size, curve, policyKey, expected] of cases) {
    const found = describeKey({ type, size, curve });
    it(`is ${String(expected)} for ${found} under ${JSON.stringify(policyKey)}`, () => {
      assert.equal(isKeyOfPolicy({ type, size, curve, fingerprint: '' }, policyKey), expected);
    });
  }
});
