/** The CA's own root and intermediate, and what they sign. */
import { randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

export const DAY = 86_400_000;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

export interface Issuer {
  readonly rootPem: string;
  /** A leaf for the names (A-labels, the first one without a wildcard is the common name). */
  readonly issue: (wish: LeafWish) => Promise<IssuedCertificate>;
}

/** As it stands in a request, or of a pair. */
export type PublicKey = x509.PublicKey | webcrypto.CryptoKey;

export interface LeafWish {
  readonly names: readonly string[];
  readonly publicKey: PublicKey;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface IssuedCertificate {
  /** PEM, leaf first, without the root. */
  readonly chain: string;
  readonly certId: string;
  readonly notBefore: number;
  readonly notAfter: number;
}

export interface Hierarchy {
  readonly root: x509.X509Certificate;
  readonly intermediate: x509.X509Certificate;
  /** The intermediate's. */
  readonly keys: webcrypto.CryptoKeyPair;
}

/** @param name comes first in the names of both certificates */
export async function createHierarchy(name: string, now: number): Promise<Hierarchy> {
  const rootKeys = await newKeys();
  const rootName = `CN=${name} Root`;
  const root = await signed({
    subject: rootName,
    keys: rootKeys,
    issuer: { subject: rootName, keys: rootKeys },
    validity: [now - DAY, now + 3650 * DAY],
    extensions: authorityExtensions(1),
  });
  const keys = await newKeys();
  const intermediate = await signed({
    subject: `CN=${name} Issuer 1`,
    keys,
    issuer: { subject: rootName, keys: rootKeys },
    validity: [now - DAY, now + 1800 * DAY],
    extensions: authorityExtensions(0),
  });
  return { root, intermediate, keys };
}

export async function createIssuer(now: number): Promise<Issuer> {
  const { root, intermediate, keys } = await createHierarchy('Scripted', now);
  const issuer = { subject: intermediate.subject, keys };
  const issue = async ({ names, publicKey, now: at }: LeafWish): Promise<IssuedCertificate> => {
    // Backdated as CAs do, for clocks that are late.
    const [notBefore, notAfter] = [at - 3_600_000, at + 90 * DAY - 3_600_000];
    const leaf = await signed({
      subject: `CN=${names.find((name) => !name.startsWith('*.')) ?? names[0] ?? ''}`,
      publicKey,
      issuer,
      validity: [notBefore, notAfter],
      extensions: [
        new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value }))),
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    });
    const chain = `${leaf.toString('pem')}\n${intermediate.toString('pem')}\n`;
    return { chain, certId: certIdOf(leaf), notBefore, notAfter };
  };
  return { rootPem: root.toString('pem'), issue };
}

/** RFC 9773, 4.1: authority key identifier and serial number. */
function certIdOf(leaf: x509.X509Certificate): string {
  const keyId = leaf.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId ?? '';
  return [keyId, leaf.serialNumber]
    .map((hex) => Buffer.from(hex, 'hex').toString('base64url'))
    .join('.');
}

interface Party {
  readonly subject: string;
  readonly keys: webcrypto.CryptoKeyPair;
}

interface Wish {
  readonly subject: string;
  readonly keys?: webcrypto.CryptoKeyPair;
  readonly publicKey?: PublicKey;
  readonly issuer: Party;
  readonly validity: readonly [number, number];
  readonly extensions: x509.Extension[];
}

async function signed(wish: Wish): Promise<x509.X509Certificate> {
  const publicKey = wish.publicKey ?? wish.keys?.publicKey;
  if (publicKey === undefined) throw new Error('A certificate is for a key.');
  const [notBefore, notAfter] = wish.validity.map((time) => new Date(time));
  return x509.X509CertificateGenerator.create(
    {
      subject: wish.subject,
      publicKey,
      issuer: wish.issuer.subject,
      signingKey: wish.issuer.keys.privateKey,
      signingAlgorithm: ALGORITHM,
      // Positive and unique (RFC 5280, 4.1.2.2).
      serialNumber: `05${randomBytes(15).toString('hex')}`,
      ...(notBefore && { notBefore }),
      ...(notAfter && { notAfter }),
      extensions: [
        ...wish.extensions,
        await x509.SubjectKeyIdentifierExtension.create(publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
}

function authorityExtensions(pathLength: number): x509.Extension[] {
  return [
    new x509.BasicConstraintsExtension(true, pathLength, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
  ];
}

/** A key that belongs to nobody's request. */
export async function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}
