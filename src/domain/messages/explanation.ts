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
  | { readonly kind: 'operations' }
  | { readonly kind: 'open-setting'; readonly setting: RepairSetting };

/** Settings of ours and of the editor that can be what is wrong. */
export type RepairSetting =
  | 'kvcert.dns.servers'
  | 'http.proxy'
  | 'http.noProxy'
  | 'http.systemCertificates'
  | 'remote.extensionKind';

/** `a, b and c`. */
export function listOf(items: readonly string[], conjunction = 'and'): string {
  if (items.length <= 1) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${conjunction} ${items.at(-1) ?? ''}`;
}

/** Ends what others have written, often without a full stop or not at all, as a sentence ends. */
export function ended(text: string): string {
  const rest = text.replace(/[\s:]+$/, '');
  return /[.!?…]["')\]]?$/.test(rest) ? rest : `${rest}.`;
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
