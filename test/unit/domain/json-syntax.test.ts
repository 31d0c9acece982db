import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { syntaxErrorIn } from '../../../src/domain/json-syntax.ts';

describe('syntaxErrorIn', () => {
  const wrong: readonly (readonly [string, number, number])[] = [
    ['', 1, 1],
    ['{', 1, 2],
    ['{a}', 1, 2],
    ['{"a":1,}', 1, 8],
    ['{"a":\n tru}', 2, 2],
    ['{"a" 1}', 1, 6],
    ['{"a":1}x', 1, 8],
    ['[1 2]', 1, 4],
    ['[1,]', 1, 4],
    ['[1}', 1, 3],
    ["{'a':1}", 1, 2],
    ['{\n  "a": 01\n}', 2, 9],
    ['"\t"', 1, 1],
    ['// no\n{}', 1, 1],
    ['}', 1, 1],
  ];
  for (const [text, line, column] of wrong) {
    it(`finds the place in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(syntaxErrorIn(text), { line, column });
    });
  }

  it('finds nothing in JSON, however deep', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 2), (text, indent) => {
        const formatted = JSON.stringify(JSON.parse(text), undefined, indent);
        assert.equal(syntaxErrorIn(formatted), undefined);
      }),
    );
    assert.equal(syntaxErrorIn('['.repeat(50_000) + ']'.repeat(50_000)), undefined);
  });

  it('is of one opinion with the parser', () => {
    const part = fc.constantFrom(
      ...['{', '}', '[', ']', ':', ',', '"', '\\', ' ', '\n', '0', '1', '9', '.', '-', '+', 'e'],
      ...['E', 'u', 't', 'true', 'null', '"a"', '\\u00e9', '\u007f'],
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
        (text) => {
          assert.equal(syntaxErrorIn(text) === undefined, isJson(text), text);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
