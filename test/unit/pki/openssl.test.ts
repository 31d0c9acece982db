import assert from 'node:assert/strict';
import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import { before, describe, it } from 'node:test';
import type { CertificateFacts } from '../../../src/domain/pki.ts';
import { createPki } from '../../../src/pki/pki.ts';
import { hasOpenssl, opensslCertificate, opensslSays } from './openssl.ts';

const pki = createPki();
const skip = (await hasOpenssl()) ? false : 'there is no openssl here';
const P256 = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];

/** One signed certificate timestamp of four bytes and one of two, as TLS encodes the list. */
const SCTS = '04:0C:00:0A:00:04:01:02:03:04:00:02:05:06';

describe('a certificate with everything', { skip }, () => {
  let der: Uint8Array;
  let facts: CertificateFacts;

  before(async () => {
    der = await opensslCertificate({
      key: P256,
      subject: [
        '0.C = DE',
        '1.O = Müller, Sohn \\"& Co\\" <x>',
        '2.OU = A',
        '3.+CN = www.a.example',
        '4.2.5.4.5 = 42',
        '5.1.2.3.4 = odd',
      ],
      extensions: [
        'subjectAltName = DNS:WWW.a.example, DNS:*.b.example, IP:192.0.2.7, IP:2001:db8::1, email:someone@a.example, URI:https://a.example/x, RID:1.2.3.4, dirName:dir, otherName:1.3.6.1.4.1.311.20.2.3;UTF8:ada@a.example, otherName:1.2.3;UTF8:x',
        'keyUsage = critical, digitalSignature, nonRepudiation, keyEncipherment, dataEncipherment, keyAgreement, keyCertSign, cRLSign, encipherOnly, decipherOnly',
        'extendedKeyUsage = serverAuth, clientAuth, 1.2.3.4.5',
        'basicConstraints = critical, CA:true, pathlen:3',
        'subjectKeyIdentifier = hash',
        'authorityKeyIdentifier = keyid:always',
        'crlDistributionPoints = URI:http://crl.a.example/1, URI:http://crl.a.example/2',
        'authorityInfoAccess = OCSP;URI:http://ocsp.a.example, caIssuers;URI:http://ca.a.example/ca.der',
        'certificatePolicies = 2.23.140.1.2.1, @policy',
        'tlsfeature = status_request',
        `1.3.6.1.4.1.11129.2.4.2 = DER:${SCTS}`,
        '1.2.3.99 = critical, DER:05:00',
        'nameConstraints = permitted;DNS:a.example',
        '[dir]',
        'CN = in a directory',
        '[policy]',
        'policyIdentifier = 1.2.3.4.6',
        'CPS.1 = https://a.example/cps',
      ],
    });
    facts = pki.readCertificate(der);
  });

  it('has all alternative names in their order', () => {
    assert.deepEqual(facts.alternativeNames, [
      { kind: 'dns', value: 'WWW.a.example' },
      { kind: 'dns', value: '*.b.example' },
      { kind: 'ip', value: '192.0.2.7' },
      { kind: 'ip', value: '2001:db8::1' },
      { kind: 'email', value: 'someone@a.example' },
      { kind: 'uri', value: 'https://a.example/x' },
      { kind: 'registered-id', value: '1.2.3.4' },
      { kind: 'directory', value: 'CN=in a directory' },
      { kind: 'upn', value: 'ada@a.example' },
      { kind: 'other', value: '1.2.3' },
    ]);
    assert.deepEqual(facts.dnsNames, ['www.a.example', '*.b.example']);
  });

  it('has usages, constraints, addresses and policies', () => {
    const { keyUsages, extendedKeyUsages, basicConstraints, policies } = facts;
    assert.deepEqual(keyUsages, [
      'digitalSignature',
      'nonRepudiation',
      'keyEncipherment',
      'dataEncipherment',
      'keyAgreement',
      'keyCertSign',
      'cRLSign',
      'encipherOnly',
      'decipherOnly',
    ]);
    assert.deepEqual(extendedKeyUsages, [
      { oid: '1.3.6.1.5.5.7.3.1', name: 'serverAuth' },
      { oid: '1.3.6.1.5.5.7.3.2', name: 'clientAuth' },
      { oid: '1.2.3.4.5', name: undefined },
    ]);
    assert.deepEqual(basicConstraints, { ca: true, pathLength: 3 });
    assert.deepEqual(facts.crlUrls, ['http://crl.a.example/1', 'http://crl.a.example/2']);
    assert.deepEqual(facts.ocspUrls, ['http://ocsp.a.example']);
    assert.deepEqual(facts.caIssuerUrls, ['http://ca.a.example/ca.der']);
    assert.deepEqual(policies, [
      { oid: '2.23.140.1.2.1', name: 'domain-validated', cps: [] },
      { oid: '1.2.3.4.6', name: undefined, cps: ['https://a.example/cps'] },
    ]);
    assert.equal(facts.mustStaple, true);
    assert.equal(facts.sctCount, 2);
  });

  it('lists every extension, and which were read', () => {
    const told = facts.extensions.map(({ oid, name, critical, reading }) => {
      return `${name ?? oid}${critical ? ' critical' : ''}: ${reading}`;
    });
    assert.deepEqual(told, [
      'subjectAltName: read',
      'keyUsage critical: read',
      'extKeyUsage: read',
      'basicConstraints critical: read',
      'subjectKeyIdentifier: read',
      'authorityKeyIdentifier: read',
      'cRLDistributionPoints: read',
      'authorityInfoAccess: read',
      'certificatePolicies: read',
      'tlsFeature: read',
      'signedCertificateTimestampList: read',
      '1.2.3.99 critical: other',
      'nameConstraints: other',
    ]);
  });

  it('has a subject with everything that stands in it', () => {
    assert.deepEqual(facts.subjectName, [
      [{ type: 'C', oid: '2.5.4.6', value: 'DE' }],
      [{ type: 'O', oid: '2.5.4.10', value: 'Müller, Sohn "& Co" <x>' }],
      [
        { type: 'OU', oid: '2.5.4.11', value: 'A' },
        { type: 'CN', oid: '2.5.4.3', value: 'www.a.example' },
      ],
      [{ type: 'serialNumber', oid: '2.5.4.5', value: '42' }],
      [{ type: '1.2.3.4', oid: '1.2.3.4', value: 'odd' }],
    ]);
    assert.equal(
      facts.subject,
      'C=DE, O=Müller\\, Sohn \\"& Co\\" \\<x\\>, OU=A+CN=www.a.example, serialNumber=42, 1.2.3.4=odd',
    );
    assert.equal(facts.issuer, facts.subject);
  });

  it('agrees with what OpenSSL says of it', async () => {
    const hex = (text: string) => text.replaceAll(/\s|.*=|:/g, '').toLowerCase();
    const ids = await opensslSays(der, '-ext', 'subjectKeyIdentifier,authorityKeyIdentifier');
    assert.ok(hex(ids).includes(facts.subjectKeyId ?? '?'), ids);
    assert.equal(facts.authorityKeyId, facts.subjectKeyId);
    assert.equal(facts.serialNumber, hex(await opensslSays(der, '-serial')));
    assert.equal(facts.thumbprint, hex(await opensslSays(der, '-fingerprint', '-sha1')));
    assert.equal(facts.thumbprintSha256, hex(await opensslSays(der, '-fingerprint', '-sha256')));
    const spki = createPublicKey(await opensslSays(der, '-pubkey')).export({
      type: 'spki',
      format: 'der',
    });
    assert.equal(facts.publicKey.fingerprint, createHash('sha256').update(spki).digest('hex'));
    const text = await opensslSays(der, '-text');
    assert.match(text, new RegExp(`Signature Algorithm: ${facts.signatureAlgorithm.name ?? '?'}`));
    assert.equal(facts.selfSigned, true);
  });
});

const KEYS: readonly (readonly [
  key: readonly string[],
  type: string,
  size: number | undefined,
  curve: string | undefined,
  signature: string,
])[] = [
  [['-newkey', 'rsa:3072', '-sha384'], 'RSA', 3072, undefined, 'sha384WithRSAEncryption'],
  [
    ['-newkey', 'rsa-pss', '-pkeyopt', 'rsa_keygen_bits:2048'],
    'RSA',
    // The library looks for the modulus in plain RSA keys only.
    undefined,
    undefined,
    'RSASSA-PSS',
  ],
  [
    ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-521', '-sha512'],
    'EC',
    undefined,
    'P-521',
    'ecdsa-with-SHA512',
  ],
  [
    ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1'],
    'EC',
    undefined,
    'P-256K',
    'ecdsa-with-SHA256',
  ],
  [
    ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:brainpoolP256r1'],
    'EC',
    undefined,
    'brainpoolP256r1',
    'ecdsa-with-SHA256',
  ],
  [['-newkey', 'ed25519'], 'Ed25519', undefined, undefined, 'Ed25519'],
  [['-newkey', 'ed448'], 'EdDSA', undefined, 'Ed448', 'Ed448'],
];

describe('a certificate with another kind of key', { skip }, () => {
  for (const [key, type, size, curve, signature] of KEYS) {
    it(key.slice(1).join(' '), async () => {
      const der = await opensslCertificate({ key, subject: ['CN = a.example'] });
      const { publicKey, signatureAlgorithm, selfSigned } = pki.readCertificate(der);
      const spki = new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' });
      const fingerprint = createHash('sha256').update(spki).digest('hex');
      assert.deepEqual(publicKey, { type, size, curve, fingerprint });
      assert.equal(signatureAlgorithm.name, signature);
      assert.equal(selfSigned, true);
    });
  }
});

describe('a name in another alphabet', { skip }, () => {
  for (const mask of ['utf8only', 'pkix', 'default', 'nombstr']) {
    it(`is read in the string type that ${mask} makes of it`, async () => {
      const der = await opensslCertificate({
        key: P256,
        subject: ['CN = Ünïcödé'],
        extensions: ['[req]', `string_mask = ${mask}`],
      });
      assert.equal(pki.readCertificate(der).subject, 'CN=Ünïcödé');
    });
  }
});
