/** Keys, requests and certificates made at run time: no key is ever in a file. */
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  type Extension,
  Pkcs10CertificateRequestGenerator,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

const ALGORITHMS = {
  'P-256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  'P-384': { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  'RSA-2048': {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  },
};

type KeyKind = keyof typeof ALGORITHMS;

export interface Keys {
  readonly pair: webcrypto.CryptoKeyPair;
  readonly algorithm: (typeof ALGORITHMS)[KeyKind];
}

export async function makeKeys(kind: KeyKind = 'P-256'): Promise<Keys> {
  const algorithm = ALGORITHMS[kind];
  const pair = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  return { pair, algorithm };
}

export async function publicKeyDer({ pair }: Keys): Promise<Uint8Array> {
  return new Uint8Array(await webcrypto.subtle.exportKey('spki', pair.publicKey));
}

interface Contents {
  readonly names?: readonly string[];
  readonly emails?: readonly string[];
  readonly ekus?: readonly string[];
}

export async function makeCsr(
  keys: Keys,
  subject: string,
  contents: Contents,
): Promise<Uint8Array> {
  const csr = await Pkcs10CertificateRequestGenerator.create({
    name: subject,
    keys: keys.pair,
    signingAlgorithm: keys.algorithm,
    extensions: extensionsOf(contents),
  });
  return new Uint8Array(csr.rawData);
}

export interface Issued {
  readonly der: Uint8Array;
  readonly subject: string;
  readonly keys: Keys;
}

interface CertificateRequest extends Contents {
  readonly subject: string;
  readonly ca?: boolean;
  readonly serialNumber?: string;
  /** Self-signed where absent. */
  readonly issuer?: Issued;
  readonly keys?: Keys;
  /** After the others. */
  readonly extensions?: readonly Extension[];
}

export async function makeCertificate(request: CertificateRequest): Promise<Issued> {
  const { subject, issuer, ca = false } = request;
  const keys = request.keys ?? (await makeKeys());
  const signer = issuer?.keys ?? keys;
  const certificate = await X509CertificateGenerator.create({
    subject,
    issuer: issuer?.subject ?? subject,
    serialNumber: request.serialNumber ?? '01',
    notBefore: new Date('2026-01-02T03:04:05Z'),
    notAfter: new Date('2056-01-02T03:04:05Z'),
    publicKey: keys.pair.publicKey,
    signingKey: signer.pair.privateKey,
    signingAlgorithm: signer.algorithm,
    extensions: [
      new BasicConstraintsExtension(ca),
      ...extensionsOf(request),
      ...(request.extensions ?? []),
    ],
  });
  return { der: new Uint8Array(certificate.rawData), subject, keys };
}

function extensionsOf({ names = [], emails = [], ekus = [] }: Contents) {
  const alternatives = [
    ...emails.map((value) => ({ type: 'email' as const, value })),
    ...names.map((value) => ({ type: 'dns' as const, value })),
  ];
  return [
    ...(alternatives.length > 0 ? [new SubjectAlternativeNameExtension(alternatives)] : []),
    ...(ekus.length > 0 ? [new ExtendedKeyUsageExtension([...ekus])] : []),
  ];
}
