/**
 * X.500 names as text: RFC 4514 and what Windows makes of it (`X500DistinguishedName`), which Key
 * Vault speaks. Both are read; what is written is read alike by both: quotation marks where a value
 * needs them, doubled inside, and no backslash, which is an ordinary character to Windows.
 */
import type { X500Fault } from './policy-problem.ts';

/** `type` in upper case as it was written (`CN`, `S`, `ST`), or `OID.1.2.3`. */
export interface NameAttribute {
  readonly type: string;
  readonly value: string;
}

/** Attributes of one level: more than one are joined by `+`. */
export type RelativeName = readonly NameAttribute[];

/** In the order of the text; empty: a name without parts. */
export type X500Name = readonly RelativeName[];

export type ReadName =
  { readonly name: X500Name } | { readonly fault: X500Fault; readonly at: number };

/** Those that Windows knows by name (`CertStrToName`), and the two that RFC 4514 names besides. */
const TYPES: ReadonlySet<string> = new Set([
  ...['CN', 'C', 'DC', 'E', 'EMAIL', 'G', 'GN', 'I', 'L', 'O', 'OU', 'S', 'SERIALNUMBER', 'SN'],
  ...['ST', 'STREET', 'T', 'TITLE', 'UID'],
]);

const TYPE = /(?:oid\.)?(\d+(?:\.\d+)+)|([a-z][a-z0-9-]*)/iy;
const SPACE = /\s*/y;
const QUOTED = /"((?:[^"]|"")*)"/y;
const PLAIN = /[^\\",;+]+/y;
const HEX_PAIRS = /(?:\\[0-9a-f]{2})+/iy;
const ESCAPED = /\\([ "#+,;<=>\\])/y;
const BINARY = /#/y;
const STRAY = /[\\"]/y;

/** What Windows puts quotation marks around, and the backslash, which others take for an escape. */
const NEEDS_QUOTES = /^\s|[,+="<>#;\\]|\s$/;

/** The position of a fault counts characters from 1. */
export function readX500Name(text: string): ReadName {
  const name: NameAttribute[][] = [[]];
  let at = 0;

  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(text) ?? undefined;
    at += match?.[0].length ?? 0;
    return match;
  };
  const failed = (fault: X500Fault, where = at): ReadName => ({ fault, at: where + 1 });

  take(SPACE);
  if (at === text.length) return { name: [] };
  for (;;) {
    take(SPACE);
    const begun = at;
    const [, oid, word] = take(TYPE) ?? [];
    const type = word?.toUpperCase() ?? (oid === undefined ? undefined : `OID.${oid}`);
    if (type === undefined) return failed('type');
    const isKnown = word === undefined || TYPES.has(type);
    take(SPACE);
    if (text[at] !== '=') return isKnown ? failed('equals') : failed('type', begun);
    if (!isKnown) return failed('unknown-type', begun);
    at += 1;
    take(SPACE);
    const from = at;
    const value = text[at] === '"' ? quotedValue(take) : plainValue(take);
    if (typeof value !== 'string') return failed(value.fault, at - value.back);
    if (value.trim() === '') return failed('empty-value', from);
    if (/\p{Cc}/u.test(value)) return failed('control-character', from);
    name.at(-1)?.push({ type, value });
    take(SPACE);
    if (at === text.length) return { name };
    const separator = text[at] ?? '';
    if (!',;+'.includes(separator)) return failed('after-quote');
    if (separator !== '+') name.push([]);
    at += 1;
  }
}

/** `CN=example.com, O="Example, Inc." + OU=Web`; empty for the empty name. */
export function formatX500Name(name: X500Name): string {
  return name
    .map((attributes) =>
      attributes.map(({ type, value }) => `${type}=${quotedIfNeeded(value)}`).join(' + '),
    )
    .join(', ');
}

/**
 * A subject as Key Vault understands it: as it is, unless it has escapes, which Windows does not
 * know. What is no X.500 name stays as it is.
 */
export function vaultSubject(text: string): string {
  const read = text.includes('\\') ? readX500Name(text) : undefined;
  return read && 'name' in read ? formatX500Name(read.name) : text.trim();
}

/** `back`: how many characters before the next one the fault is. */
type Value = string | { readonly fault: X500Fault; readonly back: number };

type Take = (pattern: RegExp) => RegExpExecArray | undefined;

function quotedValue(take: Take): Value {
  const inside = take(QUOTED)?.[1];
  return inside === undefined ? { fault: 'quote', back: 0 } : inside.replaceAll('""', '"');
}

/** White space at the end belongs to the value only where it is escaped. */
function plainValue(take: Take): Value {
  let value = '';
  let kept = 0;
  if (take(BINARY)) return { fault: 'binary', back: 1 };
  for (;;) {
    const plain = take(PLAIN)?.[0];
    if (plain !== undefined) {
      value += plain;
      continue;
    }
    const bytes = take(HEX_PAIRS)?.[0];
    const escaped = bytes === undefined ? take(ESCAPED)?.[1] : utf8Of(bytes);
    if (bytes !== undefined && escaped === undefined)
      return { fault: 'escape', back: bytes.length };
    if (escaped === undefined) break;
    value += escaped;
    kept = value.length;
  }
  const next = take(STRAY)?.[0];
  if (next !== undefined) return { fault: next === '"' ? 'quote' : 'escape', back: 1 };
  return value.slice(0, kept) + value.slice(kept).trimEnd();
}

/** Of `\C3\A4`; undefined: the bytes are no UTF-8. */
function utf8Of(pairs: string): string | undefined {
  const bytes = pairs
    .slice(1)
    .split('\\')
    .map((pair) => Number.parseInt(pair, 16));
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(new Uint8Array(bytes));
  } catch {
    return undefined;
  }
}

function quotedIfNeeded(value: string): string {
  return NEEDS_QUOTES.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
