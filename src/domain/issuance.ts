/**
 * One issuance from wish to certificate: what was decided before anything was touched (the plan),
 * and how far it has come (the progress). Both together are what the journal keeps, so everything
 * in here survives JSON.
 */
import type { CertificatePolicy } from './certificate-policy.ts';
import type { Leftover } from './error-reasons.ts';
import type { CertError } from './errors.ts';
import type { Occasion } from './history.ts';
import type { Tags, Vault } from './key-vault.ts';
import type { Claim } from './ownership.ts';

/** The steps in their order, as people and the journal see them. */
export const ISSUANCE_STEPS = [
  'check',
  'rehearse',
  'order',
  'publish',
  'propagate',
  'validate',
  'csr',
  'finalize',
  'merge',
  'verify',
  'clean-up',
] as const;

export type IssuanceStep = (typeof ISSUANCE_STEPS)[number];

export interface StepTime {
  readonly name: IssuanceStep;
  readonly ms: number;
}

/** A certificate authority. */
export interface IssuanceCa {
  /** As it is written on the command line and remembered in tags: an id, or the directory's URL. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  readonly directoryUrl: string;
}

export interface IssuancePlan {
  /** 16 hex digits. */
  readonly id: string;
  readonly kind: 'create' | 'renew';
  readonly vault: Vault;
  readonly name: string;
  readonly dnsNames: readonly string[];
  readonly ca: IssuanceCa;
  /** URL of the account that is to order it; absent: none is confirmed yet. */
  readonly account?: string;
  readonly profile: string | undefined;
  readonly validDays?: number;
  readonly preferredChain?: string;
  readonly policy: CertificatePolicy;
  readonly claim: Claim;
  /** The certificate that the CA is told to be replaced, in the words of its renewal information. */
  readonly replaces?: string;
  /** Those that were asked for, on top of what the certificate has. */
  readonly tags: Tags | undefined;
  /** Where the challenge values go: one entry per record name. */
  readonly places: readonly ChallengePlace[];
  /** Request id of another run's operation whose time is over; it is deleted before ours. */
  readonly abandonedRequest: string | undefined;
  /** What was there before; absent for a name without a version. */
  readonly previous: PreviousVersion | undefined;
  /** It only rehearses another one, at a CA that nobody trusts: it is undone, whatever comes of it. */
  readonly rehearsal?: boolean;
  /** For the history; absent where a person has asked for it. */
  readonly occasion?: Occasion;
}

export interface PreviousVersion {
  readonly version: string;
  readonly policy: CertificatePolicy | undefined;
}

/** A TXT record set and the zone that holds it. */
export interface ChallengePlace {
  /** What the CA asks for, e.g. `_acme-challenge.example.com`; it may be a CNAME of the set. */
  readonly record: string;
  readonly zoneId: string;
  /** Whose tokens open the zone; absent: the tenant that the account is signed in to here. */
  readonly zoneTenant?: string;
  readonly zoneName: string;
  /** Relative to the zone. */
  readonly name: string;
  readonly nameServers: readonly string[];
  readonly recordLimit: number;
}

export interface IssuanceProgress {
  readonly step: IssuanceStep;
  readonly accountUrl: string | undefined;
  readonly orderUrl: string | undefined;
  /** Values by the full names of record sets, written here before they are written to Azure. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** True from before the claim is put on the previous version's tags. */
  readonly claimed: boolean;
  /** Set before the operation is asked for; the request id follows when it is known. */
  readonly pending: { readonly requestId: string | undefined } | undefined;
  /** True from before the CA is told to issue: from there the only way is forward. */
  readonly finalizing: boolean;
  /** The chain (PEM) once it was downloaded. */
  readonly chain: string | undefined;
  /** The version that came out of the merge. */
  readonly version: string | undefined;
  /** True once the person was told that it is done: only something to clean up is left. */
  readonly reported: boolean;
  readonly steps: readonly StepTime[];
}

export interface JournalEntry {
  readonly plan: IssuancePlan;
  readonly progress: IssuanceProgress;
}

export const NOT_BEGUN: IssuanceProgress = {
  step: 'check',
  accountUrl: undefined,
  orderUrl: undefined,
  values: {},
  claimed: false,
  pending: undefined,
  finalizing: false,
  chain: undefined,
  version: undefined,
  reported: false,
  steps: [],
};

/** Where unfinished issuances are kept. Every write is on disk before it resolves. */
export interface Journal {
  write(entry: JournalEntry): Promise<void>;
  remove(id: string): Promise<void>;
  /** Oldest first. Entries that cannot be read are an error, never skipped. */
  list(): Promise<readonly JournalEntry[]>;
  /** For who can do without those that cannot be read. */
  survey(): Promise<JournalSurvey>;
}

export interface JournalSurvey {
  /** Oldest first. */
  readonly entries: readonly JournalEntry[];
  readonly unreadable: readonly UnreadableEntry[];
}

export interface UnreadableEntry {
  readonly id: string;
  readonly error: CertError<'StateUnreadable'>;
}

/** A certificate that was issued, as commands report it. */
export interface IssuedCertificate {
  readonly vault: string;
  readonly name: string;
  readonly version: string;
  readonly thumbprint: string;
  readonly dnsNames: readonly string[];
  /** ISO 8601. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** PEM, what was merged, leaf first. */
  readonly chain: string;
  /** What could not be cleaned up and is still to be; normally nothing. */
  readonly leftovers: readonly Leftover[];
  readonly steps: readonly StepTime[];
}
