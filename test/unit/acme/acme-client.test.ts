import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, it } from 'node:test';
import { flattenedVerify, importJWK } from 'jose';
import { localSigner, newAccountKey } from '../../../src/acme/acme-client.ts';
import { isCertError } from '../../../src/domain/errors.ts';

const DIRECTORY = 'https://ca.example/dir';
const URL = 'https://ca.example/order';

function keyOf(kind: string): string {
  const pair =
    kind === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: kind === 'ES384' ? 'P-384' : 'P-256' });
  return pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

describe('localSigner', () => {
  for (const alg of ['RS256', 'ES256', 'ES384']) {
    it(`makes a JWS that jose accepts (${alg})`, async () => {
      const signer = localSigner(keyOf(alg), DIRECTORY);
      const payload = { identifiers: ['ä'] };
      const jws = await signer.sign({
        url: URL,
        payload,
        nonce: 'n1',
        kid: 'https://ca.example/1',
      });
      const verified = await flattenedVerify(jws, await importJWK(signer.jwk, alg));
      assert.deepEqual(verified.protectedHeader, {
        alg,
        url: URL,
        nonce: 'n1',
        kid: 'https://ca.example/1',
      });
      assert.deepEqual(JSON.parse(Buffer.from(verified.payload).toString()), payload);
    });
  }

  it('puts the public key, and nothing else of it, where there is no account yet', async () => {
    const signer = localSigner(await newAccountKey(), DIRECTORY);
    const jws = await signer.sign({ url: URL, payload: {}, nonce: 'n', kid: undefined });
    const header: unknown = JSON.parse(Buffer.from(jws.protected, 'base64url').toString());
    assert.deepEqual(header, { alg: 'ES256', url: URL, nonce: 'n', jwk: signer.jwk });
    assert.deepEqual(Object.keys(signer.jwk), ['crv', 'kty', 'x', 'y']);
  });

  it('signs an empty payload for POST-as-GET', async () => {
    const signer = localSigner(await newAccountKey(), DIRECTORY);
    const jws = await signer.sign({ url: URL, payload: undefined, nonce: 'n', kid: 'k' });
    assert.equal(jws.payload, '');
  });

  it('says that a key cannot be used, without quoting it', () => {
    const pem = '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n';
    assert.throws(
      () => localSigner(pem, DIRECTORY),
      (error) => isCertError(error, 'Unexpected') && !error.message.includes('c2VjcmV0'),
    );
  });

  it('does not sign after a cancellation', async () => {
    const signer = localSigner(await newAccountKey(), DIRECTORY);
    const request = { url: URL, payload: {}, nonce: 'n', kid: 'k' };
    await assert.rejects(signer.sign(request, AbortSignal.abort()), (error) =>
      isCertError(error, 'Cancelled'),
    );
  });
});
