/** What the form asks of the host. */
import {
  isNull,
  isProblem,
  REPAIR_CALL,
  type CallGuards,
  type Problem,
  type RepairCall,
} from '../protocol.ts';
import {
  isEither,
  isListOf,
  isOneOf,
  isRecord,
  isRecordOf,
  isText,
  isTruth,
  optional,
  type Guard,
} from '../../domain/shape.ts';
import {
  isFieldProblem,
  isFormEntries,
  type FieldProblem,
  type FormEntries,
} from './state-protocol.ts';

/** Where the proof for a DNS name will stand. */
export interface FoundZone {
  readonly zone: string;
  readonly resourceGroup: string;
  /** Full name of the record set, where CNAMEs lead to another than `_acme-challenge.<name>`. */
  readonly delegatedTo?: string | undefined;
  /** False: no name server could be asked whether the zone is delegated. */
  readonly isConfirmed: boolean;
  /** True: it was given by hand, and the account may not read it. */
  readonly isOnWord?: boolean | undefined;
}

export interface AuthorityTerms {
  /** URL of the terms of service, as the CA writes it; absent where there are none. */
  readonly terms?: string | undefined;
  /** True: they were agreed to here before. */
  readonly isAgreed: boolean;
  /** Descriptions by name. */
  readonly profiles: Readonly<Record<string, string>>;
  /** Why no certificate can be had there from here. */
  readonly problem?: Problem | undefined;
}

/** The problem is one of the thing itself and not of looking it up: submitting would not help. */
export interface Unfit {
  readonly problem: Problem;
}

export interface NameFinding {
  readonly isFree: boolean;
  /** Why it is not free. */
  readonly problem?: Problem | undefined;
}

/** An issuer that a vault knows. */
export interface KnownIssuer {
  readonly name: string;
  /** The service's word, e.g. `DigiCert`. */
  readonly provider: string;
}

export type Submission =
  | { readonly accepted: true }
  | { readonly accepted: false; readonly problems: readonly FieldProblem[] };

export interface FormCalls {
  /** Lists the vaults of all subscriptions; they come with the state. */
  readonly allVaults: { readonly ask: null; readonly answer: null };
  readonly findZone: {
    readonly ask: { readonly vault: string; readonly dnsName: string };
    readonly answer: FoundZone | Unfit;
  };
  readonly checkName: {
    readonly ask: { readonly vault: string; readonly name: string };
    readonly answer: NameFinding;
  };
  readonly describeAuthority: {
    readonly ask: { readonly vault: string; readonly ca: string };
    readonly answer: AuthorityTerms;
  };
  /** Those of a vault, by name. */
  readonly findIssuers: {
    readonly ask: { readonly vault: string };
    readonly answer: { readonly issuers: readonly KnownIssuer[] };
  };
  /** Starts the issuance, if the host finds nothing wrong; it goes on without the page. */
  readonly submit: { readonly ask: FormEntries; readonly answer: Submission };
  /** Begins to look at what can be known before the CA is asked; the checks come with the state. */
  readonly check: { readonly ask: FormEntries; readonly answer: Submission };
  readonly stopChecks: { readonly ask: null; readonly answer: null };
  /** Puts the command line that does the same on the clipboard. */
  readonly copyCommand: { readonly ask: FormEntries; readonly answer: Submission };
  /** After an operation that has ended: back to the fields. */
  readonly reconsider: { readonly ask: null; readonly answer: null };
  readonly cancelOperation: { readonly ask: null; readonly answer: null };
  readonly showOperations: { readonly ask: null; readonly answer: null };
  readonly showCertificate: { readonly ask: null; readonly answer: null };
  /** Of an operation that waits for its merge. */
  readonly copyCsr: { readonly ask: null; readonly answer: null };
  readonly saveCsr: { readonly ask: null; readonly answer: null };
  /** Merging what a CA has made of the CSR is among what is offered then. */
  readonly dealWithPending: { readonly ask: null; readonly answer: null };
  readonly close: { readonly ask: null; readonly answer: null };
  readonly repair: RepairCall;
}

const isUnfit = isRecord<Unfit>({ problem: isProblem });

const isSubmission: Guard<Submission> = isEither(
  isRecord<Extract<Submission, { accepted: true }>>({ accepted: isOneOf(true) }),
  isRecord<Extract<Submission, { accepted: false }>>({
    accepted: isOneOf(false),
    problems: isListOf(isFieldProblem),
  }),
);

const DEED = { ask: isNull, answer: isNull };

export const FORM_CALLS: CallGuards<FormCalls> = {
  allVaults: DEED,
  findZone: {
    ask: isRecord<FormCalls['findZone']['ask']>({ vault: isText, dnsName: isText }),
    answer: isEither(
      isRecord<FoundZone>({
        zone: isText,
        resourceGroup: isText,
        delegatedTo: optional(isText),
        isConfirmed: isTruth,
        isOnWord: optional(isTruth),
      }),
      isUnfit,
    ),
  },
  checkName: {
    ask: isRecord<FormCalls['checkName']['ask']>({ vault: isText, name: isText }),
    answer: isRecord<NameFinding>({ isFree: isTruth, problem: optional(isProblem) }),
  },
  describeAuthority: {
    ask: isRecord<FormCalls['describeAuthority']['ask']>({ vault: isText, ca: isText }),
    answer: isRecord<AuthorityTerms>({
      terms: optional(isText),
      isAgreed: isTruth,
      profiles: isRecordOf(isText),
      problem: optional(isProblem),
    }),
  },
  findIssuers: {
    ask: isRecord<FormCalls['findIssuers']['ask']>({ vault: isText }),
    answer: isRecord<FormCalls['findIssuers']['answer']>({
      issuers: isListOf(isRecord<KnownIssuer>({ name: isText, provider: isText })),
    }),
  },
  submit: { ask: isFormEntries, answer: isSubmission },
  check: { ask: isFormEntries, answer: isSubmission },
  stopChecks: DEED,
  copyCommand: { ask: isFormEntries, answer: isSubmission },
  reconsider: DEED,
  cancelOperation: DEED,
  showOperations: DEED,
  showCertificate: DEED,
  copyCsr: DEED,
  saveCsr: DEED,
  dealWithPending: DEED,
  close: DEED,
  repair: REPAIR_CALL,
};
