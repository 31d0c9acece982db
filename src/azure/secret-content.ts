/** What the secret behind a certificate is, as far as it can be seen without opening it. */
import { X509Certificate } from 'node:crypto';

const PEM = 'application/x-pem-file';

/** keyBag and pkcs8ShroudedKeyBag (RFC 7292 §4.2), DER of the identifiers 1.2.840.113549.1.12.10.1.1 and .2. */
const KEY_BAGS = ['01', '02'].map((end) => Buffer.from(`060b2a864886f70d010c0a01${end}`, 'hex'));

/** False: Key Vault gave the certificates alone, since the key may not be exported. */
export function holdsPrivateKey(value: string, contentType: string): boolean {
  if (contentType === PEM) return value.includes('PRIVATE KEY-----');
  const bytes = Buffer.from(value, 'base64');
  return KEY_BAGS.some((bag) => bytes.includes(bag));
}

const CURVES: Readonly<Record<string, readonly [string, number]>> = {
  prime256v1: ['P-256', 256],
  secp384r1: ['P-384', 384],
  secp521r1: ['P-521', 521],
  secp256k1: ['P-256K', 256],
};

/**
 * `key_props` of the certificate's key, which may be exported and so is in no HSM.
 * @param cer - DER, base64
 */
export function leafKey(cer: string): Readonly<Record<string, unknown>> {
  const { asymmetricKeyType, asymmetricKeyDetails: details } = new X509Certificate(
    Buffer.from(cer, 'base64'),
  ).publicKey;
  if (asymmetricKeyType === 'rsa') {
    return { kty: 'RSA', key_size: details?.modulusLength, crv: undefined, exportable: true };
  }
  const [crv, key_size] = CURVES[details?.namedCurve ?? ''] ?? [];
  return { kty: 'EC', key_size, crv, exportable: true };
}
