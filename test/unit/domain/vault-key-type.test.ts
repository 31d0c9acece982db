import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isCertError } from '../../../src/domain/errors.ts';
import { KEY_TYPES, policyKeyOf } from '../../../src/domain/key-type.ts';
import { parseVaultKeyType, VAULT_KEY_TYPES } from '../../../src/domain/vault-key-type.ts';

describe('parseVaultKeyType', () => {
  it('means the same as ACME does by the same words', () => {
    for (const type of KEY_TYPES) {
      const { kty, size, curve } = policyKeyOf(type);
      assert.deepEqual(parseVaultKeyType(type.toUpperCase()), { kty, size, curve });
    }
  });

  it('knows what no CA of ACME signs', () => {
    const p521 = { kty: 'EC', size: undefined, curve: 'P-521' };
    assert.deepEqual(parseVaultKeyType('ec-p521'), p521);
    const koblitz = { kty: 'EC-HSM', size: undefined, curve: 'P-256K' };
    assert.deepEqual(parseVaultKeyType('ec-p256k-hsm'), koblitz);
    assert.equal(VAULT_KEY_TYPES.length, 14);
  });

  for (const type of ['', 'rsa-1024', 'ec-p256-hsm-hsm', '__proto__', 'oct']) {
    it(`refuses "${type}"`, () => {
      assert.throws(
        () => parseVaultKeyType(type),
        (error) => isCertError(error, 'InvalidKeyType'),
      );
    });
  }
});
