import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { flattenedVerify, importJWK } from 'jose';
import { newAccountKey } from '../../../src/acme/acme-client.ts';
import { hmacJws, signedJws } from '../../../src/acme/jws.ts';
import { localSigner } from '../../../src/acme/local-signer.ts';

const URL = 'https://ca.example/order';
const KID = 'https://ca.example/1';

function keyOf(alg: string): string {
  const pair =
    alg === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: alg === 'ES384' ? 'P-384' : 'P-256' });
  return pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

describe('signedJws', () => {
  for (const alg of ['RS256', 'ES256', 'ES384']) {
    it(`makes what jose accepts (${alg})`, async () => {
      const signer = localSigner(keyOf(alg));
      const payload = { identifiers: ['ä'] };
      const jws = await signedJws(signer, { kid: KID, url: URL, nonce: 'n1' }, payload);
      const verified = await flattenedVerify(jws, await importJWK(signer.jwk, alg));
      assert.deepEqual(verified.protectedHeader, { alg, url: URL, nonce: 'n1', kid: KID });
      assert.deepEqual(JSON.parse(Buffer.from(verified.payload).toString()), payload);
    });
  }

  it('puts the public key, and nothing else of it, where there is no account yet', async () => {
    const signer = localSigner(await newAccountKey());
    const jws = await signedJws(signer, { jwk: signer.jwk, url: URL, nonce: 'n' }, {});
    const header: unknown = JSON.parse(Buffer.from(jws.protected, 'base64url').toString());
    assert.deepEqual(header, { alg: 'ES256', url: URL, nonce: 'n', jwk: signer.jwk });
  });

  it('has an empty payload for POST-as-GET', async () => {
    const signer = localSigner(await newAccountKey());
    const jws = await signedJws(signer, { kid: KID, url: URL, nonce: 'n' }, undefined);
    assert.equal(jws.payload, '');
    await flattenedVerify(jws, await importJWK(signer.jwk, 'ES256'));
  });
});

describe('hmacJws', () => {
  it('makes what jose accepts (HS256), without a nonce', async () => {
    const key = randomBytes(32);
    const jws = hmacJws(key, { kid: 'kid-1', url: URL }, { kty: 'EC' });
    const verified = await flattenedVerify(jws, key);
    assert.deepEqual(verified.protectedHeader, { alg: 'HS256', kid: 'kid-1', url: URL });
    assert.equal(Buffer.from(verified.payload).toString(), '{"kty":"EC"}');
  });
});
