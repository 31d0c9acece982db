import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PolicyKey } from '../../../src/domain/certificate-policy.ts';
import { CertError } from '../../../src/domain/errors.ts';
import {
  algorithmOf,
  describeCertificateKey,
  describeKey,
  describePolicyKey,
  isHsmType,
  isKeyOfPolicy,
  KEY_ALGORITHMS,
  KEY_TYPES,
  keyTypeOf,
  parseKeyType,
  policyKeyOf,
  publicKindOf,
  type KeyType,
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
    const algorithms = ['rsa-2048', 'rsa-3072', 'rsa-4096', 'ec-p256', 'ec-p384'];
    assert.deepEqual(KEY_ALGORITHMS, algorithms);
    assert.deepEqual(KEY_TYPES, [...algorithms, ...algorithms.map((name) => `${name}-hsm`)]);
  });

  for (const type of KEY_TYPES) {
    it(`${type} is read in any case, and a policy's key says it again`, () => {
      assert.equal(parseKeyType(type.toUpperCase()), type);
      assert.equal(keyTypeOf(policyKeyOf(type)), type);
    });
  }

  for (const input of [
    '',
    'rsa',
    'rsa-1024',
    'ec-p521',
    'constructor',
    ' rsa-2048',
    '-hsm',
    'rsa-2048-hsm-hsm',
    'constructor-hsm',
  ]) {
    it(`"${input}" cannot be asked for`, () => {
      assert.throws(
        () => parseKeyType(input),
        new CertError('InvalidKeyType', { keyType: input, allowed: KEY_TYPES }),
      );
    });
  }

  const made: readonly [KeyType, Omit<PolicyKey, 'reuse'>][] = [
    ['rsa-2048', { kty: 'RSA', size: 2048, curve: undefined, exportable: true }],
    ['ec-p384', { kty: 'EC', size: undefined, curve: 'P-384', exportable: true }],
    ['rsa-4096-hsm', { kty: 'RSA-HSM', size: 4096, curve: undefined, exportable: false }],
    ['ec-p256-hsm', { kty: 'EC-HSM', size: undefined, curve: 'P-256', exportable: false }],
  ];
  for (const [type, expected] of made) {
    it(`a new ${type} is ${expected.exportable ? '' : 'not '}exportable and made for every version`, () => {
      assert.deepEqual(policyKeyOf(type), { ...expected, reuse: false });
    });
  }

  const places: readonly [string, string, boolean][] = [
    ['ec-p256', 'ec-p256', false],
    ['ec-p256-hsm', 'ec-p256', true],
    ['ec-p521-hsm', 'ec-p521', true],
    ['', '', false],
  ];
  for (const [type, algorithm, inHsm] of places) {
    it(`"${type}" is ${algorithm || 'nothing'} to a CA, ${inHsm ? 'in' : 'outside of'} an HSM`, () => {
      assert.equal(algorithmOf(type), algorithm);
      assert.equal(isHsmType(type), inHsm);
    });
  }

  const named: readonly [PolicyKey, string, string][] = [
    [key('RSA', 3072), 'rsa-3072', 'RSA 3072'],
    [key('RSA-HSM', 4096), 'rsa-4096-hsm', 'RSA-HSM 4096'],
    [key('RSA'), 'rsa-2048', 'RSA 2048'],
    [key('EC', undefined, 'P-384'), 'ec-p384', 'EC P-384'],
    [key('EC-HSM', 256, 'P-521'), 'ec-p521-hsm', 'EC-HSM P-521'],
    [key('EC'), 'ec-p256', 'EC P-256'],
  ];
  for (const [policyKey, word, words] of named) {
    it(`a policy's ${JSON.stringify(policyKey)} is called ${word} and "${words}"`, () => {
      assert.equal(keyTypeOf(policyKey), word);
      assert.equal(describePolicyKey(policyKey), words);
      assert.equal(describeKey(publicKindOf(policyKey)), words.replace('-HSM', ''));
    });
  }
});

describe('describeCertificateKey', () => {
  const rsa = { type: 'RSA', size: 2048, curve: undefined, fingerprint: '' };
  const cases: readonly [PolicyKey | undefined, string][] = [
    [undefined, 'RSA 2048'],
    [key('RSA', 2048), 'RSA 2048'],
    [key('RSA-HSM', 2048), 'RSA-HSM 2048'],
    // The policy is that of the next version already.
    [key('RSA-HSM', 4096), 'RSA 2048'],
    [key('EC-HSM'), 'RSA 2048'],
  ];
  for (const [policyKey, words] of cases) {
    it(`is ${words} under ${JSON.stringify(policyKey)}`, () => {
      assert.equal(describeCertificateKey(rsa, policyKey), words);
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
