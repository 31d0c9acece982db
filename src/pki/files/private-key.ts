/** Private keys as Key Vault takes them. */
import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { Obstacle } from './obstacle.ts';

/** As `openssl` and OIDs name the curves; JOSE's names beside them. */
const CURVES: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
  secp256k1: 'P-256K',
};
const RSA_SIZES: readonly number[] = [2048, 3072, 4096];
const TAKEN: readonly string[] = [
  ...RSA_SIZES.map((size) => `RSA-${size}`),
  ...Object.values(CURVES),
];

export interface PrivateKey {
  /** PKCS#8, DER. */
  readonly der: Uint8Array;
  /** SHA-256 of the SubjectPublicKeyInfo, hex. */
  readonly fingerprint: string;
  /** `RSA-2048`, `P-256`. */
  readonly name: string;
}

/** @throws Obstacle damaged */
export function readPrivateKey(der: Uint8Array): PrivateKey {
  const key = keyObject(Buffer.from(der));
  try {
    const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' });
    return {
      der: new Uint8Array(key.export({ format: 'der', type: 'pkcs8' })),
      fingerprint: createHash('sha256').update(publicKey).digest('hex'),
      name: nameOf(key),
    };
  } catch {
    throw new Obstacle({ kind: 'damaged', part: 'key' });
  }
}

/** @throws Obstacle key-not-taken */
export function checkTaken(key: PrivateKey): void {
  if (!TAKEN.includes(key.name)) throw notTaken(key.name);
}

export function notTaken(key: string): Obstacle {
  return new Obstacle({ kind: 'key-not-taken', key, taken: TAKEN });
}

function keyObject(key: Buffer): KeyObject {
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
    try {
      return createPrivateKey({ key, format: 'der', type });
    } catch {
      // It is of another kind, or of none.
    }
  }
  throw new Obstacle({ kind: 'damaged', part: 'key' });
}

function nameOf(key: KeyObject): string {
  const type: string = key.asymmetricKeyType ?? 'unknown';
  const details = key.asymmetricKeyDetails;
  if (type === 'ec') {
    const curve = details?.namedCurve ?? '';
    return CURVES[curve] ?? `EC-${curve || 'own-curve'}`;
  }
  const size = details?.modulusLength;
  return size === undefined ? type.toUpperCase() : `${type.toUpperCase()}-${size}`;
}
