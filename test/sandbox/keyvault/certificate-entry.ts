/** What a vault keeps of one certificate: its versions, its one policy, its one operation. */
import type { KeyObject, X509Certificate } from 'node:crypto';
import type { CertificatePolicy } from './certificate-policy.ts';
import type { RecoverableObject } from './recoverable-objects.ts';
import type { Tags } from './json-body.ts';

export interface CertificateEntry extends RecoverableObject {
  policy: CertificatePolicy;
  /** Oldest first. */
  readonly versions: IssuedVersion[];
  /** What GET shows while nothing was ever issued. */
  placeholder: Version | undefined;
  /** Stays readable after its end, until it is deleted or overwritten. */
  operation: Operation | undefined;
}

export interface Version {
  /** 32 hex digits. */
  readonly id: string;
  attributes: VersionAttributes;
  tags: Tags | undefined;
  /** As sent on create; undefined where it was not. */
  readonly preserveCertOrder: boolean | undefined;
}

/** Seconds since the epoch. */
export interface VersionAttributes {
  readonly enabled: boolean;
  readonly nbf: number;
  readonly exp: number;
  readonly created: number;
  readonly updated: number;
}

export interface IssuedVersion extends Version {
  readonly leaf: X509Certificate;
  /** DER, in the order in which it was merged. */
  readonly chain: readonly Buffer[];
  /** undefined for a certificate that the sandbox was filled with. */
  readonly privateKey: KeyObject | undefined;
  /** Of the policy at the time of the creation, as is `exportable`. */
  readonly contentType: string;
  readonly exportable: boolean;
}

export interface Operation {
  /** 32 hex digits. */
  readonly requestId: string;
  readonly issuer: string;
  readonly csr: Buffer;
  readonly privateKey: KeyObject;
  /** The policy that the CSR was made from. */
  readonly policy: CertificatePolicy;
  readonly tags: Tags | undefined;
  readonly enabled: boolean;
  readonly preserveCertOrder: boolean | undefined;
  /** Milliseconds. */
  readonly createdAt: number;
  /** DER, the leaf first: what the issuer will deliver; undefined where somebody has to merge. */
  readonly delivery: readonly Buffer[] | undefined;
  status: 'inProgress' | 'completed' | 'cancelled' | 'failed';
  /** Why it failed. */
  error: { readonly code: string; readonly message: string } | undefined;
  /** Milliseconds; undefined while nobody asked for it. */
  cancellationRequestedAt: number | undefined;
}

/** The version that a request without one means: the newest that was issued. */
export function currentVersion(entry: CertificateEntry): Version {
  const version = entry.versions.at(-1) ?? entry.placeholder;
  if (version === undefined)
    throw new Error(`${entry.name} has neither a version nor a placeholder`);
  return version;
}

export function findVersion(entry: CertificateEntry, id: string): Version | undefined {
  if (entry.placeholder?.id === id) return entry.placeholder;
  return entry.versions.find((version) => version.id === id);
}

export function isIssued(version: Version): version is IssuedVersion {
  return 'leaf' in version;
}
