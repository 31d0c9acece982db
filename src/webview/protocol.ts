/**
 * How a page in a webview and the extension's host talk. The page says `ready`; the host answers
 * with `start`, a whole state, and from then on pushes what has changed of it. What the page wants to
 * know or to have done is a call with an id, to which exactly one answer comes back, unless the page
 * has cancelled it.
 * Both ends look at every message before they believe it.
 */
import {
  isAnything,
  isEither,
  isListOf,
  isOneOf,
  isRecord,
  isRecordOf,
  isText,
  isTruth,
  isWhole,
  optional,
  type Guard,
} from '../domain/shape.ts';

/** What a page can ask for, by name: an ask and the answer to it, both as JSON. */
export type Calls<C> = {
  readonly [K in keyof C]: { readonly ask: unknown; readonly answer: unknown };
};

/** The guards of both sides of every call. */
export type CallGuards<C extends Calls<C>> = {
  readonly [K in keyof C]: {
    readonly ask: Guard<C[K]['ask']>;
    readonly answer: Guard<C[K]['answer']>;
  };
};

/** From the page to the host. */
export type PageMessage =
  | { readonly type: 'ready' }
  | {
      readonly type: 'call';
      /** Chosen by the page; not used twice by one load of it. */
      readonly id: number;
      readonly name: string;
      /** Checked by the guard of the call. */
      readonly ask?: unknown;
    }
  | { readonly type: 'cancel'; readonly id: number };

/** From the host to the page. */
export type HostMessage =
  | {
      readonly type: 'start';
      /** The translations, as `vscode.l10n.bundle` has them; empty for English. */
      readonly bundle: Readonly<Record<string, string>>;
      readonly state: unknown;
    }
  | {
      readonly type: 'change';
      /** Of the state, with their new values. */
      readonly members: Readonly<Record<string, unknown>>;
      /** Names of members that are there no longer. */
      readonly gone: readonly string[];
    }
  | { readonly type: 'answer'; readonly id: number; readonly value?: unknown }
  | { readonly type: 'refusal'; readonly id: number; readonly problem: Problem };

/** What a person is told about an error, ready to be shown. */
export interface Problem {
  readonly message: string;
  readonly remedies: readonly ProblemRemedy[];
  /** True where the person has cancelled: nothing has to be said. */
  readonly cancelled: boolean;
}

export interface ProblemRemedy {
  readonly text: string;
  /** A command line to copy. */
  readonly command?: string | undefined;
  /** A button that does it; `token` goes back to the host as it is, with the call `repair`. */
  readonly button?: { readonly label: string; readonly token: string } | undefined;
}

/** The call that every page with problems has: press the button of a remedy. */
export interface RepairCall {
  readonly ask: { readonly token: string };
  readonly answer: null;
}

export const isNull: Guard<null> = (value) => value === null;

export const REPAIR_CALL: CallGuards<{ repair: RepairCall }>['repair'] = {
  ask: isRecord<RepairCall['ask']>({ token: isText }),
  answer: isNull,
};

export const isProblem: Guard<Problem> = isRecord<Problem>({
  message: isText,
  remedies: isListOf(
    isRecord<ProblemRemedy>({
      text: isText,
      command: optional(isText),
      button: optional(
        isRecord<{ readonly label: string; readonly token: string }>({
          label: isText,
          token: isText,
        }),
      ),
    }),
  ),
  cancelled: isTruth,
});

type OfType<M, T> = Extract<M, { readonly type: T }>;

export const isPageMessage: Guard<PageMessage> = isEither(
  isRecord<OfType<PageMessage, 'ready'>>({ type: isOneOf('ready') }),
  isEither(
    isRecord<OfType<PageMessage, 'call'>>({
      type: isOneOf('call'),
      id: isWhole,
      name: isText,
      ask: isAnything,
    }),
    isRecord<OfType<PageMessage, 'cancel'>>({ type: isOneOf('cancel'), id: isWhole }),
  ),
);

export const isHostMessage: Guard<HostMessage> = isEither(
  isEither(
    isRecord<OfType<HostMessage, 'start'>>({
      type: isOneOf('start'),
      bundle: isRecordOf(isText),
      state: isAnything,
    }),
    isRecord<OfType<HostMessage, 'change'>>({
      type: isOneOf('change'),
      members: isRecordOf(isAnything),
      gone: isListOf(isText),
    }),
  ),
  isEither(
    isRecord<OfType<HostMessage, 'answer'>>({
      type: isOneOf('answer'),
      id: isWhole,
      value: isAnything,
    }),
    isRecord<OfType<HostMessage, 'refusal'>>({
      type: isOneOf('refusal'),
      id: isWhole,
      problem: isProblem,
    }),
  ),
);
