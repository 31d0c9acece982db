import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { excerptOf, oneLine } from '../../../src/acme/foreign-text.ts';

describe('oneLine', () => {
  it('leaves no character that moves a cursor, hides or reorders text', () => {
    assert.equal(oneLine('a\u001b[31mb\r\n\tc\u202ed\u2028e', 100), 'a [31mb c d e');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 50 }), (text, limit) => {
        const line = oneLine(text, limit);
        assert.doesNotMatch(line, /[\p{Cc}\p{Cf}]/u);
        assert.ok(line.length <= limit);
      }),
    );
  });

  it('shows that it has cut', () => {
    assert.equal(oneLine('abcdef', 4), 'abc…');
    assert.equal(oneLine('abcd', 4), 'abcd');
  });
});

describe('excerptOf', () => {
  it('takes the words of a page and not its markup', () => {
    const page =
      '<html><style>p{}</style><script>x<y</script><h1>503</h1>\n<p>Back soon</p></html>';
    assert.equal(excerptOf(page), '503 Back soon');
  });

  it('leaves other text as it is', () => {
    assert.equal(excerptOf('{"a": "<b>"}'), '{"a": "<b>"}');
  });

  it('looks at the beginning of a long body only', () => {
    assert.equal(excerptOf('<script'.repeat(200_000)).length <= 200, true);
  });
});
