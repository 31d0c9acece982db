/** Where a text stops to be JSON: the messages of `JSON.parse` differ, and many name no place. */

export interface TextPosition {
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
}

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\p{Cc}]|\x7f|[\x80-\x9f]|\\(?:["\\/bfnrt]|u[0-9a-f]{4}))*"/iuy;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** What may come next. */
type Expected = 'value' | 'first-value' | 'name' | 'first-name' | 'separator' | 'end';

/** undefined: the text is JSON. */
export function syntaxErrorIn(text: string): TextPosition | undefined {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = 0;

  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    at += match?.[0].length ?? 0;
    return match !== null;
  };
  const close = (): void => {
    at += 1;
    open.pop();
    expected = open.length === 0 ? 'end' : 'separator';
  };

  for (;;) {
    take(SPACE);
    const next = text[at];
    const inside = open.at(-1);
    if (next === undefined) return expected === 'end' ? undefined : positionOf(text, at);
    const closes = next === (inside === '{' ? '}' : ']');
    if (closes && inside && ['first-value', 'first-name', 'separator'].includes(expected)) {
      close();
    } else if (expected === 'separator' && next === ',') {
      at += 1;
      expected = inside === '{' ? 'name' : 'value';
    } else if (expected === 'name' || expected === 'first-name') {
      if (!take(STRING)) return positionOf(text, at);
      take(SPACE);
      if (text[at] !== ':') return positionOf(text, at);
      at += 1;
      expected = 'value';
    } else if (expected === 'value' || expected === 'first-value') {
      if (next === '{' || next === '[') {
        at += 1;
        open.push(next);
        expected = next === '{' ? 'first-name' : 'first-value';
      } else if (take(STRING) || take(SCALAR)) {
        expected = open.length === 0 ? 'end' : 'separator';
      } else {
        return positionOf(text, at);
      }
    } else {
      return positionOf(text, at);
    }
  }
}

function positionOf(text: string, at: number): TextPosition {
  const lines = text.slice(0, at).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
