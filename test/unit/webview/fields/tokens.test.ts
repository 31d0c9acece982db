import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { hasSeparator, splitWords, withWords } from '../../../../src/webview/fields/tokens.ts';

describe('splitWords', () => {
  const table: readonly [string, boolean, readonly string[], string][] = [
    ['', false, [], ''],
    ['a.exam', false, [], 'a.exam'],
    ['a.example ', false, ['a.example'], ''],
    ['a.example,', false, ['a.example'], ''],
    ['a.example, b.ex', false, ['a.example'], 'b.ex'],
    ['a.example b.example', true, ['a.example', 'b.example'], ''],
    [' a;b\n\tc\r\nd ,, ', true, ['a', 'b', 'c', 'd'], ''],
    ['  ', true, [], ''],
  ];
  for (const [text, isEnded, words, rest] of table) {
    it(`makes ${JSON.stringify(words)} of ${JSON.stringify(text)}`, () => {
      assert.deepEqual(splitWords(text, isEnded), { words, rest });
    });
  }

  it('loses nothing but separators', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { words, rest } = splitWords(text, false);
        assert.equal([...words, rest].join(''), text.replaceAll(/[\s,;]/g, ''));
        assert.equal([...words, rest].some(hasSeparator), false);
      }),
    );
  });
});

describe('withWords', () => {
  it('adds what is new behind what is there', () => {
    const lower = (word: string): string => word.toLowerCase();
    assert.deepEqual(withWords(['A', 'b'], ['B', 'c', 'C', 'a'], lower), ['A', 'b', 'c']);
  });
});
