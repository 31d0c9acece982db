import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { before, describe, it } from 'node:test';
import { connect, createSecureContext, createServer } from 'node:tls';
import { assertAnswers } from './recorded.ts';
import type { TestAuthority } from './test-authority.ts';
import { createTestAuthority } from './test-authority.ts';
import { createVaultUnderTest } from './vault-under-test.ts';
import { errorOf, pendingOf, secretOf } from './wire.ts';

const AUDITOR = { as: 'auditor' };
const PEM = { secret_props: { contentType: 'application/x-pem-file' } };

let authority: TestAuthority;
before(async () => {
  authority = await createTestAuthority();
});

async function createMerged(policy: object, more: object = {}) {
  const vault = createVaultUnderTest();
  const body = {
    policy: { key_props: { kty: 'EC' }, x509_props: { subject: 'CN=x' }, ...policy },
    ...more,
  };
  const created = await vault.request('POST', '/certificates/pemcert/create', { body });
  const chain = await authority.issue(pendingOf(created).csr);
  const x5c = chain.map((der) => der.toString('base64'));
  await vault.request('POST', '/certificates/pemcert/pending/merge', { body: { x5c } });
  const secret = await vault.request('GET', '/secrets/pemcert', AUDITOR);
  return { ...vault, chain, secret };
}

describe('the secret of a certificate as PEM', () => {
  it('is the key and then the chain, whose order is reversed', async () => {
    const { secret, chain } = await createMerged(PEM);
    const { value, contentType } = secretOf(secret);
    assert.equal(contentType, 'application/x-pem-file');
    assert.match(value, /^-----BEGIN PRIVATE KEY-----\n/);
    assert.match(value, /-----END CERTIFICATE-----\n$/);
    const certificates = pemCertificates(value);
    assert.deepEqual(
      certificates.map(({ raw }) => raw),
      chain.toReversed(),
    );
    assert.equal(certificates.at(-1)?.checkPrivateKey(createPrivateKey(value)), true);
  });

  it('keeps the order that was to be preserved', async () => {
    const { secret, chain } = await createMerged(PEM, { preserveCertOrder: true });
    const certificates = pemCertificates(secretOf(secret).value);
    assert.deepEqual(
      certificates.map(({ raw }) => raw),
      [...chain],
    );
  });

  it('has the recorded members', async () => {
    const { request, advance } = createVaultUnderTest();
    const policy = { ...PEM, x509_props: { subject: 'CN=x' }, issuer: { name: 'Self' } };
    await request('POST', '/certificates/pemcert/create', { body: { policy } });
    advance(10);
    const secret = await request('GET', '/secrets/pemcert', AUDITOR);
    const { value, ...rest } = secretOf(secret);
    const cut = value.replaceAll(/(-----\n)[^-]+\n(-----END)/g, '$1…\n$2');
    assertAnswers({ ...secret, body: { value: cut, ...rest } }, 'secret-of-cert-pem-200');
  });

  it('is without the key where that is not exportable', async () => {
    const key_props = { kty: 'EC', exportable: false };
    const { secret } = await createMerged({ ...PEM, key_props });
    assert.equal(secret.status, 200);
    assert.doesNotMatch(secretOf(secret).value, /PRIVATE KEY/);
    assert.equal(pemCertificates(secretOf(secret).value).length, 3);
  });
});

function pemCertificates(text: string): X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}

describe('the secret of a certificate as PKCS#12', () => {
  for (const key_props of [{ kty: 'EC' }, { kty: 'EC', crv: 'P-521' }, { kty: 'RSA' }]) {
    it(`serves TLS with key and chain: ${JSON.stringify(key_props)}`, async () => {
      const { secret, chain } = await createMerged({ key_props }, { preserveCertOrder: true });
      assert.equal(secretOf(secret).contentType, 'application/x-pkcs12');
      const served = await chainServedWith(Buffer.from(secretOf(secret).value, 'base64'));
      assert.deepEqual(served, [...chain]);
    });
  }

  it('has the chain in reversed order, too', async () => {
    const { secret, chain } = await createMerged({});
    const [leaf, intermediate, root] = chain;
    // OpenSSL picks the leaf by the key and leaves the others as they stand in the file.
    const served = await chainServedWith(Buffer.from(secretOf(secret).value, 'base64'));
    assert.deepEqual(served, [leaf, root, intermediate]);
  });

  it('cannot serve where the key is not exportable', async () => {
    const { secret } = await createMerged({ key_props: { kty: 'EC', exportable: false } });
    assert.equal(secret.status, 200);
    const pfx = Buffer.from(secretOf(secret).value, 'base64');
    assert.throws(() => createSecureContext({ pfx, passphrase: '' }), /private key/);
  });
});

/** Node's own OpenSSL reads the file; the handshake shows that the key belongs to the leaf. */
async function chainServedWith(pfx: Buffer): Promise<Buffer[]> {
  const server = createServer({ pfx, passphrase: '' });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  try {
    await once(client, 'secureConnect');
    const chain: Buffer[] = [];
    let certificate = client.getPeerX509Certificate();
    while (certificate !== undefined) {
      chain.push(certificate.raw);
      certificate = certificate.issuerCertificate;
    }
    return chain;
  } finally {
    client.destroy();
    server.close();
  }
}

describe('a secret that is not given out', () => {
  it('is not found', async () => {
    const answer = await createVaultUnderTest().request('GET', '/secrets/x', AUDITOR);
    assert.equal(answer.status, 404);
    assert.equal(errorOf(answer).code, 'SecretNotFound');
  });

  it('is disabled while the certificate is pending', async () => {
    const { request } = createVaultUnderTest();
    const body = { policy: { x509_props: { subject: 'CN=x' } } };
    await request('POST', '/certificates/x/create', { body });
    assertAnswers(await request('GET', '/secrets/x/', AUDITOR), 'secret-disabled-403');
  });

  it('is disabled with its certificate', async () => {
    const { request } = await createMerged(PEM);
    const body = { attributes: { enabled: false } };
    await request('PATCH', '/certificates/pemcert', { body });
    assertAnswers(await request('GET', '/secrets/pemcert', AUDITOR), 'secret-disabled-403');
  });
});
