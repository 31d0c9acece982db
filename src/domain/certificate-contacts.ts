/** Whom Key Vault writes to about certificates that end, and the port that the Azure layer implements. */

/** Names and phones are optional; the service keeps them and does nothing with them. */
export interface CertificateContact {
  readonly email: string;
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
}

/** One vault's: all its certificates share them. Every method rejects with a CertError. */
export interface CertificateContacts {
  /** Empty where there are none. */
  list(signal?: AbortSignal): Promise<readonly CertificateContact[]>;
  /** All of them; an empty list takes the last ones away. */
  set(contacts: readonly CertificateContact[], signal?: AbortSignal): Promise<void>;
}
