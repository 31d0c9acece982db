/** Requests and certificates as JSON, so that a test can see what they say. */
import { SERVER_AUTH } from '../../../src/domain/acme-policy.ts';
import type { PolicyKey } from '../../../src/domain/certificate-policy.ts';
import { publicKindOf } from '../../../src/domain/key-type.ts';
import type { ExtensionContents, Pki, PublicKeyFacts } from '../../../src/domain/pki.ts';

interface Content {
  readonly dnsNames: readonly string[];
  readonly publicKey: PublicKeyFacts;
  readonly serial: string;
}

const NOT_BEFORE = new Date('2026-06-01T00:00:00Z');
const NOT_AFTER = new Date('2026-08-30T00:00:00Z');

const WITHOUT_EXTENSIONS: ExtensionContents = {
  alternativeNames: [],
  keyUsages: [],
  extendedKeyUsages: [],
  basicConstraints: undefined,
  subjectKeyId: undefined,
  authorityKeyId: undefined,
  crlUrls: [],
  ocspUrls: [],
  caIssuerUrls: [],
  policies: [],
  sctCount: undefined,
  mustStaple: false,
};

export const fakePki: Pki = {
  readCsr(der) {
    const { dnsNames, publicKey } = read(der);
    return {
      subject: `CN=${dnsNames[0] ?? ''}`,
      commonName: dnsNames[0],
      alternativeNames: dnsNames.map((value) => ({ kind: 'dns', value })),
      dnsNames,
      ekus: [SERVER_AUTH],
      extendedKeyUsages: [{ oid: SERVER_AUTH, name: 'serverAuth' }],
      keyUsages: [],
      extensions: [],
      publicKey,
    };
  },
  readCertificate(der) {
    const { dnsNames, publicKey, serial } = read(der);
    return {
      ...WITHOUT_EXTENSIONS,
      subject: `CN=${dnsNames[0] ?? ''}`,
      issuer: 'CN=Fake CA',
      subjectName: [],
      issuerName: [],
      serialNumber: serial,
      notBefore: NOT_BEFORE,
      notAfter: NOT_AFTER,
      dnsNames,
      ekus: [SERVER_AUTH],
      publicKey,
      signatureAlgorithm: { oid: '1.2.840.10045.4.3.2', name: 'ecdsa-with-SHA256' },
      selfSigned: false,
      extensions: [],
      thumbprint: `thumbprint-${serial}`,
      thumbprintSha256: `sha256-${serial}`,
    };
  },
  splitPemChain: (pem) =>
    pem
      .split('\n')
      .filter(Boolean)
      .map((line) => Buffer.from(line, 'base64')),
  toPem: (der) => Buffer.from(der).toString('base64'),
  ariCertId: (der) => `issuer.${read(der).serial}`,
  throwawayRequest: (dnsNames, { kty, size, curve }) =>
    Promise.resolve(
      write({
        dnsNames,
        publicKey: { type: kty, size, curve, fingerprint: 'throwaway' },
        serial: '',
      }),
    ),
  readChainFile: (bytes, publicKey) => {
    const chain = fakePki.splitPemChain(Buffer.from(bytes).toString());
    const leaf = chain.find((der) => read(der).publicKey.fingerprint === publicKey);
    return leaf
      ? { chain: [leaf], leftOut: chain.length - 1, missing: 'CN=Fake CA' }
      : { problem: { kind: 'other-key', subjects: ['CN=other'] } };
  },
  examineFile: () => {
    throw new Error('no import is expected');
  },
  openSecret: () => {
    throw new Error('no export is expected');
  },
  writeKeyFile: () => {
    throw new Error('no file with a key is expected');
  },
  chainProblem: (chain) => (chain.length < 2 ? { kind: 'ca-first', subject: 'CN=CA' } : undefined),
};

/** `fingerprint` names the key pair. */
export function fakeCsr(dnsNames: readonly string[], key: PolicyKey, fingerprint: string) {
  const publicKey = { ...publicKindOf(key), fingerprint };
  return write({ dnsNames, publicKey, serial: '' });
}

/** PEM, leaf and issuer. */
export function fakeChain(csr: Uint8Array, serial: string): string {
  const issuer = { dnsNames: [], publicKey: read(csr).publicKey, serial: 'issuer' };
  return [write({ ...read(csr), serial }), write(issuer)]
    .map((der) => fakePki.toPem(der))
    .join('\n');
}

function read(der: Uint8Array): Content {
  return JSON.parse(Buffer.from(der).toString()) as Content;
}

function write(content: Content): Uint8Array {
  return Buffer.from(JSON.stringify(content));
}
