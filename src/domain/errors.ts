import type { CaaRefusal } from './caa.ts';
import type {
  CaWait,
  ChainFileProblem,
  ChainProblem,
  Difference,
  DnsNameProblem,
  ExportObstacle,
  ForeignContent,
  GoBackObstacle,
  Leftover,
  NotRenewableReason,
  RecordHolder,
  SignInAttempt,
  TagProblem,
  UnseenTenant,
  VaultKeyProblem,
} from './error-reasons.ts';
import type { ImportProblem } from './import-file.ts';
import type { PolicyProblem } from './policy-problem.ts';

/**
 * The one error of the product. `code` is stable and belongs to a closed union, `facts` are typed
 * by code, the cause is kept. Sentences for people are made from it in one place only, the
 * catalogue (error-catalogue.ts).
 */
export class CertError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C;
  readonly facts: ErrorFacts[C];

  constructor(code: C, facts: ErrorFacts[C], options: { cause?: unknown } = {}) {
    super(`${code} ${JSON.stringify(facts)}`, options);
    this.name = 'CertError';
    this.code = code;
    this.facts = facts;
  }
}

/** True if `error` is a CertError, of the given code where one is given. */
export function isCertError<C extends ErrorCode>(error: unknown, code?: C): error is CertError<C> {
  return error instanceof CertError && (code === undefined || error.code === code);
}

/** A `Date` is an ISO 8601 string here: facts are printed as JSON. */
export interface ErrorFacts {
  // Input
  InvalidCertificateName: { name: string };
  InvalidVaultName: { name: string };
  InvalidTarget: { target: string };
  InvalidDnsName: { name: string; problem: DnsNameProblem };
  TooManyDnsNames: { count: number; limit: number };
  NoDnsName: Record<string, never>;
  InvalidKeyType: { keyType: string; allowed: readonly string[] };
  KeyTypeRefusedByCa: { keyType: string; ca: string; accepted: readonly string[] };
  /** `instead`: the same kind of key outside of the HSM. */
  HsmKeyNotExportable: { keyType: string; instead: string };
  UnknownProfile: { profile: string; ca: string; offered: readonly string[] };
  NoRehearsal: { ca: string };
  InvalidCa: { ca: string; known: readonly string[] };
  InvalidTag: { tag: string; problem: TagProblem; limit: number };
  /** All that is wrong with it. */
  InvalidPolicy: { problems: readonly PolicyProblem[] };
  InvalidNameServer: { server: string };
  InvalidDohServer: { server: string };
  InvalidZoneId: { zone: string };
  InvalidUsage: { message: string };
  InvalidOption: { option: string; value: string; expected: string };
  // Sign-in
  NotSignedIn: { tried: readonly SignInAttempt[] };
  /** `tenant`: the id of the one that was asked for; absent: the account's own. */
  SignInFailed: { method: string; reason: string; tenant?: string };
  /** `installed`: a package of that name is there, but of a version that does not fit. */
  SignInPackageNeeded: { installed: boolean };
  /** A token cannot be had without asking the person. `tenant`: its id, '' for the home tenant. */
  SignInNeeded: { account: string; tenant: string };
  /**
   * The service no longer takes the account's tokens (claims challenge), and no better one could be
   * had. `resource`: the host that refuses; `tenant`: its id, '' where nobody said; `azureCli`: what
   * the Azure CLI has to sign in with, `claims` in base64.
   */
  SignInAgain: {
    tenant: string;
    resource: string;
    azureCli?: { scope: string; claims: string };
  };
  // Vault, certificate
  /** There is nothing to choose from. `accounts`: who was asked; empty: the one that is signed in. */
  NoSubscription: { accounts: readonly string[] };
  SubscriptionNotFound: { subscription: string; visible: number };
  /** `elsewhere`: how many vaults there are in subscriptions that were not chosen. */
  NoVault: { accounts: readonly string[]; elsewhere: number };
  VaultNotFound: { vault: string; visible: number };
  /** By another vault, or by a deleted one that is still kept. */
  VaultNameTaken: { vault: string };
  /** `known`: those that could be meant. */
  InvalidLocation: { location: string; known: readonly string[] };
  /** `known`: those that the account sees there. */
  ResourceGroupNotFound: { group: string; subscription: string; known: readonly string[] };
  /** `version`: it is that one that is missing. */
  CertificateNotFound: { vault: string; name: string; version?: string };
  CertificateExists: { vault: string; name: string };
  NameSoftDeleted: { vault: string; name: string };
  /** No deleted certificate of that name is kept, or not yet. */
  NotDeleted: { vault: string; name: string };
  /** `until`: when the vault forgets it by itself; empty where it does not say. */
  PurgeProtected: { vault: string; name: string; until: string };
  /** `taken`: there is a certificate, or a deleted one, of that name; else it is no backup for here. */
  BackupRefused: { vault: string; taken: boolean; message: string };
  /** Nothing is pending; `requestId` where one operation was meant. */
  NoOperation: { vault: string; name: string; requestId?: string };
  /** It is not in progress any more. `status`: the service's word. */
  OperationEnded: { vault: string; name: string; status: string };
  /** An issuance of this machine's own has begun it and was interrupted. `id`: the operation's here. */
  OperationInterrupted: { vault: string; name: string; id: string };
  /** `file`: its name, without the folders. */
  ChainFileUnusable: { vault: string; name: string; file: string; problem: ChainFileProblem };
  /** As of ChainFileUnusable. */
  ImportFileUnusable: { vault: string; name: string; file: string; problem: ImportProblem };
  CannotExport: { vault: string; name: string; version: string; problem: ExportObstacle };
  /** Its issuer is at work on it, and completes it. */
  MergeForbidden: { vault: string; name: string; issuer: string };
  /** `issuer`: of the certificate that is there, as it names it. */
  StagingOverTrusted: { vault: string; name: string; ca: string; issuer: string };
  ForeignPendingOperation: {
    vault: string;
    name: string;
    /** Empty where the operation could not be looked at; there are no names then either. */
    issuer: string;
    pendingNames: readonly string[];
    differences: readonly Difference[];
  };
  WorkInProgress: { vault: string; name: string; owner: string; since: string; until: string };
  NotRenewable: { vault: string; name: string; reason: NotRenewableReason };
  /** A named issuer takes its time; Key Vault completes the operation. */
  /** `known`: those that the vault has. */
  InvalidIssuerName: { name: string };
  IssuerExists: { vault: string; issuer: string };
  ContactNotFound: { vault: string; email: string; known: readonly string[] };
  IssuerNotFound: { vault: string; issuer: string; known: readonly string[] };
  IssuerPending: { vault: string; name: string; issuer: string };
  /** `message` is the issuer's own, and may be empty. */
  IssuerRefused: { vault: string; name: string; issuer: string; code: string; message: string };
  TooManyTags: { vault: string; name: string; count: number; limit: number };
  CertificateMismatch: {
    vault: string;
    name: string;
    differences: readonly Difference[];
    /** Absent: a version that was merged. */
    of?: 'request';
  };
  /** Versions; empty where there was, or is, none. */
  CertificateChanged: { vault: string; name: string; expected: string; found: string };
  /** `id`: of the version's secret, where consumers can be pinned to it. */
  CannotGoBack: {
    vault: string;
    name: string;
    version: string;
    problem: GoBackObstacle;
    id?: string;
  };
  VaultForbidden: {
    vault: string;
    gate: VaultGate;
    action?: string;
    caller?: string;
    clientAddress?: string;
    message: string;
  };
  /** Its tier has no HSM. */
  HsmNeedsPremium: { vault: string };
  VaultKeyUnusable: { vault: string; name: string; problem: VaultKeyProblem };
  KeyVaultRefused: { vault: string; status: number; serviceCode: string; message: string };
  // Zones, records
  ZoneNotFound: {
    name: string;
    visibleZones: number;
    /** The record whose CNAMEs lead to `name`. */
    aliasOf?: string;
    /** Never empty. */
    unseen?: readonly UnseenTenant[];
    /** Ids that were given by hand, and of which Azure says that there is nothing. Never empty. */
    absent?: readonly string[];
  };
  ZoneNotDelegated: {
    name: string;
    zone: string;
    /** Where Azure serves it from; empty when the account sees no zone of that name. */
    expected: readonly string[];
    /** Empty with `expected`: a zone of that name was given by hand, and the account may not read it. */
    found: readonly string[];
    /** Never empty. */
    unseen?: readonly UnseenTenant[];
    /** As of ZoneNotFound. */
    absent?: readonly string[];
  };
  ArmForbidden: { action: string; scope: string; message: string };
  ArmRefused: { status: number; serviceCode: string; message: string; resource: string };
  ResourceLocked: { resource: string; message: string };
  TxtRecordSetFull: {
    record: string;
    limit: number;
    present: number;
    needed: number;
    /** Whose values are ours by the set's metadata. */
    holders: readonly RecordHolder[];
    /** How many values nobody of ours has put there. */
    strangers: number;
    /** How long room was waited for. */
    seconds: number;
  };
  TxtConflict: { record: string; attempts: number };
  PropagationTimeout: {
    record: string;
    expected: readonly string[];
    missingAt: readonly string[];
    unreachable: readonly string[];
    seconds: number;
  };
  /** `failure`: the code of node:dns, of the product or of HTTP (`HTTP 503`). */
  NameServersUnreachable: {
    record: string;
    servers: readonly { server: string; failure: string }[];
  };
  CnameLoop: { record: string; chain: readonly string[] };
  /** `owner`: where the CAA records stand; `identity`: how they would have to name the CA. */
  CaaForbids: { name: string; ca: string; owner: string; identity: string; reason: CaaRefusal };
  // Certificate authority
  /**
   * `instance`: the terms have changed since the account was made, and there a person agrees to them:
   * by ACME nobody can (RFC 8555 §7.3.2, §7.3.3).
   */
  TermsNotAgreed: { ca: string; terms: string; instance?: string };
  /** `choice`: as `--ca` takes it; `guide`: the page that tells how to get a key, where it is known. */
  ExternalAccountRequired: { ca: string; choice?: string; guide?: string };
  /** No account is remembered here; `eabKid` or `url` where one was meant. */
  AccountNotFound: { ca: string; choice: string; eabKid?: string; url?: string };
  /** The key of an external account is no base64url. The key itself is in no error. */
  InvalidEabKey: { ca: string; kid: string };
  NotOfferedByCa: { ca: string; what: 'key-rollover' | 'revocation' };
  RateLimited: { ca: string; detail: string; retryAt?: string };
  /** What this machine knows of a limit for exactly these names, in whatever vault. */
  LimitSpent: {
    vault: string;
    name: string;
    ca: string;
    issued: number;
    limit: number;
    until: string;
  };
  AcmeProblem: {
    ca: string;
    type: string;
    status: number;
    detail: string;
    subproblems: readonly { name: string; type: string; detail: string }[];
    retryAt?: string;
    /** A page about this occurrence of the problem (RFC 7807 §3.1). */
    instance?: string;
  };
  ChallengeFailed: {
    ca: string;
    /** `type`: the status of the authorization where the CA gives no problem; no detail then. */
    failures: readonly { name: string; type: string; detail: string }[];
  };
  ChallengeNotOffered: { ca: string; name: string; offered: readonly string[] };
  /** `detail` is empty where the CA gives no reason; `forgotten`: it does not know the order. */
  OrderInvalid: { ca: string; detail: string; forgotten?: true };
  ChainUnusable: { ca: string; problem: ChainProblem };
  CaTimeout: {
    ca: string;
    waitedFor: CaWait;
    seconds: number;
    /** What the CA had found wrong so far, where it said so. */
    lastProblem?: string;
  };
  // Network
  HostUnreachable: { host: string; reason: string };
  HostTimeout: { host: string; seconds: number };
  TlsUntrusted: { host: string; reason: string };
  ProxyRefused: { proxy: string; host: string; status: number };
  Throttled: { host: string; retryAt?: string };
  UnexpectedAnswer: { host: string; status: number; excerpt: string };
  // This machine
  StateUnwritable: { path: string; reason: string };
  /** `content`: it could be read, and holds something else; there is no reason then. */
  StateUnreadable: { path: string; reason: string; content?: ForeignContent };
  OperationRunning: { id: string; pid: number };
  OperationNotFound: { id: string };
  CleanupIncomplete: { leftovers: readonly Leftover[] };
  /** `during`: a step of an issuance, or what was done instead, for the log. */
  Cancelled: { during: string };
  Unexpected: { message: string };
}

export type ErrorCode = keyof ErrorFacts;

/** What is known of an error, without its cause: survives JSON. A CertError is one, too. */
export type ErrorRecord<C extends ErrorCode = ErrorCode> = {
  readonly [K in C]: { readonly code: K; readonly facts: ErrorFacts[K] };
}[C];

/** Which of Key Vault's gates answered 403 (its `innererror.code`, docs and recordings). */
export type VaultGate = 'rbac' | 'access-policy' | 'firewall' | 'private-link' | 'policy' | 'other';
