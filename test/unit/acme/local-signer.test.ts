import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, it } from 'node:test';
import { newAccountKey } from '../../../src/acme/acme-client.ts';
import { localSigner } from '../../../src/acme/local-signer.ts';
import { isCertError } from '../../../src/domain/errors.ts';

function curve(namedCurve: string): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

describe('localSigner', () => {
  for (const [alg, namedCurve, bytes] of [
    ['ES256', 'P-256', 64],
    ['ES384', 'P-384', 96],
  ] as const) {
    it(`signs with ${alg} as JOSE has it, r and s in ${bytes} bytes`, async () => {
      const signer = localSigner(curve(namedCurve));
      assert.equal(signer.alg, alg);
      for (let n = 0; n < 20; n++) {
        assert.equal((await signer.sign(Buffer.from(`data ${n}`))).length, bytes);
      }
    });
  }

  it('says that a key cannot be used, without quoting it', () => {
    const secret = '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n';
    for (const pem of [secret, 'no key', '', curve('P-521')]) {
      assert.throws(
        () => localSigner(pem),
        (error) => isCertError(error, 'Unexpected') && !error.message.includes('c2VjcmV0'),
      );
    }
  });

  it('does not sign after a cancellation', async () => {
    const signer = localSigner(await newAccountKey());
    await assert.rejects(signer.sign(Buffer.from('data'), AbortSignal.abort()), (error) =>
      isCertError(error, 'Cancelled'),
    );
  });
});
