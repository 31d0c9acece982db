/** Keys and PKCS#10 requests, as the vault makes them for a policy. */
import { KeyObject, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { CertificatePolicy, KeyProperties, X509Properties } from './certificate-policy.ts';
import { isEc, KEY_USAGES } from './certificate-policy.ts';
import { namedBits } from './der.ts';
import { invalidProperty } from './errors.ts';
import { generateKoblitzKey, KOBLITZ_CURVE, withKoblitzKey } from './koblitz.ts';
import { parseX500Name } from './x500-name.ts';

export interface KeyPair {
  readonly privateKey: KeyObject;
  /** What the X.509 library signs with: the pair itself, or one that stands in for it (koblitz.ts). */
  readonly signing: webcrypto.CryptoKeyPair;
}

export type KeyType = Pick<KeyProperties, 'kty' | 'key_size' | 'crv'>;

/** Made in Node's thread pool: other requests go on meanwhile. */
export async function generateKeyPair(properties: KeyType): Promise<KeyPair> {
  if (properties.crv === KOBLITZ_CURVE) return koblitzPair(await generateKoblitzKey());
  const signing = await generateSigningPair(properties);
  return { privateKey: KeyObject.from(signing.privateKey), signing };
}

async function koblitzPair(privateKey: KeyObject): Promise<KeyPair> {
  return {
    privateKey,
    signing: await generateSigningPair({ kty: 'EC', key_size: 256, crv: 'P-256' }),
  };
}

function generateSigningPair(properties: KeyType): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(keyAlgorithm(properties), true, ['sign', 'verify']);
}

/** A key that is used again (`reuse_key`), as a pair. */
export async function keyPairFrom(privateKey: KeyObject, properties: KeyType): Promise<KeyPair> {
  if (properties.crv === KOBLITZ_CURVE) return koblitzPair(privateKey);
  const algorithm = keyAlgorithm(properties);
  const { d, p, q, dp, dq, qi, ...publicJwk } = privateKey.export({ format: 'jwk' });
  const privateJwk = { ...publicJwk, d, p, q, dp, dq, qi } as webcrypto.JsonWebKey;
  const signing = {
    privateKey: await webcrypto.subtle.importKey('jwk', privateJwk, algorithm, true, ['sign']),
    publicKey: await webcrypto.subtle.importKey('jwk', publicJwk, algorithm, true, ['verify']),
  };
  return { privateKey, signing };
}

/** @returns DER */
export async function createSigningRequest(
  policy: CertificatePolicy,
  keys: KeyPair,
): Promise<Buffer> {
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: parseX500Name(policy.x509_props.subject) ?? [],
    keys: keys.signing,
    signingAlgorithm: signatureAlgorithm(policy.key_props),
    extensions: requestedExtensions(policy.x509_props),
  });
  return finished(Buffer.from(request.rawData), 'request', policy, keys);
}

function finished(
  der: Buffer,
  kind: 'request' | 'certificate',
  { key_props }: CertificatePolicy,
  { privateKey }: KeyPair,
): Buffer {
  return key_props.crv === KOBLITZ_CURVE ? withKoblitzKey(der, kind, privateKey) : der;
}

/**
 * What issuer `Self` delivers.
 * @param now milliseconds since the epoch
 * @returns DER
 */
export async function createSelfSigned(
  policy: CertificatePolicy,
  keys: KeyPair,
  now: number,
): Promise<Buffer> {
  const { nbf, exp } = validity(policy.x509_props.validity_months, now);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: parseX500Name(policy.x509_props.subject) ?? [],
    notBefore: new Date(nbf * 1000),
    notAfter: new Date(exp * 1000),
    keys: keys.signing,
    signingAlgorithm: signatureAlgorithm(policy.key_props),
    extensions: requestedExtensions(policy.x509_props),
  });
  return finished(Buffer.from(certificate.rawData), 'certificate', policy, keys);
}

/**
 * From ten minutes before the creation to `months` after it, as recorded.
 * @param now milliseconds since the epoch
 * @returns seconds since the epoch
 */
export function validity(months: number, now: number): { nbf: number; exp: number } {
  const end = new Date(now);
  end.setUTCMonth(end.getUTCMonth() + months);
  return { nbf: Math.floor(now / 1000) - 600, exp: Math.floor(end.getTime() / 1000) };
}

/** In the order of the CSRs on record: key usage, EKU, SAN, empty basic constraints. */
function requestedExtensions(properties: X509Properties): x509.Extension[] {
  const { ekus, key_usage: usages } = properties;
  const names = subjectAlternativeNames(properties);
  return [
    ...(usages.length === 0 ? [] : [keyUsageExtension(usages)]),
    ...(ekus.length === 0 ? [] : [new x509.ExtendedKeyUsageExtension([...ekus])]),
    ...(names.length === 0 ? [] : [subjectAlternativeNameExtension(names)]),
    new x509.BasicConstraintsExtension(false),
  ];
}

function subjectAlternativeNames({ sans = {} }: X509Properties): x509.JsonGeneralNames {
  const { dns_names = [], emails = [], upns = [], uris = [], ipAddresses = [] } = sans;
  return [
    ...dns_names.map((value) => ({ type: 'dns' as const, value })),
    ...emails.map((value) => ({ type: 'email' as const, value })),
    ...upns.map((value) => ({ type: 'upn' as const, value })),
    ...uris.map((value) => ({ type: 'url' as const, value })),
    ...ipAddresses.map((value) => ({ type: 'ip' as const, value })),
  ];
}

function subjectAlternativeNameExtension(names: x509.JsonGeneralNames): x509.Extension {
  try {
    return new x509.SubjectAlternativeNameExtension(names);
  } catch {
    throw invalidProperty('sans');
  }
}

function keyUsageExtension(usages: readonly string[]): x509.Extension {
  const bits = KEY_USAGES.map((usage) => usages.includes(usage));
  return new x509.Extension('2.5.29.15', true, namedBits(bits));
}

function keyAlgorithm(
  properties: KeyType,
): webcrypto.RsaHashedKeyGenParams | webcrypto.EcKeyGenParams {
  const algorithm = signatureAlgorithm(properties);
  return isEc(properties.kty)
    ? { ...algorithm, namedCurve: properties.crv ?? '' }
    : {
        ...algorithm,
        modulusLength: properties.key_size,
        publicExponent: new Uint8Array([1, 0, 1]),
      };
}

const CURVE_HASHES: Readonly<Record<string, string>> = {
  'P-256': 'SHA-256',
  'P-384': 'SHA-384',
  'P-521': 'SHA-512',
};

function signatureAlgorithm({ kty, crv }: KeyType): { name: string; hash: string } {
  return isEc(kty)
    ? { name: 'ECDSA', hash: CURVE_HASHES[crv ?? ''] ?? 'SHA-256' }
    : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
}
