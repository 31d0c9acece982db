/** A private key with its certificate, on its way into a vault or out of it. */

/** Never to be logged, stored or shown. */
export interface KeyMaterial {
  /** PKCS#8, DER, not encrypted. */
  readonly privateKey: Uint8Array;
  /** DER, leaf first. */
  readonly chain: readonly Uint8Array[];
}

/** What the secret of a certificate holds. */
export interface SecretContents {
  /** PKCS#8, DER; undefined: it may not be exported. */
  readonly privateKey: Uint8Array | undefined;
  /** DER: leaf, issuers, and then what does not belong to it. */
  readonly chain: readonly Uint8Array[];
}

export interface KeyFileWish {
  readonly format: 'pfx' | 'pem';
  /** Empty: none. A PEM's key is not encrypted then, a PFX is for whoever tries the empty one. */
  readonly password: string;
  /** A PFX with 3DES and SHA-1 instead of AES-256 and SHA-256. */
  readonly legacy: boolean;
}
