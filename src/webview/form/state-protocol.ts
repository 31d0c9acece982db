/** What the form shows: the host's state, what the page types, and what the editor keeps of it. */
import type { FormField, FormValues } from '../../domain/certificate-form.ts';
import type { GridRow, GridTable } from '../../domain/messages/propagation-grid.ts';
import type { Tag } from '../../domain/owner-tags.ts';
import { isProblem, type Problem } from '../protocol.ts';
import {
  isEither,
  isIsoTime,
  isListOf,
  isOneOf,
  isRecord,
  isText,
  isTruth,
  isWhole,
  optional,
  type Guard,
} from '../../domain/shape.ts';

/** A vault as a directory sees it. */
export interface FormVault {
  readonly directory: string;
  readonly vaultId: string;
  readonly vault: string;
}

/** What the form is about; kept by the editor over a reload. */
export type FormSubject =
  | { readonly mode: 'create'; readonly vault?: FormVault | undefined }
  /** `policy`: nothing is issued, the policy is edited. */
  | {
      readonly mode: 'policy' | 'renew';
      readonly ref: FormVault & { readonly name: string };
    };

/** What the editor keeps of a page over a reload: nothing secret, as it is written to disk. */
export interface SavedForm {
  readonly subject: FormSubject;
  readonly entries: FormEntries;
  /** False: the name follows the first DNS name. */
  readonly isNameTyped: boolean;
  /** Id of the operation that was shown. */
  readonly operation?: string | undefined;
}

/** The fields as they are typed; `vault` is the key of a choice among the vaults, or empty. */
export type FormEntries = FormValues;

/** In the order in which they stand on the page. */
export const FORM_FIELDS = [
  'vault',
  'dnsNames',
  'name',
  'ca',
  'issuer',
  'forceStaging',
  'agreedTerms',
  'rehearse',
  'profile',
  'keyType',
  'contentType',
  'exportable',
  'reuseKey',
  'subject',
  'emails',
  'upns',
  'ipAddresses',
  'uris',
  'ekus',
  'keyUsages',
  'months',
  'autoRenew',
  'notify',
  'certificateType',
  'transparency',
  'enabled',
  'tags',
] as const satisfies readonly FormField[];

export interface VaultChoice {
  readonly key: string;
  readonly name: string;
  /** Account and subscription, for people. */
  readonly group: string;
}

export interface VaultChoices {
  /** In the order in which they are shown; those of a group stand together. */
  readonly choices: readonly VaultChoice[];
  readonly isLoading: boolean;
  /** True where vaults of subscriptions that were not chosen are left out. */
  readonly isPartial: boolean;
  readonly problems: readonly Problem[];
}

export interface KnownAuthority {
  /** As it stands in the entries. */
  readonly id: string;
  readonly name: string;
  /** What it means to choose it. */
  readonly meaning: string;
  /** Nobody trusts what it issues. */
  readonly isStaging: boolean;
  /** Name of the CA where an issuance of this one can be rehearsed. */
  readonly rehearsedAt?: string | undefined;
}

/** The version that is renewed. */
export interface CurrentVersion {
  /**
   * A directory URL that its tag names. Tags are anybody's input: it is not asked before the person
   * has chosen it.
   */
  readonly namedAuthority?: string | undefined;
  /** The other tool that renews it so far. */
  readonly managedBy?: string | undefined;
  /** ISO 8601; absent where nothing was issued. */
  readonly notAfter?: string | undefined;
  /** `RSA-HSM 2048`. */
  readonly key: string;
  /** What the fields say where nothing changes; `ca` is empty where nobody knows it. */
  readonly entries: FormEntries;
}

export interface OperationStep {
  readonly title: string;
  /** Milliseconds; absent for the step under way. */
  readonly ms?: number | undefined;
  readonly detail?: string | undefined;
  /** Of the step under way: which name server shows what. */
  readonly grid?: GridTable | undefined;
}

export interface FormOperation {
  readonly id: string;
  readonly target: { readonly vault: string; readonly name: string };
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled' | 'interrupted';
  /** It was told to stop and is taking back what it has done. */
  readonly isCancelling: boolean;
  readonly steps: readonly OperationStep[];
  /** Why it has failed, and the field that it concerns. */
  readonly problem?: FieldProblem | undefined;
  /** PEM: the vault waits for what somebody makes of it. */
  readonly csr?: string | undefined;
  /** Key Vault makes it by itself: the view of operations knows nothing of it. */
  readonly isOfVault?: boolean | undefined;
}

/** What can be known before the CA is asked. */
export interface FormChecks {
  readonly isLooking: boolean;
  /** In the order in which they are shown; those that are still looked at are among them. */
  readonly rows: readonly CheckRow[];
  /** What comes of all together, once they have ended. */
  readonly outcome?: string | undefined;
}

export interface CheckRow {
  readonly title: string;
  readonly verdict: 'looking' | 'ok' | 'warning' | 'blocking' | 'unknown';
  /** The verdict for people. */
  readonly word: string;
  /** What was found, and what helps. */
  readonly found?: Problem | undefined;
}

export interface FieldProblem {
  /** Absent: it concerns none in particular. */
  readonly field?: FormField | undefined;
  readonly problem: Problem;
}

/** All that the host has to show; what was typed is the page's own. */
export interface FormState {
  readonly subject: FormSubject;
  readonly vaults: VaultChoices;
  readonly authorities: readonly KnownAuthority[];
  readonly keyTypes: readonly { readonly id: string; readonly name: string }[];
  /** What the fields hold before anything is typed; absent while it is being looked up. */
  readonly initial?: FormEntries | undefined;
  /** Of renewals. */
  readonly current?: CurrentVersion | undefined;
  /** Why there is nothing to fill in. */
  readonly failure?: Problem | undefined;
  readonly checks?: FormChecks | undefined;
  readonly operation?: FormOperation | undefined;
  /** Of the operation that was started here; it is there, too, while nothing is known of it. */
  readonly operationId?: string | undefined;
}

const VAULT = { directory: isText, vaultId: isText, vault: isText };

export const isFormSubject: Guard<FormSubject> = isEither(
  isRecord<Extract<FormSubject, { mode: 'create' }>>({
    mode: isOneOf('create'),
    vault: optional(isRecord<FormVault>(VAULT)),
  }),
  isRecord<Exclude<FormSubject, { mode: 'create' }>>({
    mode: isOneOf('policy', 'renew'),
    ref: isRecord<FormVault & { readonly name: string }>({ ...VAULT, name: isText }),
  }),
);

export const isFormEntries: Guard<FormEntries> = isRecord<FormEntries>({
  vault: isText,
  name: isText,
  dnsNames: isListOf(isText),
  ca: isText,
  profile: isText,
  keyType: isText,
  contentType: isOneOf('pkcs12', 'pem'),
  exportable: isTruth,
  reuseKey: isTruth,
  tags: isListOf(isRecord<Tag>({ name: isText, value: isText })),
  agreedTerms: isText,
  rehearse: isTruth,
  forceStaging: isTruth,
  madeBy: isOneOf('acme', 'self', 'named', 'by-hand'),
  issuer: isText,
  subject: isText,
  emails: isListOf(isText),
  upns: isListOf(isText),
  ipAddresses: isListOf(isText),
  uris: isListOf(isText),
  ekus: isListOf(isText),
  keyUsages: isListOf(isText),
  months: isText,
  autoRenew: isText,
  notify: isText,
  certificateType: isText,
  transparency: isOneOf('', 'yes', 'no'),
  enabled: isTruth,
});

export const isSavedForm: Guard<SavedForm> = isRecord<SavedForm>({
  subject: isFormSubject,
  entries: isFormEntries,
  isNameTyped: isTruth,
  operation: optional(isText),
});

const isGrid = isRecord<GridTable>({
  names: isListOf(isText),
  rows: isListOf(
    isRecord<GridRow>({
      server: isText,
      cells: isListOf(
        isRecord<GridRow['cells'][number]>({
          sight: isOneOf('has', 'missing', 'unreachable', 'unasked'),
          word: isText,
        }),
      ),
    }),
  ),
  more: optional(isText),
});

export const isFieldProblem: Guard<FieldProblem> = isRecord<FieldProblem>({
  field: optional(isOneOf(...FORM_FIELDS)),
  problem: isProblem,
});

export const isFormState: Guard<FormState> = isRecord<FormState>({
  subject: isFormSubject,
  vaults: isRecord<VaultChoices>({
    choices: isListOf(isRecord<VaultChoice>({ key: isText, name: isText, group: isText })),
    isLoading: isTruth,
    isPartial: isTruth,
    problems: isListOf(isProblem),
  }),
  authorities: isListOf(
    isRecord<KnownAuthority>({
      id: isText,
      name: isText,
      meaning: isText,
      isStaging: isTruth,
      rehearsedAt: optional(isText),
    }),
  ),
  keyTypes: isListOf(isRecord<FormState['keyTypes'][number]>({ id: isText, name: isText })),
  initial: optional(isFormEntries),
  current: optional(
    isRecord<CurrentVersion>({
      namedAuthority: optional(isText),
      managedBy: optional(isText),
      notAfter: optional(isIsoTime),
      key: isText,
      entries: isFormEntries,
    }),
  ),
  failure: optional(isProblem),
  checks: optional(
    isRecord<FormChecks>({
      isLooking: isTruth,
      rows: isListOf(
        isRecord<CheckRow>({
          title: isText,
          verdict: isOneOf('looking', 'ok', 'warning', 'blocking', 'unknown'),
          word: isText,
          found: optional(isProblem),
        }),
      ),
      outcome: optional(isText),
    }),
  ),
  operation: optional(
    isRecord<FormOperation>({
      id: isText,
      target: isRecord<FormOperation['target']>({ vault: isText, name: isText }),
      state: isOneOf('queued', 'running', 'done', 'failed', 'cancelled', 'interrupted'),
      isCancelling: isTruth,
      steps: isListOf(
        isRecord<OperationStep>({
          title: isText,
          ms: optional(isWhole),
          detail: optional(isText),
          grid: optional(isGrid),
        }),
      ),
      problem: optional(isFieldProblem),
      csr: optional(isText),
      isOfVault: optional(isTruth),
    }),
  ),
  operationId: optional(isText),
});
