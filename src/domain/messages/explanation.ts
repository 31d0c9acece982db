/** What the sentences of the catalogue are made of. */
import type { ErrorCode, ErrorFacts } from '../errors.ts';
import type { Translate } from '../translate.ts';

/** What a person is told about an error. */
export interface Explanation {
  /** One or two sentences: what happened, to which thing. No full stop is left out. */
  readonly message: string;
  readonly remedies: readonly Remedy[];
}

/** Something that can be done about it. */
export interface Remedy {
  readonly text: string;
  /** A command line to copy, quoted for POSIX shells. */
  readonly command?: string;
  /** What an editor can do about it with one gesture. */
  readonly action?: RepairAction;
}

/** Closed: every shell with gestures knows how to carry each of them out. */
export type RepairAction =
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'choose-subscriptions' }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'show-certificate'; readonly vault: string; readonly name: string }
  | { readonly kind: 'renew'; readonly vault: string; readonly name: string }
  /** A deleted certificate is to come back, or to be forgotten. */
  | { readonly kind: 'recover' | 'purge'; readonly vault: string; readonly name: string }
  /** What is pending for a certificate, and what can be done with it. */
  | { readonly kind: 'pending'; readonly vault: string; readonly name: string }
  | { readonly kind: 'operations' }
  /** `ca`: id in the catalogue or directory URL; absent where only the CA's name is known. */
  | { readonly kind: 'make-account'; readonly ca?: string }
  | { readonly kind: 'open-setting'; readonly setting: RepairSetting };

/** Settings of ours and of the editor that can be what is wrong. */
export type RepairSetting =
  | 'kvcert.ca.rootsFile'
  | 'kvcert.dns.servers'
  | 'kvcert.dns.dohServers'
  | 'kvcert.dns.zones'
  | 'kvcert.dns.propagationWait'
  | 'http.proxy'
  | 'http.noProxy'
  | 'http.systemCertificates'
  | 'remote.extensionKind';

/** Where an explanation is read. */
export type Reader = 'editor' | 'command-line';

/** An explanation as the catalogue holds it: for every reader at once. */
export interface Entry {
  readonly message: string;
  readonly remedies: readonly (Remedy & {
    /** Of no use elsewhere: an option, a variable, a setting. */
    readonly only?: Reader;
  })[];
}

export type Entries<Code extends ErrorCode> = {
  readonly [C in Code]: (facts: ErrorFacts[C], t: Translate) => Entry;
};

/** What of an entry is for one reader. Commands of our own are no help in an editor. */
export function readBy(reader: Reader, { message, remedies }: Entry): Explanation {
  const own = remedies.filter(({ only }) => only === undefined || only === reader);
  return {
    message,
    remedies: own.map(({ text, command, action }) => {
      const isOffered =
        command !== undefined && (reader === 'command-line' || !command.startsWith('kvcert '));
      return {
        text,
        ...(isOffered ? { command } : {}),
        ...(action && reader === 'editor' ? { action } : {}),
      };
    }),
  };
}

/** `a, b and c`, or `a, b or c`. */
export function listOf(
  items: readonly string[],
  t: Translate,
  conjunction: 'and' | 'or' = 'and',
): string {
  const last = items.at(-1) ?? '';
  const [first, ...others] = items.slice(0, -1);
  if (first === undefined) return last;
  const before = others.reduce((list, item) => t('{0}, {1}', list, item), first);
  return conjunction === 'and' ? t('{0} and {1}', before, last) : t('{0} or {1}', before, last);
}

/**
 * A sentence that quotes what others have written, ended as a sentence ends. They write with or
 * without a full stop, or nothing at all: then `silent` says the same without it.
 */
export function quoting(
  foreign: string,
  quote: (said: string) => string,
  silent: () => string,
): string {
  const said = ended(foreign);
  return said === '' ? silent() : quote(said);
}

/** Status and code of a refusal; proxies and gateways send none but the status. */
export function answer(status: number, serviceCode: string): string {
  return serviceCode === '' ? String(status) : `${String(status)} ${serviceCode}`;
}

/** Ends what others have written; empty where they have written nothing. */
export function ended(foreign: string): string {
  const rest = foreign.replace(/[\s:]+$/, '');
  return rest === '' || /[.!?…]["')\]]?$/.test(rest) ? rest : `${rest}.`;
}

/** Quotes one argument for a POSIX shell; text from outside never reaches a shell unquoted. */
export function quoted(argument: string): string {
  return /^[\w./:@=-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}

/** `2026-11-22 15:04 UTC` from an ISO 8601 string; anything else as it came. */
export function utc(iso: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(iso)
    ? `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
    : iso;
}
