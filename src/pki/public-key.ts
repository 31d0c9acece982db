import { createHash } from 'node:crypto';
import type { PublicKey, X509Certificate } from '@peculiar/x509';
import type { PublicKeyFacts } from '../domain/pki.ts';
import { derValues, TAG, tagged, type DerValue } from './der.ts';
import { algorithmOid } from './tbs-certificate.ts';

/** The library's names of curves that Key Vault calls otherwise (`crv` of a policy). */
const VAULT_CURVES: Readonly<Record<string, string>> = { 'K-256': 'P-256K' };

/** What the library tells of a key: a WebCrypto algorithm, typed only where there is a DOM. */
interface KeyAlgorithm {
  readonly name: string;
  /** Bits, RSA only. */
  readonly modulusLength?: number;
  /** EC only. */
  readonly namedCurve?: string;
}

/** What is in a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). */
export function publicKeyFacts(key: PublicKey): PublicKeyFacts {
  const algorithm: unknown = key.algorithm;
  if (!isKeyAlgorithm(algorithm)) throw new Error('the key has no algorithm');
  const { name, modulusLength, namedCurve } = algorithm;
  return {
    type: typeOf(name),
    size: modulusLength,
    curve: namedCurve === undefined ? undefined : (VAULT_CURVES[namedCurve] ?? namedCurve),
    fingerprint: createHash('sha256').update(new Uint8Array(key.rawData)).digest('hex'),
  };
}

/** The key of a certificate; of a kind that the library cannot read the OID is told as its type. */
export function certificatePublicKey(certificate: X509Certificate, info: DerValue): PublicKeyFacts {
  try {
    return publicKeyFacts(certificate.publicKey);
  } catch {
    const [algorithm] = derValues(info.content);
    return {
      type: algorithmOid(tagged(algorithm, TAG.sequence)),
      size: undefined,
      curve: undefined,
      fingerprint: createHash('sha256').update(info.whole).digest('hex'),
    };
  }
}

function isKeyAlgorithm(value: unknown): value is KeyAlgorithm {
  return typeof value === 'object' && value !== null && 'name' in value;
}

/** WebCrypto names a key by what it signs with; the vault and the CA by what it is. */
function typeOf(algorithm: string): string {
  if (algorithm.startsWith('RSA')) return 'RSA';
  return algorithm === 'ECDSA' ? 'EC' : algorithm;
}
