import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { systemClock } from '../../../src/app/system-clock.ts';

const REASON = new Error('cancelled by hand');
const LONG = 2 ** 30;

describe('the system clock', () => {
  it('sleeps, and tells the time in milliseconds', async () => {
    const before = Date.now();
    await systemClock.sleep(1);
    assert.ok(systemClock.now() >= before);
  });

  it("rejects with the signal's reason when it is aborted while asleep", async () => {
    const controller = new AbortController();
    const asleep = systemClock.sleep(LONG, controller.signal);
    controller.abort(REASON);
    await assert.rejects(asleep, (error) => error === REASON);
  });

  it('does not fall asleep when the signal was aborted before', async () => {
    const asleep = systemClock.sleep(LONG, AbortSignal.abort(REASON));
    await assert.rejects(asleep, (error) => error === REASON);
  });
});
