/** Binding an account to one that the CA has on its site (RFC 8555 §7.3.4). */
import type { AccountJwk } from '../domain/account-key.ts';
import type { ExternalAccount } from '../domain/acme.ts';
import { CertError } from '../domain/errors.ts';
import { type FlattenedJws, hmacJws } from './jws.ts';

/**
 * @param ca - the CA's name for people
 * @param url - of the newAccount resource
 * @throws CertError InvalidEabKey, which does not quote the key
 */
export function externalAccountBinding(
  ca: string,
  { kid, hmacKey }: ExternalAccount,
  jwk: AccountJwk,
  url: string,
): FlattenedJws {
  return hmacJws(keyBytes(ca, kid, hmacKey), { kid, url }, jwk);
}

/** Sites show the key as base64url; some as base64, padded. */
function keyBytes(ca: string, kid: string, hmacKey: string): Uint8Array {
  const text = hmacKey.trim();
  if (!/^[A-Za-z0-9_+/-]+={0,2}$/.test(text)) throw new CertError('InvalidEabKey', { ca, kid });
  return Buffer.from(text, 'base64url');
}
