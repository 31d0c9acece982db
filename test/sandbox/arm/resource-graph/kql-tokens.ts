import { parserFailure } from './kql-error.ts';

export interface Token {
  readonly kind: 'name' | 'string' | 'number' | 'symbol' | 'end';
  /** A string's value without its quotes; else as it stands in the query. */
  readonly text: string;
  readonly offset: number;
}

const PATTERNS = [
  ['space', /(?:\s+|\/\/[^\n]*)+/y],
  ['string', /@?'(?:[^'\\\n]|\\.)*'|@?"(?:[^"\\\n]|\\.)*"/y],
  ['number', /\d+(?:\.\d+)?/y],
  // `in~`, `!in`, `!contains`: operators that are spelled with letters.
  ['name', /!?[A-Za-z_]\w*(?:-[a-z]+)*~?/y],
  ['symbol', /==|=~|!=|!~|<=|>=|[^\s\w'"]/y],
] as const;

/** @throws KqlError `ParserFailure` at the first character that begins no token */
export function tokenize(query: string): readonly Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < query.length) {
    const [kind, text] = next(query, offset);
    if (kind !== 'space') {
      tokens.push({ kind, text: kind === 'string' ? unquoted(text) : text, offset });
    }
    offset += text.length;
  }
  return [...tokens, { kind: 'end', text: '<EOF>', offset }];
}

function next(query: string, offset: number): readonly [Token['kind'] | 'space', string] {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = offset;
    const text = pattern.exec(query)?.[0];
    if (text !== undefined) return [kind, text];
  }
  throw parserFailure(query, offset, query.charAt(offset));
}

/** `@'…'` is verbatim; otherwise a backslash escapes the next character. */
function unquoted(literal: string): string {
  if (literal.startsWith('@')) return literal.slice(2, -1);
  return literal.slice(1, -1).replaceAll(/\\(.)/g, '$1');
}
