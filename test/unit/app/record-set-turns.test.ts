import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RecordSetTurns } from '../../../src/app/record-set-turns.ts';
import { systemClock } from '../../../src/app/system-clock.ts';
import { SkippingClock } from '../acme/test-clock.ts';

const { signal } = new AbortController();

describe('turns at a record set', () => {
  it('come one after the other, also after one that has failed', async () => {
    const turns = new RecordSetTurns(systemClock);
    const told: string[] = [];
    const work = (name: string, fails = false) =>
      turns.take('a', signal, async () => {
        told.push(`${name} begins`);
        await Promise.resolve();
        told.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      });
    const ended = await Promise.allSettled([work('one'), work('two', true), work('three')]);
    assert.deepEqual(
      ended.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    const inOrder = ['one', 'two', 'three'].flatMap((name) => [`${name} begins`, `${name} ends`]);
    assert.deepEqual(told, inOrder);
  });

  it('do not wait for those at another set', async () => {
    const turns = new RecordSetTurns(systemClock);
    void turns.take('a', signal, () => new Promise(() => undefined));
    assert.equal(await turns.take('b', signal, () => Promise.resolve('done')), 'done');
  });

  it('come after ten seconds where somebody hangs', async () => {
    const clock = new SkippingClock();
    const turns = new RecordSetTurns(clock);
    void turns.take('a', signal, () => new Promise(() => undefined));
    assert.equal(await turns.take('a', signal, () => Promise.resolve('done')), 'done');
    assert.deepEqual(clock.slept, [10_000]);
  });

  it('are given up by who is cancelled while he waits', async () => {
    const turns = new RecordSetTurns(systemClock);
    void turns.take('a', signal, () => new Promise(() => undefined));
    const cancel = new AbortController();
    const waiting = turns.take('a', cancel.signal, () => Promise.resolve('done'));
    const reason = new Error('cancelled by hand');
    cancel.abort(reason);
    await assert.rejects(waiting, reason);
  });
});
