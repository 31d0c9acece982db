import type { Caller } from '../principals.ts';

/** Checks an `Authorization` header for one resource. Never throws: what is wrong is the verdict. */
export type TokenVerifier = (
  authorization: string | undefined,
  audience: Audience,
) => Promise<TokenVerdict>;

/** The resources that tokens are made for; `aud` is accepted with and without a trailing slash. */
export type Audience = 'https://management.azure.com' | 'https://vault.azure.net';

export type TokenVerdict = TokenAccepted | TokenRefused;

export interface TokenAccepted {
  readonly caller: Caller;
}

export interface TokenRefused {
  /** The first check that failed, in the order of the union. */
  readonly failure:
    | 'missing'
    | 'malformed'
    | 'signature'
    | 'tenant'
    | 'audience'
    | 'expired'
    /** A policy wants a token that was asked for with certain claims. */
    | 'claims';
  /** What the token says where it is readable, for the service's own error text. */
  readonly audience?: string;
  readonly issuer?: string;
  /** `exp`, in milliseconds since the epoch. */
  readonly expiredAt?: number;
  /** The claims request of a challenge, as JSON. */
  readonly claims?: string;
}
