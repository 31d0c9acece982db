import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isCertError } from '../../../src/domain/errors.ts';
import { createPki } from '../../../src/pki/pki.ts';
import { makeCertificate, makeCsr, makeKeys, publicKeyDer } from './test-certificates.ts';

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

const pki = createPki();
const hex = (withColons: string) => withColons.replaceAll(':', '').toLowerCase();
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function refuses(read: () => unknown): void {
  assert.throws(read, (error: unknown) => isCertError(error, 'Unexpected'));
}

describe('readCertificate', () => {
  it('agrees with OpenSSL', async () => {
    const keys = await makeKeys('RSA-2048');
    const ca = await makeCertificate({ subject: 'CN=Test CA, O=Tests', ca: true });
    const { der } = await makeCertificate({
      subject: 'CN=a.example',
      issuer: ca,
      keys,
      serialNumber: '00A1B2C3D4',
      names: ['A.example', '*.a.example'],
      ekus: [SERVER_AUTH, CLIENT_AUTH],
    });
    const openssl = new X509Certificate(der);
    const facts = pki.readCertificate(der);
    assert.deepEqual(facts, {
      ...facts,
      subject: 'CN=a.example',
      issuer: 'CN=Test CA, O=Tests',
      serialNumber: openssl.serialNumber.toLowerCase(),
      notBefore: openssl.validFromDate,
      notAfter: openssl.validToDate,
      dnsNames: ['a.example', '*.a.example'],
      ekus: [SERVER_AUTH, CLIENT_AUTH],
      publicKey: {
        type: 'RSA',
        size: openssl.publicKey.asymmetricKeyDetails?.modulusLength,
        curve: undefined,
        fingerprint: sha256(await publicKeyDer(keys)),
      },
      thumbprint: hex(openssl.fingerprint),
      thumbprintSha256: hex(openssl.fingerprint256),
      selfSigned: false,
    });
  });

  it('reads a certificate that has neither names nor usages', async () => {
    const facts = pki.readCertificate((await makeCertificate({ subject: 'CN=bare' })).der);
    assert.deepEqual(facts.dnsNames, []);
    assert.deepEqual(facts.ekus, []);
  });

  it('refuses what is not one certificate in DER', async () => {
    const { der } = await makeCertificate({ subject: 'CN=a.example' });
    const csr = await makeCsr(await makeKeys(), 'CN=a.example', {});
    const forms: readonly Uint8Array[] = [
      new Uint8Array(),
      der.subarray(0, -1),
      Uint8Array.from([...der, 0]),
      Buffer.from(pki.toPem(der)),
      Buffer.from(Buffer.from(der).toString('base64')),
      Buffer.from(Buffer.from(der).toString('hex')),
      csr,
    ];
    for (const bytes of forms) refuses(() => pki.readCertificate(bytes));
  });

  it('reads or refuses any bytes', async () => {
    const { der } = await makeCertificate({ subject: 'CN=a.example', names: ['a.example'] });
    const damaged = fc
      .tuple(fc.nat({ max: der.length - 1 }), fc.nat({ max: 255 }))
      .map(([at, byte]) => der.with(at, byte));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), damaged), (bytes) => {
        try {
          pki.readCertificate(bytes);
        } catch (error) {
          assert.ok(isCertError(error, 'Unexpected'), String(error));
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('readCsr', () => {
  for (const [kind, type, size, curve] of [
    ['P-256', 'EC', undefined, 'P-256'],
    ['P-384', 'EC', undefined, 'P-384'],
    ['RSA-2048', 'RSA', 2048, undefined],
  ] as const) {
    it(`tells names, usages and key of a ${kind} request`, async () => {
      const keys = await makeKeys(kind);
      const csr = await makeCsr(keys, 'CN=a.example, O=Tests', {
        names: ['A.example', '*.a.example'],
        emails: ['someone@a.example'],
        ekus: [SERVER_AUTH],
      });
      const { extensions, ...facts } = pki.readCsr(csr);
      assert.deepEqual(
        extensions.map(({ name, reading }) => [name, reading]),
        [
          ['subjectAltName', 'read'],
          ['extKeyUsage', 'read'],
        ],
      );
      assert.deepEqual(facts, {
        subject: 'CN=a.example, O=Tests',
        commonName: 'a.example',
        alternativeNames: [
          { kind: 'email', value: 'someone@a.example' },
          { kind: 'dns', value: 'A.example' },
          { kind: 'dns', value: '*.a.example' },
        ],
        dnsNames: ['a.example', '*.a.example'],
        ekus: [SERVER_AUTH],
        extendedKeyUsages: [{ oid: SERVER_AUTH, name: 'serverAuth' }],
        keyUsages: [],
        publicKey: { type, size, curve, fingerprint: sha256(await publicKeyDer(keys)) },
      });
    });
  }

  it('reads a request without common name and extensions', async () => {
    const facts = pki.readCsr(await makeCsr(await makeKeys(), 'O=Tests', {}));
    assert.equal(facts.commonName, undefined);
    assert.deepEqual(facts.dnsNames, []);
    assert.deepEqual(facts.ekus, []);
  });

  it('has the same fingerprint as the certificate that was issued for it', async () => {
    const keys = await makeKeys();
    const csr = pki.readCsr(await makeCsr(keys, 'CN=a.example', {}));
    const { der } = await makeCertificate({ subject: 'CN=a.example', keys });
    assert.equal(pki.readCertificate(der).publicKey.fingerprint, csr.publicKey.fingerprint);
  });

  it('refuses a certificate', async () => {
    const { der } = await makeCertificate({ subject: 'CN=a.example' });
    refuses(() => pki.readCsr(der));
  });
});
