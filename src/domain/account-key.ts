/** The key of an ACME account as those see it who need signatures: where it lives is not told. */

/** A public key (RFC 7517), of the kinds that ACME servers take. */
export type AccountJwk =
  | { readonly kty: 'EC'; readonly crv: string; readonly x: string; readonly y: string }
  | { readonly kty: 'RSA'; readonly n: string; readonly e: string };

export interface AccountSigner {
  readonly jwk: AccountJwk;
  /** How `sign` signs (RFC 7518 §3.1). */
  readonly alg: 'ES256' | 'ES384' | 'RS256';
  /**
   * The signature of `data` as JOSE has it: of an EC key r and s, one after the other (RFC 7518
   * §3.4). It MAY take a round trip; it MUST reject with a CertError once the signal is aborted.
   */
  sign(data: Uint8Array, signal?: AbortSignal): Promise<Uint8Array>;
}

/** A version of a key that signs in its vault and never leaves it: nothing of it is secret here. */
export interface KeyVaultKey {
  /** `https://VAULT/keys/NAME/VERSION`, as the vault names it. */
  readonly id: string;
  readonly jwk: AccountJwk;
}

/** What is remembered of an account's key: a PKCS#8 PEM, or where the key is. */
export type AccountKey = string | KeyVaultKey;

export function isVaultKey(key: AccountKey): key is KeyVaultKey {
  return typeof key !== 'string';
}

export function isSameKey(a: AccountKey, b: AccountKey): boolean {
  return isVaultKey(a) ? isVaultKey(b) && a.id === b.id : a === b;
}

/** The key whose version this is: `https://VAULT/keys/NAME`. */
export function withoutVersion(id: string): string {
  return /^https:\/\/[^/]+\/keys\/[^/]+/.exec(id)?.[0] ?? id;
}
