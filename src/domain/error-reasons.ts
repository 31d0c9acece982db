/**
 * What errors say in words of our own, as facts: the sentences are made in messages/. What others
 * have said stays text and has no place here.
 */
import type { ErrorRecord } from './errors.ts';

/** Why something is not a DNS name that a certificate can be issued for. */
export type DnsNameProblem =
  | { readonly kind: 'empty' }
  | { readonly kind: 'too-long'; readonly limit: number }
  | { readonly kind: 'underscore' }
  | { readonly kind: 'address-or-port' }
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'inner-wildcard' }
  | { readonly kind: 'numeric-end' }
  | { readonly kind: 'one-label' }
  | { readonly kind: 'empty-label' }
  | { readonly kind: 'long-label'; readonly limit: number }
  | { readonly kind: 'label-characters'; readonly label: string }
  | { readonly kind: 'reserved-label'; readonly label: string }
  | { readonly kind: 'no-host-name' }
  | { readonly kind: 'covered'; readonly wildcard: string };

/** Why something cannot be the tag of a certificate. */
export type TagProblem =
  'no-name' | 'name-too-long' | 'value-too-long' | 'control-character' | 'reserved' | 'repeated';

/** What keeps a key of Key Vault from signing for an ACME account, or for its certificate. */
export type VaultKeyProblem =
  | 'missing'
  | 'deleted'
  | 'disabled'
  | 'outside-validity'
  | 'may-not-sign'
  | 'wrong-kind'
  /** The name belongs to a certificate, with which its key lives. */
  | 'of-certificate'
  /** Its tag names another CA. */
  | 'of-other-ca';

/** Why a file holds no certificate that could be merged into a pending operation. */
export type ChainFileProblem =
  | { readonly kind: 'empty' }
  /** Bytes. */
  | { readonly kind: 'too-large'; readonly limit: number }
  /** Nothing in it is a certificate. */
  | { readonly kind: 'none' }
  | { readonly kind: 'too-many'; readonly count: number }
  /** Which block of the PEM, from 1. */
  | { readonly kind: 'damaged'; readonly at: number }
  /** It is to be imported: the key of a pending operation is in the vault. */
  | { readonly kind: 'private-key' }
  /** None of its certificates was issued for the request. */
  | { readonly kind: 'other-key'; readonly subjects: readonly string[] };

/** Why nothing comes out of a version's secret. */
export type ExportObstacle = 'not-exportable' | 'disabled';

/** Why an older version does not become the newest again. */
export type GoBackObstacle =
  /** It is the newest, or the newest is the same certificate. */
  'newest' | 'expired' | 'disabled' | 'not-exportable';

/** An issuance that has put values into a record set. */
export interface RecordHolder {
  /** `vault/name` in lower case. */
  readonly certificate: string;
  /** `user@host`. */
  readonly owner: string;
  /** ISO 8601. */
  readonly since: string;
}

/** A tenant of the account whose zones could not be looked at. */
export interface UnseenTenant {
  readonly id: string;
  /** The id where nobody tells a name. */
  readonly name: string;
  /** What others have said; empty where they have said nothing. */
  readonly reason: string;
}

/** Why what was remembered here is not what is looked for. */
export type ForeignContent = 'no-account' | 'other-version';

/** Where somebody to sign in as was looked for, and what was missing. */
export type SignInAttempt =
  /** Variables of the environment, each with what can stand in its place. */
  | { readonly kind: 'variables-missing'; readonly variables: readonly (readonly string[])[] }
  | { readonly kind: 'cli-missing' }
  | { readonly kind: 'cli-signed-out' }
  /** VS Code has no account for the Azure Resources extension, whose one is shared. */
  | { readonly kind: 'editor-signed-out' }
  | { readonly kind: 'editor-has-to-ask' };

export type NotRenewableReason =
  | { readonly kind: 'no-dns-name' }
  | { readonly kind: 'no-policy' }
  /** Somebody wants something changed that Key Vault renews by itself. */
  | { readonly kind: 'issued-by-vault'; readonly issuer: string }
  | { readonly kind: 'no-ca-tag'; readonly tag: string }
  /** Nobody has said that it is to be taken over. */
  | { readonly kind: 'other-tool'; readonly tool: string }
  | { readonly kind: 'ca-never-used'; readonly directoryUrl: string }
  | { readonly kind: 'unknown-ca'; readonly tag: string; readonly ca: string };

/** How a CSR or a certificate differs from what was asked for. */
export type Difference =
  | { readonly kind: 'no-csr' }
  | { readonly kind: 'no-certificate' }
  | { readonly kind: 'names-missing'; readonly names: readonly string[] }
  | { readonly kind: 'names-unasked'; readonly names: readonly string[] }
  /** Kinds of key, e.g. `RSA 2048`. */
  | { readonly kind: 'other-key'; readonly found: string; readonly asked: string }
  | { readonly kind: 'not-as-issued' }
  | { readonly kind: 'disabled' };

/** Why certificates are not the chain that a server has to present. Subjects are X.500 names. */
export type ChainProblem =
  | { readonly kind: 'empty' }
  | { readonly kind: 'ca-first'; readonly subject: string }
  /** `at` counts from 1. */
  | {
      readonly kind: 'other-issuer';
      readonly at: number;
      readonly issuer: string;
      readonly follower: string;
    }
  | { readonly kind: 'bad-signature'; readonly at: number; readonly follower: string }
  /** For another key than ours, as if two issuances had shared the order. */
  | { readonly kind: 'other-key' }
  /** Names that were ordered and are not in it. */
  | { readonly kind: 'names-missing'; readonly names: readonly string[] };

/** What a CA was waited for. */
export type CaWait =
  { readonly kind: 'order' } | { readonly kind: 'validation'; readonly name: string };

/** Something that an issuance has put elsewhere. */
export type Trace =
  | { readonly kind: 'txt-values'; readonly record: string }
  | { readonly kind: 'claim'; readonly tag: string; readonly version: string }
  | { readonly kind: 'pending-operation'; readonly vault: string; readonly name: string }
  | { readonly kind: 'journal-entry' };

/** What could not be taken back, and why. */
export interface Leftover {
  readonly trace: Trace;
  readonly error: ErrorRecord;
}
