/** The seam behind which an account key lives: a PEM today, a key that never leaves a vault later. */
import { createHash } from 'node:crypto';

/** A public key (RFC 7517), of the kinds that ACME servers take. */
export type AccountJwk =
  | { readonly kty: 'EC'; readonly crv: string; readonly x: string; readonly y: string }
  | { readonly kty: 'RSA'; readonly n: string; readonly e: string };

/** The parts of a flattened JWS that RFC 8555 §6.2 prescribes, all base64url. */
export interface FlattenedJws {
  readonly protected: string;
  readonly payload: string;
  readonly signature: string;
}

/** What is signed for one request. */
export interface SigningRequest {
  readonly url: string;
  /** undefined: POST-as-GET, an empty payload (RFC 8555 §6.3). */
  readonly payload: object | undefined;
  readonly nonce: string;
  /** The account's URL; undefined puts the key itself into the header (newAccount). */
  readonly kid: string | undefined;
}

export interface AccountSigner {
  readonly jwk: AccountJwk;
  /** It MAY take a round trip; it MUST reject with a CertError once the signal is aborted. */
  sign(request: SigningRequest, signal?: AbortSignal): Promise<FlattenedJws>;
}

/** RFC 7638 §3: SHA-256 over the required members in lexicographic order, base64url. */
export function thumbprint(jwk: AccountJwk): string {
  const members =
    jwk.kty === 'EC'
      ? { crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y }
      : { e: jwk.e, kty: jwk.kty, n: jwk.n };
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
}
