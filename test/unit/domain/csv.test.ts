import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { csvLine } from '../../../src/domain/csv.ts';

/** RFC 4180, the other way round. */
function parse(line: string): readonly string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < line.length - 2; at++) {
    const character = line.charAt(at);
    if (character === '"' && isQuoted && line.charAt(at + 1) === '"') {
      cell += '"';
      at++;
    } else if (character === '"') {
      isQuoted = !isQuoted;
    } else if (character === ',' && !isQuoted) {
      cells.push(cell);
      cell = '';
    } else {
      cell += character;
    }
  }
  return [...cells, cell];
}

describe('csvLine', () => {
  const cells: readonly [string, string][] = [
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['+cmd', "'+cmd"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['a=b', 'a=b'],
    ['*.example.com', '*.example.com'],
  ];
  for (const [text, cell] of cells) {
    it(`writes ${JSON.stringify(text)}`, () => {
      assert.equal(csvLine([text, 'x']), `${cell},x\r\n`);
    });
  }

  it('is read back as it was, but for the apostrophe that makes a formula text', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (row) => {
        const read = parse(csvLine(row));
        assert.equal(read.length, row.length);
        for (const [index, cell] of read.entries()) {
          assert.ok(cell === row[index] || cell === `'${row[index] ?? ''}`, JSON.stringify(cell));
          assert.doesNotMatch(cell, /^[\s]*[=+\-@]/);
        }
      }),
    );
  });
});
