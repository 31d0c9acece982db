import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { madeOnce } from '../../../src/vscode/made-once.ts';

describe('what is made once', () => {
  it('is made with the first use, for all', async () => {
    let count = 0;
    const get = madeOnce(() => Promise.resolve({ count: (count += 1) }));
    assert.equal(count, 0);
    assert.equal(await get(), await get());
    assert.equal(count, 1);
  });

  it('is made again where it could not be made', async () => {
    let count = 0;
    const get = madeOnce(() => {
      count += 1;
      return count === 1 ? Promise.reject(new Error('out of reach')) : Promise.resolve(count);
    });
    const first = [get(), get()];
    for (const each of first) await assert.rejects(each, /out of reach/);
    assert.equal(await get(), 2);
    assert.equal(await get(), 2);
  });
});
