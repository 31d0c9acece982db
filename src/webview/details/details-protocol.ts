/**
 * What the page about one certificate shows, and what it can ask for. All texts are ready to be
 * shown: translated, and with what comes from outside made visible. What a copy button copies
 * stays with the host; the page knows its id only.
 */
import type { ExpiryState } from '../../domain/expiry.ts';
import type { Stretch, VersionState } from '../../domain/validity-timeline.ts';
import {
  isNull,
  isProblem,
  REPAIR_CALL,
  type CallGuards,
  type Problem,
  type RepairCall,
} from '../protocol.ts';
import {
  isListOf,
  isOneOf,
  isRecord,
  isText,
  isTruth,
  optional,
  type Guard,
} from '../../domain/shape.ts';

/** Something that can be put on the clipboard. */
export interface CopyTarget {
  readonly id: string;
  /** Of the button, e.g. `Copy serial number`. */
  readonly label: string;
}

export interface Fact {
  readonly label: string;
  /** One or more; several are shown as a list. */
  readonly values: readonly string[];
  /** True for what is compared character by character: identifiers, fingerprints. */
  readonly isCode: boolean;
  readonly copy?: CopyTarget | undefined;
}

export interface Section {
  readonly heading: string;
  /** What there is to say besides the facts, or instead of them. */
  readonly note?: string | undefined;
  readonly facts: readonly Fact[];
}

export interface Standing {
  readonly state: ExpiryState;
  readonly title: string;
  /** When it ends, and why that matters now. */
  readonly sentences: readonly string[];
}

export interface ChartBar extends Stretch {
  readonly version: string;
  readonly state: VersionState;
  readonly isCurrent: boolean;
  /** Beside the bar. */
  readonly caption: string;
  /** For screen readers, and below the chart while the bar has the focus. */
  readonly description: string;
}

export interface ValidityChart {
  /** Newest first. */
  readonly bars: readonly ChartBar[];
  readonly today: { readonly at: number; readonly label: string };
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  readonly renewal?: (Stretch & { readonly label: string }) | undefined;
  /** About versions that are not drawn. */
  readonly note?: string | undefined;
}

export interface VersionRow {
  readonly version: string;
  readonly created: string;
  readonly from: string;
  readonly to: string;
  readonly thumbprint: string;
  readonly state: VersionState;
  readonly stateText: string;
  readonly isCurrent: boolean;
  /** Copies the thumbprint. */
  readonly copy?: CopyTarget | undefined;
}

export interface Versions {
  /** True while only the current version is known. */
  readonly isLoading: boolean;
  /** Why the others are missing. */
  readonly problem?: Problem | undefined;
  /** Newest first. */
  readonly rows: readonly VersionRow[];
  /** Absent where there is nothing to draw. */
  readonly chart?: ValidityChart | undefined;
}

export interface DetailsView {
  readonly standing: Standing;
  /** An operation that is under way, and who says to be at work. */
  readonly notices: readonly string[];
  readonly versions: Versions;
  readonly sections: readonly Section[];
  readonly tags: readonly { readonly name: string; readonly value: string }[];
  /** The certificate itself; absent while nothing was issued. */
  readonly pem?: CopyTarget | undefined;
}

/** Names the certificate. */
export interface DetailsSubject {
  readonly directory: string;
  readonly vaultId: string;
  readonly vault: string;
  readonly name: string;
}

export interface DetailsState {
  readonly subject: DetailsSubject;
  readonly isLoading: boolean;
  /** What was loaded last; stays while it is loaded again or could not be. */
  readonly view?: DetailsView | undefined;
  readonly problem?: Problem | undefined;
}

/** What the editor keeps of the page over a reload: which certificate, and how it is looked at. */
export interface KeptDetails {
  readonly subject: DetailsSubject;
  readonly asTable: boolean;
}

/** What the buttons of the page do. */
export const DETAILS_ACTIONS = ['renew', 'open-in-portal', 'refresh', 'show-log'] as const;

export type DetailsAction = (typeof DETAILS_ACTIONS)[number];

export interface DetailsCalls {
  /** Puts something on the clipboard. */
  readonly copy: { readonly ask: { readonly id: string }; readonly answer: null };
  readonly act: { readonly ask: { readonly action: DetailsAction }; readonly answer: null };
  readonly repair: RepairCall;
}

export const DETAILS_CALLS: CallGuards<DetailsCalls> = {
  copy: { ask: isRecord<{ readonly id: string }>({ id: isText }), answer: isNull },
  act: {
    ask: isRecord<{ readonly action: DetailsAction }>({ action: isOneOf(...DETAILS_ACTIONS) }),
    answer: isNull,
  },
  repair: REPAIR_CALL,
};

const isVersionState: Guard<VersionState> = isOneOf(
  'valid',
  'expired',
  'disabled',
  'not-yet',
  'unknown',
);

const isExpiryState: Guard<ExpiryState> = isOneOf(
  'fine',
  'soon',
  'urgent',
  'expired',
  'disabled',
  'pending',
  'unknown',
);

const isPercent: Guard<number> = (value): value is number =>
  typeof value === 'number' && value >= 0 && value <= 100;

const isCopyTarget: Guard<CopyTarget> = isRecord<CopyTarget>({ id: isText, label: isText });

const isSection: Guard<Section> = isRecord<Section>({
  heading: isText,
  note: optional(isText),
  facts: isListOf(
    isRecord<Fact>({
      label: isText,
      values: isListOf(isText),
      isCode: isTruth,
      copy: optional(isCopyTarget),
    }),
  ),
});

const isChart: Guard<ValidityChart> = isRecord<ValidityChart>({
  bars: isListOf(
    isRecord<ChartBar>({
      start: isPercent,
      width: isPercent,
      version: isText,
      state: isVersionState,
      isCurrent: isTruth,
      caption: isText,
      description: isText,
    }),
  ),
  today: isRecord<ValidityChart['today']>({ at: isPercent, label: isText }),
  ticks: isListOf(isRecord<ValidityChart['today']>({ at: isPercent, label: isText })),
  renewal: optional(
    isRecord<NonNullable<ValidityChart['renewal']>>({
      start: isPercent,
      width: isPercent,
      label: isText,
    }),
  ),
  note: optional(isText),
});

const isVersions: Guard<Versions> = isRecord<Versions>({
  isLoading: isTruth,
  problem: optional(isProblem),
  rows: isListOf(
    isRecord<VersionRow>({
      version: isText,
      created: isText,
      from: isText,
      to: isText,
      thumbprint: isText,
      state: isVersionState,
      stateText: isText,
      isCurrent: isTruth,
      copy: optional(isCopyTarget),
    }),
  ),
  chart: optional(isChart),
});

const isSubject: Guard<DetailsSubject> = isRecord<DetailsSubject>({
  directory: isText,
  vaultId: isText,
  vault: isText,
  name: isText,
});

export const isDetailsState: Guard<DetailsState> = isRecord<DetailsState>({
  subject: isSubject,
  isLoading: isTruth,
  view: optional(
    isRecord<DetailsView>({
      standing: isRecord<Standing>({
        state: isExpiryState,
        title: isText,
        sentences: isListOf(isText),
      }),
      notices: isListOf(isText),
      versions: isVersions,
      sections: isListOf(isSection),
      tags: isListOf(
        isRecord<DetailsView['tags'][number]>({
          name: isText,
          value: isText,
        }),
      ),
      pem: optional(isCopyTarget),
    }),
  ),
  problem: optional(isProblem),
});

export const isKeptDetails: Guard<KeptDetails> = isRecord<KeptDetails>({
  subject: isSubject,
  asTable: isTruth,
});
