import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { isCertError } from '../../../src/domain/errors.ts';
import { splitPemChain, toPem } from '../../../src/pki/pem.ts';
import { makeCertificate, type Issued } from './test-certificates.ts';

describe('splitPemChain', () => {
  let leaf: Issued;
  let issuer: Issued;
  let chain: string;

  before(async () => {
    issuer = await makeCertificate({ subject: 'CN=Test CA', ca: true });
    leaf = await makeCertificate({ subject: 'CN=a.example', issuer });
    chain = toPem(leaf.der) + toPem(issuer.der);
  });

  const BAG = 'Bag Attributes\n    localKeyID: 01 00\nsubject=CN = a.example\n';
  const accepted: Readonly<Record<string, (pem: string) => string>> = {
    'as it is': (pem) => pem,
    'with Windows line ends': (pem) => pem.replaceAll('\n', '\r\n'),
    'with the line ends of old Macs': (pem) => pem.replaceAll('\n', '\r'),
    'with a byte order mark': (pem) => `\ufeff${pem}`,
    'with text before, between and after': (pem) =>
      `${BAG}${pem.replaceAll('-----\n-----', `-----\n\n${BAG}-----`)}\nend of file`,
    'with blanks at the ends of lines': (pem) => pem.replaceAll('\n', '  \n'),
    'with everything in one line': (pem) => pem.replaceAll(/(?<![-])\n(?!-)/g, ''),
    'without a line feed at the end': (pem) => pem.trimEnd(),
  };
  for (const [how, change] of Object.entries(accepted)) {
    it(`keeps the order of a chain ${how}`, () => {
      assert.deepEqual(splitPemChain(change(chain)), [leaf.der, issuer.der]);
    });
  }

  const refused: Readonly<Record<string, (pem: string) => string>> = {
    'is empty': () => '',
    'is an error page': () => '<html>503 Service Unavailable</html>',
    'ends in the middle': (pem) => pem.slice(0, -40),
    'lacks a BEGIN': (pem) => pem.replace('-----BEGIN CERTIFICATE-----', ''),
    'lacks an END': (pem) => pem.replace('-----END CERTIFICATE-----\n', ''),
    'lacks a line feed between blocks': (pem) =>
      pem.replace('-----\n-----BEGIN', '----------BEGIN'),
    'holds another kind of block': (pem) =>
      `${pem}-----BEGIN EC PARAMETERS-----\nAAAA\n-----END EC PARAMETERS-----\n`,
    'holds something else than base64': (pem) => pem.replace('\nMII', '\nM!I'),
    'holds an empty block': (pem) =>
      `${pem}-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n`,
    'holds base64 of no certificate': () =>
      '-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n',
  };
  for (const [what, change] of Object.entries(refused)) {
    it(`refuses a text that ${what}`, () => {
      const pem = change(chain);
      assert.notEqual(pem, chain);
      assert.throws(
        () => splitPemChain(pem),
        (error: unknown) => isCertError(error, 'Unexpected'),
      );
    });
  }
});

describe('toPem', () => {
  it('writes what OpenSSL writes', async () => {
    const { der } = await makeCertificate({ subject: 'CN=a.example' });
    assert.equal(toPem(der), new X509Certificate(der).toString());
  });
});
