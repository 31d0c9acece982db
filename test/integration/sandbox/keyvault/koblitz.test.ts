import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { describe, it } from 'node:test';
import { OpenSsl } from './openssl.ts';
import { createVaultUnderTest } from './vault-under-test.ts';
import { bundleOf, pageOf, pendingOf } from './wire.ts';

const KEY = { kty: 'EC', crv: 'P-256K', reuse_key: true };

async function createWith(issuer: string) {
  const vault = createVaultUnderTest();
  await vault.request('PUT', '/certificates/issuers/digi', { body: { provider: 'DigiCert' } });
  const policy = { key_props: KEY, x509_props: { subject: 'CN=x' }, issuer: { name: issuer } };
  const create = () => vault.request('POST', '/certificates/k/create', { body: { policy } });
  return { ...vault, create, created: await create() };
}

describe('a certificate with a key on P-256K', () => {
  it('has a request that openssl verifies', async () => {
    using openssl = new OpenSsl();
    const { created } = await createWith('Unknown');
    openssl.write('k.csr', Buffer.from(pendingOf(created).csr, 'base64'));
    openssl.run('req -in k.csr -inform DER -verify -noout -text -out k.txt');
    assert.match(openssl.text('k.txt'), /secp256k1/);
  });

  for (const issuer of ['Self', 'digi']) {
    it(`is issued by ${issuer}, again with the same key`, async () => {
      const { request, advance, create } = await createWith(issuer);
      advance(10);
      await create();
      advance(10);
      const answer = await request('GET', '/certificates/k');
      const { cer = '', kid = '', policy } = bundleOf(answer);
      assert.deepEqual(policy.key_props, { ...KEY, exportable: true, key_size: 256 });
      const leaf = new X509Certificate(Buffer.from(cer, 'base64'));
      assert.equal(leaf.publicKey.asymmetricKeyDetails?.namedCurve, 'secp256k1');
      if (issuer === 'Self') assert.equal(leaf.verify(leaf.publicKey), true);
      const [first] = pageOf(await request('GET', '/certificates/k/versions')).value;
      const older = bundleOf(await request('GET', new URL(first?.id ?? '').pathname));
      const before = new X509Certificate(Buffer.from(older.cer ?? '', 'base64'));
      assert.ok(before.publicKey.equals(leaf.publicKey));
      const key = await request('GET', new URL(kid).pathname, { as: 'cryptoUser' });
      assert.equal((key.body as { key: { crv: string } }).key.crv, 'P-256K');
    });
  }
});
