import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SERVER_AUTH } from '../../../src/domain/acme-policy.ts';
import { readCsr } from '../../../src/pki/csr.ts';
import { throwawayRequest } from '../../../src/pki/throwaway-request.ts';

const NAMES = ['example.com', '*.example.com', 'xn--bcher-kva.example'];

const KINDS = [
  [{ kty: 'RSA', size: 2048 }, 'RSA', 2048, undefined],
  [{ kty: 'RSA-HSM', size: 3072 }, 'RSA', 3072, undefined],
  [{ kty: 'EC', curve: 'P-256' }, 'EC', undefined, 'P-256'],
  [{ kty: 'EC-HSM', curve: 'P-384' }, 'EC', undefined, 'P-384'],
  [{ kty: 'EC', curve: 'P-256K' }, 'EC', undefined, 'P-256'],
] as const;

describe('a throwaway request', () => {
  for (const [key, type, size, curve] of KINDS) {
    it(`asks for the names with a key of the kind ${JSON.stringify(key)}`, async () => {
      const { dnsNames, ekus, publicKey, commonName } = readCsr(await throwawayRequest(NAMES, key));
      assert.deepEqual(dnsNames, NAMES);
      assert.deepEqual(ekus, [SERVER_AUTH]);
      assert.equal(commonName, undefined);
      assert.equal(publicKey.type, type);
      if (size !== undefined) assert.equal(publicKey.size, size);
      if (curve !== undefined) assert.equal(publicKey.curve, curve);
    });
  }

  it('has another key each time', async () => {
    const key = { kty: 'EC', curve: 'P-256' };
    const [one, other] = [await throwawayRequest(NAMES, key), await throwawayRequest(NAMES, key)];
    const [first, second] = [readCsr(one), readCsr(other)];
    assert.notEqual(first.publicKey.fingerprint, second.publicKey.fingerprint);
  });
});
