import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isHostMessage, isPageMessage, isProblem } from '../../../src/webview/protocol.ts';

const PROBLEM = { message: 'No.', remedies: [{ text: 'Do.' }], cancelled: false };

describe('isPageMessage', () => {
  const good: readonly unknown[] = [
    { type: 'ready' },
    { type: 'call', id: 1, name: 'submit', ask: { any: ['thing'] } },
    { type: 'call', id: 1, name: 'submit' },
    { type: 'cancel', id: 7 },
    { type: 'ready', more: 'of a later version' },
  ];
  for (const message of good) {
    it(`takes ${JSON.stringify(message)}`, () => {
      assert.equal(isPageMessage(message), true);
    });
  }

  const bad: readonly unknown[] = [
    undefined,
    null,
    'ready',
    ['ready'],
    {},
    { type: 'READY' },
    { type: 'call', name: 'submit' },
    { type: 'call', id: '1', name: 'submit' },
    { type: 'call', id: 1.5, name: 'submit' },
    { type: 'call', id: Number.NaN, name: 'submit' },
    { type: 'call', id: 1, name: {} },
    { type: 'cancel' },
    Object.create({ type: 'ready' }),
  ];
  for (const message of bad) {
    it(`refuses ${JSON.stringify(message)}`, () => {
      assert.equal(isPageMessage(message), false);
    });
  }
});

describe('isHostMessage', () => {
  const good: readonly unknown[] = [
    { type: 'start', bundle: { Create: 'Anlegen' }, state: {} },
    { type: 'change', members: { name: null }, gone: ['failure'] },
    { type: 'answer', id: 1, value: 2 },
    { type: 'answer', id: 1 },
    { type: 'refusal', id: 1, problem: PROBLEM },
  ];
  for (const message of good) {
    it(`takes ${JSON.stringify(message)}`, () => {
      assert.equal(isHostMessage(message), true);
    });
  }

  const bad: readonly unknown[] = [
    { type: 'start', state: {} },
    { type: 'start', bundle: { Create: 1 }, state: {} },
    { type: 'change', members: [], gone: [] },
    { type: 'change', members: {} },
    { type: 'answer', value: 2 },
    { type: 'refusal', id: 1 },
    { type: 'refusal', id: 1, problem: { ...PROBLEM, remedies: 'none' } },
    { type: 'ready' },
  ];
  for (const message of bad) {
    it(`refuses ${JSON.stringify(message)}`, () => {
      assert.equal(isHostMessage(message), false);
    });
  }
});

describe('hostile messages', () => {
  it('never make a guard throw', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withSparseArray: true }), (anything) => {
        for (const guard of [isPageMessage, isHostMessage, isProblem]) {
          assert.equal(typeof guard(anything), 'boolean');
        }
      }),
    );
  });

  it('are refused where one member of a good one is something else', () => {
    const call = { type: 'call', id: 1, name: 'submit' };
    fc.assert(
      fc.property(fc.constantFrom('type', 'id', 'name'), fc.anything(), (member, value) => {
        fc.pre(typeof value !== (member === 'id' ? 'number' : 'string'));
        assert.equal(isPageMessage({ ...call, [member]: value }), false);
      }),
    );
  });
});
