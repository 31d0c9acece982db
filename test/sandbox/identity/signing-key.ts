import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose';

/** The tenant's one signing key, made at start. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

export async function createSigningKey(): Promise<SigningKey> {
  const pair = await generateKeyPair('RS256');
  return { kid: randomUUID(), privateKey: pair.privateKey, publicKey: pair.publicKey };
}

/** The document behind `jwks_uri`. */
export async function describeKeys(
  key: SigningKey,
  issuer: string,
): Promise<{ readonly keys: readonly JWK[] }> {
  const jwk = await exportJWK(key.publicKey);
  return { keys: [{ ...jwk, use: 'sig', alg: 'RS256', kid: key.kid, issuer } as JWK] };
}
