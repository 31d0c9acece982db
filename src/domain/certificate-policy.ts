/**
 * The management policy of a Key Vault certificate: every member of the service's CertificatePolicy
 * (data plane 2025-07-01) but those that it alone writes (`id`, `attributes`, `basic_constraints`).
 */

export type ContentType = 'application/x-pkcs12' | 'application/x-pem-file';

export interface CertificatePolicy {
  /** `Unknown` for every certificate that is signed outside and merged. */
  readonly issuer: string;
  /** `cty`: which of a named issuer's products, e.g. `OV-SSL`. */
  readonly certificateType?: string | undefined;
  /** Whether the issuer is to publish the certificate; absent: it does what it does. */
  readonly certificateTransparency?: boolean | undefined;
  /** X.500 name, e.g. `CN=example.com`; empty where no name fits into a CN. */
  readonly subject: string;
  readonly dnsNames: readonly string[];
  /** Absent: none. */
  readonly otherNames?: OtherNames | undefined;
  readonly key: PolicyKey;
  readonly contentType: ContentType | (string & {});
  /** Object identifiers; absent: Key Vault takes serverAuth and clientAuth. */
  readonly ekus?: readonly string[] | undefined;
  /** Absent: Key Vault takes digitalSignature and keyEncipherment. */
  readonly keyUsages?: readonly (KeyUsage | (string & {}))[] | undefined;
  readonly validityMonths: number | undefined;
  /** What Key Vault does before the end; absent where the policy says nothing. */
  readonly lifetimeActions?: readonly LifetimeAction[] | undefined;
}

/** The kinds of subject alternative names besides DNS names; each list may be empty. */
export interface OtherNames {
  readonly emails: readonly string[];
  /** User principal names. */
  readonly upns: readonly string[];
  readonly uris: readonly string[];
  readonly ipAddresses: readonly string[];
}

export type KeyUsage = (typeof KEY_USAGES)[number];

/** `key_usage`, in the order of the bits in the extension (RFC 5280 §4.2.1.3). */
export const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

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
