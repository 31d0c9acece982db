/** Signatures over ready-made digests, for which Node has no function. */
import type { KeyObject } from 'node:crypto';
import { constants, createECDH, privateEncrypt } from 'node:crypto';
import { NULL, octets, oid, sequence } from '../der.ts';

export type DigestName = 'sha256' | 'sha384' | 'sha512';

const DIGEST_OIDS: Readonly<Record<DigestName, string>> = {
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};

/** RSASSA-PKCS1-v1_5 (RFC 8017, 8.2): the DigestInfo, padded and raised to the private exponent. */
export function signRsa(privateKey: KeyObject, name: DigestName, digest: Buffer): Buffer {
  const digestInfo = sequence(sequence(oid(DIGEST_OIDS[name]), NULL), octets(digest));
  return privateEncrypt({ key: privateKey, padding: constants.RSA_PKCS1_PADDING }, digestInfo);
}

interface Curve {
  /** OpenSSL's name. */
  readonly name: string;
  /** Order of the base point (SEC 2). */
  readonly order: bigint;
  /** Bytes of a coordinate, and of r and s. */
  readonly size: number;
}

const CURVES: Readonly<Record<string, Curve>> = {
  'P-256': {
    name: 'prime256v1',
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    size: 32,
  },
  'P-384': {
    name: 'secp384r1',
    order:
      0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    size: 48,
  },
  'P-521': {
    name: 'secp521r1',
    order:
      0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
    size: 66,
  },
};

/**
 * ECDSA (FIPS 186-5, 6.4.1) with a digest that is not longer than the order; a fresh pair of ECDH
 * keys is what it needs of a secret number and its point.
 * @returns r and s, each as long as a coordinate (RFC 7518, 3.4)
 */
export function signEc(privateKey: KeyObject, digest: Buffer): Buffer {
  const jwk = privateKey.export({ format: 'jwk' });
  const curve = CURVES[jwk.crv ?? ''];
  if (curve === undefined) throw new Error(`no curve ${String(jwk.crv)}`);
  const { order, size } = curve;
  const secret = numberOf(Buffer.from(jwk.d ?? '', 'base64url'));
  for (;;) {
    const once = createECDH(curve.name);
    const point = once.generateKeys();
    const r = numberOf(point.subarray(1, 1 + size)) % order;
    const inverse = inverseOf(numberOf(once.getPrivateKey()), order);
    const s = (inverse * ((numberOf(digest) + r * secret) % order)) % order;
    if (r !== 0n && s !== 0n) return Buffer.concat([bytesOf(r, size), bytesOf(s, size)]);
  }
}

function numberOf(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

function bytesOf(value: bigint, size: number): Buffer {
  return Buffer.from(value.toString(16).padStart(size * 2, '0'), 'hex');
}

/** Extended Euclidean algorithm; the modulus is prime. */
function inverseOf(value: bigint, modulus: bigint): bigint {
  let [a, b] = [value % modulus, modulus];
  let [x, y] = [1n, 0n];
  while (a > 1n) {
    const quotient = b / a;
    [a, b] = [b % a, a];
    [x, y] = [y - quotient * x, x];
  }
  return ((x % modulus) + modulus) % modulus;
}
