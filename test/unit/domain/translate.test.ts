import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { english, translatorOf } from '../../../src/domain/translate.ts';

describe('english', () => {
  const table: readonly [string, (string | number)[], string][] = [
    ['No placeholder.', ['a'], 'No placeholder.'],
    ['{0} of {1}', [1, 'two'], '1 of two'],
    ['{1} before {0}', ['b', 'a'], 'a before b'],
    ['{0}, {0} and {0}', ['x'], 'x, x and x'],
    ['{0} and {1}', ['only one'], 'only one and {1}'],
    ['{0}', [''], ''],
    ['{0}', [0], '0'],
    ['{10}', Array.from({ length: 11 }, (_, index) => index), '10'],
    ['{name} {} {-1} {0 }', ['x'], '{name} {} {-1} {0 }'],
    ['{{0}}', ['x'], '{x}'],
    ['{0} {1}', ['{1}', '$& $1'], '{1} $& $1'],
  ];
  for (const [message, args, said] of table) {
    it(`says ${JSON.stringify(said)} for ${JSON.stringify(message)}`, () => {
      assert.equal(english(message, ...args), said);
    });
  }

  it('leaves any message without numbered placeholders as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string()), (message, args) => {
        fc.pre(!/\{\d+\}/.test(message));
        assert.equal(english(message, ...args), message);
      }),
    );
  });

  it('puts each argument where its placeholder stands, whatever it contains', () => {
    const text = fc.string({ unit: fc.constantFrom('{', '}', '0', '1', '$', '&', 'a', '\\') });
    fc.assert(
      fc.property(text, text, (first, second) => {
        assert.equal(english('<{0}|{1}>', first, second), `<${first}|${second}>`);
      }),
    );
  });
});

describe('translatorOf', () => {
  const german = translatorOf({ '{0} of {1} names': '{0} von {1} Namen' });

  it('says what the bundle says, with the same arguments', () => {
    assert.equal(german('{0} of {1} names', 2, 3), '2 von 3 Namen');
  });

  it('says in English what the bundle does not hold', () => {
    assert.equal(german('{0} more', 2), '2 more');
    assert.equal(translatorOf(undefined)('{0} of {1} names', 2, 3), '2 of 3 names');
  });

  it('takes nothing from what every object has', () => {
    assert.equal(german('constructor'), 'constructor');
    assert.equal(german('toString'), 'toString');
  });
});
