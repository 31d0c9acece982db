import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RequestSlots } from '../../../src/acme/request-slots.ts';
import { isCertError } from '../../../src/domain/errors.ts';

const turn = () => new Promise<void>(setImmediate);

describe('RequestSlots', () => {
  it('runs so many at a time and all in the end, whatever becomes of them', async () => {
    const slots = new RequestSlots(3);
    let running = 0;
    let most = 0;
    const task = async (index: number) => {
      most = Math.max(most, ++running);
      await turn();
      running -= 1;
      if (index % 2 === 0) throw new Error('failed');
      return index;
    };
    const tasks = Array.from({ length: 10 }, (_, index) => slots.run(() => task(index)));
    const outcomes = await Promise.allSettled(tasks);
    assert.equal(most, 3);
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 5);
    assert.equal(await slots.run(() => Promise.resolve('free again')), 'free again');
  });

  it('serves nobody who has cancelled', async () => {
    const slots = new RequestSlots(1);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const first = slots.run(() => promise);
    const controller = new AbortController();
    const second = slots.run(() => Promise.reject(new Error('must not run')), controller.signal);
    const third = slots.run(() => Promise.resolve('third'));
    controller.abort();
    await assert.rejects(second, (error) => isCertError(error, 'Cancelled'));
    resolve(undefined);
    await first;
    assert.equal(await third, 'third');
  });
});
