import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settingValue } from '../../../src/vscode/setting-value.ts';

describe('the value of a setting', () => {
  const cases: readonly (readonly [
    name: string,
    value: unknown,
    fallback: unknown,
    is: unknown,
  ])[] = [
    ['what is set', 14, 30, 14],
    ['the default where nothing is set', undefined, 30, 30],
    ['the default for a number as text', '14', 30, 30],
    ['the default for what is no number', Number.NaN, 30, 30],
    ['the default for null', null, true, true],
    ['false where that is set', false, true, false],
    ['a list of texts', ['1.1.1.1'], [], ['1.1.1.1']],
    ['the default for a text in place of a list', '1.1.1.1', [], []],
    ['the default for a list of something else', [53], [], []],
  ];
  for (const [name, value, fallback, is] of cases) {
    it(`is ${name}`, () => {
      assert.deepEqual(settingValue(value, fallback), is);
    });
  }
});
