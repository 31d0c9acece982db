import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { awaitAll, sideBySide } from '../../../src/app/await-all.ts';

describe('awaitAll', () => {
  it('gives all results in their order', async () => {
    assert.deepEqual(await awaitAll([Promise.resolve(1), Promise.resolve('two')]), [1, 'two']);
  });

  it('rejects with the first failure, and only when nothing is under way any more', async () => {
    const slow = Promise.withResolvers<undefined>();
    let settled = false;
    const all = awaitAll([Promise.reject(new Error('fast')), slow.promise]).finally(() => {
      settled = true;
    });
    const outcome = assert.rejects(all, /fast/);
    await new Promise(setImmediate);
    assert.equal(settled, false);
    slow.resolve(undefined);
    await outcome;
  });
});

describe('sideBySide', () => {
  it('keeps the order of the items, whichever ends first', async () => {
    const gates = [0, 1, 2].map(() => Promise.withResolvers<undefined>());
    const all = sideBySide(['a', 'b', 'c'], 3, async (item) => {
      await gates[item.charCodeAt(0) - 97]?.promise;
      return item.toUpperCase();
    });
    for (const gate of gates.toReversed()) gate.resolve(undefined);
    assert.deepEqual(await all, ['A', 'B', 'C']);
  });

  it('never works on more than `width` at the same time, and on all in the end', async () => {
    let now = 0;
    let most = 0;
    const done = await sideBySide([...Array(10).keys()], 3, async (item) => {
      most = Math.max(most, (now += 1));
      await new Promise(setImmediate);
      now -= 1;
      return item;
    });
    assert.equal(most, 3);
    assert.deepEqual(done, [...Array(10).keys()]);
  });

  it('has nothing to do without items', async () => {
    assert.deepEqual(await sideBySide([], 3, () => assert.fail()), []);
  });
});
