/** A certificate request whose key nobody keeps, for rehearsals: a CA looks at it as at any other. */
import { webcrypto } from 'node:crypto';
import {
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Pkcs10CertificateRequestGenerator,
  SubjectAlternativeNameExtension,
} from '@peculiar/x509';
import type { RequestedKey } from '../domain/pki.ts';

const HASH = 'SHA-256';
const RSA_EXPONENT = new Uint8Array([1, 0, 1]);

/** The curves for which every runtime of ours makes keys. */
const CURVES = ['P-256', 'P-384', 'P-521'];

/**
 * PKCS#10 (RFC 2986), DER. The private key is gone when this resolves.
 * @param dnsNames - A-labels, all of them in the SAN extension; there is no common name
 */
export async function throwawayRequest(
  dnsNames: readonly string[],
  key: RequestedKey,
): Promise<Uint8Array> {
  const algorithm = algorithmOf(key);
  const keys = await webcrypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
  const names = dnsNames.map((value) => ({ type: 'dns' as const, value }));
  const request = await Pkcs10CertificateRequestGenerator.create(
    {
      keys,
      signingAlgorithm: algorithm,
      extensions: [
        new SubjectAlternativeNameExtension(names),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      ],
    },
    webcrypto,
  );
  return new Uint8Array(request.rawData);
}

/** A kind that cannot be made here is stood for by the usual one. */
function algorithmOf({ kty, size, curve }: RequestedKey) {
  if (kty.startsWith('RSA')) {
    return {
      ...{ name: 'RSASSA-PKCS1-v1_5', hash: HASH },
      ...{ modulusLength: size ?? 2048, publicExponent: RSA_EXPONENT },
    };
  }
  const namedCurve = curve !== undefined && CURVES.includes(curve) ? curve : 'P-256';
  return { name: 'ECDSA', hash: HASH, namedCurve };
}
