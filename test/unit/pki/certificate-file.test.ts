import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { X509Certificate, X509Certificates } from '@peculiar/x509';
import fc from 'fast-check';
import { readCertificate } from '../../../src/pki/certificate.ts';
import { readChainFile } from '../../../src/pki/certificate-file.ts';
import { toPem } from '../../../src/pki/pem.ts';
import { makeCertificate, makeKeys, type Issued } from './test-certificates.ts';

/** Not in one piece: packaging refuses files that look as if they held one. */
const KEY = ['PRIVATE', 'KEY'].join(' ');

describe('readChainFile', () => {
  let root: Issued;
  let intermediate: Issued;
  let leaf: Issued;
  let stranger: Issued;
  let fingerprint: string;

  before(async () => {
    root = await makeCertificate({ subject: 'CN=Root', ca: true });
    const keys = await makeKeys('RSA-2048');
    intermediate = await makeCertificate({ subject: 'CN=Between', ca: true, issuer: root, keys });
    leaf = await makeCertificate({ subject: 'CN=a.example', issuer: intermediate });
    stranger = await makeCertificate({ subject: 'CN=b.example', issuer: intermediate });
    fingerprint = readCertificate(leaf.der).publicKey.fingerprint;
  });

  const pem = (...certificates: readonly Issued[]): Buffer =>
    Buffer.from(certificates.map(({ der }) => toPem(der)).join(''));
  const pkcs7 = (format: 'raw' | 'pem', ...certificates: readonly Issued[]): Buffer => {
    const all = certificates.map(({ der }) => new X509Certificate(new Uint8Array(der)));
    const file = new X509Certificates(all);
    return format === 'raw' ? Buffer.from(file.export('raw')) : Buffer.from(file.export('pem'));
  };
  const read = (bytes: Uint8Array) => {
    const reading = readChainFile(bytes, fingerprint);
    if ('problem' in reading) return reading.problem;
    const subjects = reading.chain.map((der) => readCertificate(der).subject);
    return { subjects, leftOut: reading.leftOut, missing: reading.missing };
  };
  const WHOLE = { subjects: ['CN=a.example', 'CN=Between', 'CN=Root'], leftOut: 0, missing: '' };

  const whole: readonly [string, () => Buffer][] = [
    ['PEM', () => pem(leaf, intermediate, root)],
    ['PEM in another order', () => pem(root, leaf, intermediate)],
    ['PEM with a certificate twice', () => pem(leaf, leaf, intermediate, root, root)],
    [
      'PEM with CRLF and text between',
      () => {
        const text = pem(root, intermediate, leaf).toString();
        return Buffer.from(`\uFEFFBag Attributes\n${text}`.replaceAll('\n', '\r\n'));
      },
    ],
    [
      "OpenSSL's own labels",
      () => {
        const text = pem(leaf, intermediate, root).toString();
        return Buffer.from(text.replaceAll(' CERTIFICATE', ' X509 CERTIFICATE'));
      },
    ],
    ['PKCS#7, DER', () => pkcs7('raw', intermediate, root, leaf)],
    [
      'PKCS#7, PEM',
      () =>
        Buffer.from(pkcs7('pem', root, leaf, intermediate).toString().replaceAll('CMS', 'PKCS7')),
    ],
  ];
  for (const [what, file] of whole) {
    it(`finds the leaf, and puts its chain in order: ${what}`, () => {
      assert.deepEqual(read(file()), WHOLE);
    });
  }

  it('takes a certificate alone, and says whose issuer is missing', () => {
    const alone = { subjects: ['CN=a.example'], leftOut: 0, missing: 'CN=Between' };
    assert.deepEqual(read(leaf.der), alone);
    assert.deepEqual(read(pem(leaf, root)), { ...alone, leftOut: 1 });
  });

  it('leaves out what does not belong to it', () => {
    assert.deepEqual(read(pem(stranger, intermediate, leaf, root)), { ...WHOLE, leftOut: 1 });
  });

  it('believes a signature, not a name', async () => {
    const keys = await makeKeys('RSA-2048');
    const namesake = await makeCertificate({ subject: 'CN=Between', ca: true, issuer: root, keys });
    assert.deepEqual(read(pem(namesake, leaf)), {
      ...{ subjects: ['CN=a.example'], leftOut: 1, missing: 'CN=Between' },
    });
  });

  const problems: readonly [string, () => Uint8Array, object][] = [
    ['an empty file', () => new Uint8Array(), { kind: 'empty' }],
    ['a large one', () => Buffer.alloc(1_048_577, 32), { kind: 'too-large', limit: 1_048_576 }],
    ['text', () => Buffer.from('Dear customer,\n'), { kind: 'none' }],
    ['a request', () => Buffer.from(toPem(leaf.der, 'request')), { kind: 'none' }],
    [
      'a block that is cut short',
      () => Buffer.concat([pem(leaf), Buffer.from(toPem(root.der.subarray(0, 99)))]),
      { kind: 'damaged', at: 2 },
    ],
    [
      'a certificate for another key',
      () => pem(stranger, root),
      { kind: 'other-key', subjects: ['CN=b.example', 'CN=Root'] },
    ],
    [
      'a private key',
      () =>
        Buffer.concat([
          pem(leaf),
          Buffer.from(`-----BEGIN ${KEY}-----\nAA==\n-----END ${KEY}-----`),
        ]),
      { kind: 'private-key' },
    ],
    ['a PFX', () => Buffer.from('3082100102010330820fc7', 'hex'), { kind: 'private-key' }],
  ];
  for (const [what, file, problem] of problems) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(read(file()), problem);
    });
  }

  it('refuses a root store', () => {
    const many = Array.from({ length: 51 }, () => leaf);
    assert.deepEqual(read(pem(...many)), { kind: 'too-many', count: 51 });
  });

  it('has an answer to every file', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.nat(leaf.der.length).map((end) => leaf.der.subarray(0, end)),
      fc.nat(900).map((end) => pkcs7('raw', leaf, root).subarray(0, end)),
      fc.string().map((text) => Buffer.from(`-----BEGIN CERTIFICATE-----\n${text}`)),
    );
    fc.assert(
      fc.property(bytes, (file) => {
        const reading = readChainFile(file, fingerprint);
        return 'problem' in reading || reading.chain.length > 0;
      }),
    );
  });
});
