/**
 * Key Vault certificates as the engine sees them, and the port that the Azure layer implements.
 * Terms are the service's own (https://learn.microsoft.com/azure/key-vault/certificates/).
 */
import type { CertificatePolicy } from './certificate-policy.ts';
import { isOneOf, isRecord, isText, optional } from './shape.ts';

/** A vault as the inventory knows it. `uri` comes from ARM and ends without a slash. */
export interface Vault {
  readonly id: string;
  readonly name: string;
  readonly uri: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly tenantId: string;
  readonly location: string;
  /** Premium has an HSM for keys; absent where nobody said which it is. */
  readonly tier?: VaultTier | undefined;
}

export type VaultTier = (typeof VAULT_TIERS)[number];

/** The service's `sku`. */
export const VAULT_TIERS = ['standard', 'premium'] as const;

export const isVault = isRecord<Vault>({
  id: isText,
  name: isText,
  uri: isText,
  subscriptionId: isText,
  resourceGroup: isText,
  tenantId: isText,
  location: isText,
  tier: optional(isOneOf(...VAULT_TIERS)),
});

export type Tags = Readonly<Record<string, string>>;

/** What a listing tells about a certificate without asking for it. */
export interface CertificateSummary {
  readonly vault: string;
  readonly name: string;
  /** Lower-case hex SHA-1 of the DER, absent while nothing was issued. */
  readonly thumbprint: string | undefined;
  readonly enabled: boolean;
  readonly notBefore: Date | undefined;
  readonly notAfter: Date | undefined;
  readonly tags: Tags;
}

/** What a vault tells of one version without asking for it. */
export interface CertificateVersion {
  /** 32 hex digits. */
  readonly version: string;
  /** Lower-case hex SHA-1 of the DER, absent while nothing was issued. */
  readonly thumbprint: string | undefined;
  readonly enabled: boolean;
  readonly notBefore: Date | undefined;
  readonly notAfter: Date | undefined;
  /** When the key was made or imported; the vault's clock. */
  readonly createdOn: Date | undefined;
}

/** The newest version of a certificate with its policy. */
export interface CertificateBundle extends CertificateSummary {
  /** 32 hex digits. */
  readonly version: string;
  /** The leaf; absent on the placeholder that a first, unfinished creation leaves. */
  readonly der: Uint8Array | undefined;
  readonly policy: CertificatePolicy | undefined;
  /** True where Key Vault says that a pending operation exists or existed (`pending.id`). */
  readonly hasOperation: boolean;
  /** What becomes of it when it is deleted; absent where the vault does not say. */
  readonly recovery?: Recovery | undefined;
}

/** What a vault does with a certificate that is deleted. */
export interface Recovery {
  /** So long it can be recovered; 0: not at all; undefined: the vault does not say. */
  readonly days: number | undefined;
  /** False: purge protection, nobody can purge it before that. */
  readonly purgeable: boolean;
}

/** A pending certificate operation (GET certificates/{name}/pending). */
export interface PendingOperation {
  readonly requestId: string;
  /** The service's word in lower case; `canceled` and `cancelled` are both `cancelled` here. */
  readonly status: 'inprogress' | 'completed' | 'cancelled' | 'failed' | (string & {});
  readonly issuer: string;
  /** The service's sentence on what is to happen next, in English; empty when it has ended. */
  readonly statusDetails: string;
  /** Somebody has asked the issuer to give it up. */
  readonly cancellationRequested: boolean;
  /** PKCS#10, DER. */
  readonly csr: Uint8Array | undefined;
  readonly error: { readonly code: string; readonly message: string } | undefined;
}

/** One vault's certificates. Every method rejects with a CertError and honours the signal. */
export interface CertificateVault {
  readonly name: string;
  /** Newest version first where the service says so; page by page, nothing is held back. */
  list(signal?: AbortSignal): AsyncIterable<readonly CertificateSummary[]>;
  /** undefined: there is no certificate of that name (404). */
  get(name: string, signal?: AbortSignal): Promise<CertificateBundle | undefined>;
  /** True while a deleted certificate keeps the name: it has to be recovered or purged first. */
  isSoftDeleted(name: string, signal?: AbortSignal): Promise<boolean>;
  /** One version, without the policy. */
  getVersion(
    name: string,
    version: string,
    signal?: AbortSignal,
  ): Promise<CertificateBundle | undefined>;
  /** Newest first; empty where there is no certificate of that name. */
  versions(name: string, signal?: AbortSignal): Promise<readonly CertificateVersion[]>;
  /** undefined: there is no operation (404 PendingCertificateNotFound). */
  getPending(name: string, signal?: AbortSignal): Promise<PendingOperation | undefined>;
  /**
   * Key and CSR are made in the vault; an issuer other than `Unknown` is asked there. Rejects with NameSoftDeleted, or with
   * ForeignPendingOperation while another operation is in progress.
   * @param attributes - of the version that comes of it; enabled where nothing is said
   */
  createPending(
    name: string,
    policy: CertificatePolicy,
    tags: Tags,
    signal?: AbortSignal,
    attributes?: { readonly enabled: boolean },
  ): Promise<PendingOperation>;
  /** Resolves too when there is none. */
  deletePending(name: string, signal?: AbortSignal): Promise<void>;
  /** `chain`: DER, leaf first. Returns the new version. */
  merge(
    name: string,
    chain: readonly Uint8Array[],
    signal?: AbortSignal,
  ): Promise<CertificateBundle>;
  /** Replaces all tags of one version. */
  replaceTags(name: string, version: string, tags: Tags, signal?: AbortSignal): Promise<void>;
  replacePolicy(name: string, policy: CertificatePolicy, signal?: AbortSignal): Promise<void>;
}
