import { createHash } from 'node:crypto';
import type { AccountJwk } from '../domain/account-key.ts';

/** RFC 7638 §3: SHA-256 over the required members in lexicographic order, base64url. */
export function thumbprint(jwk: AccountJwk): string {
  const members =
    jwk.kty === 'EC'
      ? { crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y }
      : { e: jwk.e, kty: jwk.kty, n: jwk.n };
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
}
