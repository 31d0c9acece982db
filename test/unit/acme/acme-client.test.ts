import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { describe, it } from 'node:test';
import { issuerNameOf, newAccountKey, publicJwk } from '../../../src/acme/acme-client.ts';
import { selfSigned } from './self-signed.ts';

describe('an account key', () => {
  it('is PKCS#8 on P-256, and another one every time', async () => {
    const keys = await Promise.all([newAccountKey(), newAccountKey()]);
    assert.notEqual(keys[0], keys[1]);
    for (const key of keys) {
      assert.match(key, /^-----BEGIN PRIVATE KEY-----/);
      const details = createPrivateKey(key).asymmetricKeyDetails;
      assert.equal(details?.namedCurve, 'prime256v1');
    }
  });

  it('has a JWK without anything of its private half', async () => {
    const key = await newAccountKey();
    const jwk = publicJwk(key);
    assert.deepEqual(Object.keys(jwk).toSorted(), ['crv', 'kty', 'x', 'y']);
    assert.deepEqual(createPublicKey(key).export({ format: 'jwk' }), { ...jwk });
  });
});

describe('issuerNameOf', () => {
  it('is the common name, where there is one to read', async () => {
    assert.equal(issuerNameOf((await selfSigned('ca.example')).cert), 'ca.example');
    assert.equal(issuerNameOf('no certificate'), undefined);
  });
});
