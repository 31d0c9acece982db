import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { joinTxtStrings, splitTxtValue } from '../../../src/azure/txt-strings.ts';

it('cuts a value into strings of at most 255 bytes and loses nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 900 }), (value) => {
      const strings = splitTxtValue(value);
      assert.equal(joinTxtStrings(strings), value);
      for (const one of strings) assert.ok(Buffer.byteLength(one) <= 255);
    }),
  );
});

it('cuts as late as it can', () => {
  assert.deepEqual(
    splitTxtValue('x'.repeat(511)).map(({ length }) => length),
    [255, 255, 1],
  );
  assert.deepEqual(splitTxtValue('x'.repeat(255)).length, 1);
  assert.deepEqual(splitTxtValue(''), ['']);
});
