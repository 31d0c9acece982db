import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TokenBucket } from '../../../src/acme/token-bucket.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import { SkippingClock, StandingClock } from './test-clock.ts';

const WAITING = 'waiting for a turn';

describe('TokenBucket', () => {
  it('lets a burst through at once, and then one after the other', async () => {
    const clock = new SkippingClock();
    const bucket = new TokenBucket({ perSecond: 20, burst: 3 }, clock);
    for (let request = 0; request < 6; request++) await bucket.take(undefined, WAITING);
    assert.deepEqual(clock.slept, [50, 50, 50]);
  });

  it('never lets more through than the rate and the burst allow', async () => {
    const clock = new SkippingClock();
    const start = clock.now();
    const bucket = new TokenBucket({ perSecond: 250, burst: 125 }, clock);
    for (let request = 0; request < 1125; request++) await bucket.take(undefined, WAITING);
    assert.equal(clock.now() - start, 4000);
  });

  it('has those that come together wait each for its own turn', async () => {
    const clock = new StandingClock();
    const slept: number[] = [];
    const noting = {
      now: () => clock.now(),
      sleep: (ms: number, signal?: AbortSignal) => {
        slept.push(ms);
        return clock.sleep(ms, signal);
      },
    };
    const bucket = new TokenBucket({ perSecond: 10, burst: 1 }, noting);
    const all = Array.from({ length: 4 }, () => bucket.take(undefined, WAITING));
    assert.deepEqual(slept, [100, 200, 300]);
    clock.ring();
    await Promise.all(all);
  });

  it('fills up to a burst in a rest, and no further', async () => {
    const clock = new SkippingClock();
    const bucket = new TokenBucket({ perSecond: 10, burst: 2 }, clock);
    for (let request = 0; request < 3; request++) await bucket.take(undefined, WAITING);
    clock.closeLid();
    clock.slept.length = 0;
    for (let request = 0; request < 3; request++) await bucket.take(undefined, WAITING);
    assert.deepEqual(clock.slept, [100]);
  });

  it('gives the turn of whoever has cancelled to the next one', async () => {
    const clock = new StandingClock();
    const slept: number[] = [];
    const noting = {
      now: () => clock.now(),
      sleep: (ms: number, signal?: AbortSignal) => {
        slept.push(ms);
        return clock.sleep(ms, signal);
      },
    };
    const bucket = new TokenBucket({ perSecond: 10, burst: 1 }, noting);
    await bucket.take(undefined, WAITING);
    const controller = new AbortController();
    const cancelled = bucket.take(controller.signal, WAITING);
    controller.abort();
    await assert.rejects(cancelled, (error) => isCertError(error, 'Cancelled'));
    const next = bucket.take(undefined, WAITING);
    assert.deepEqual(slept, [100, 100]);
    clock.ring();
    await next;
  });
});
