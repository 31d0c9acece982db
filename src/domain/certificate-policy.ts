/** The management policy of a Key Vault certificate, as far as ACME issuance reads and writes it. */

export type ContentType = 'application/x-pkcs12' | 'application/x-pem-file';

export interface CertificatePolicy {
  /** `Unknown` for every certificate that is signed outside and merged. */
  readonly issuer: string;
  /** X.500 name, e.g. `CN=example.com`; empty where no name fits into a CN. */
  readonly subject: string;
  readonly dnsNames: readonly string[];
  readonly key: PolicyKey;
  readonly contentType: ContentType | (string & {});
  /** Object identifiers. */
  readonly ekus: readonly string[];
  readonly validityMonths: number | undefined;
  /** What Key Vault does before the end; absent where the policy says nothing. */
  readonly lifetimeActions?: readonly LifetimeAction[];
  /**
   * The policy as the vault layer read it, with what is not modelled here (key usage, other
   * kinds of names): kept when the policy is written back, never looked into.
   */
  readonly raw?: unknown;
}

/** One of the two triggers is set. */
export interface LifetimeAction {
  readonly action: 'AutoRenew' | 'EmailContacts' | (string & {});
  readonly daysBeforeExpiry: number | undefined;
  readonly lifetimePercentage: number | undefined;
}

export interface PolicyKey {
  readonly kty: 'RSA' | 'RSA-HSM' | 'EC' | 'EC-HSM' | (string & {});
  /** Bits, for RSA. */
  readonly size: number | undefined;
  /** `P-256`, `P-384`, … for EC. */
  readonly curve: string | undefined;
  readonly exportable: boolean;
  readonly reuse: boolean;
}
