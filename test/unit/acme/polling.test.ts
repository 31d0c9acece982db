import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { poll, pollDelay } from '../../../src/acme/polling.ts';
import { CertError, isCertError } from '../../../src/domain/errors.ts';
import { SkippingClock } from './test-clock.ts';

const DELAYS: readonly [looks: number, retryAfterMs: number | undefined, delay: number][] = [
  [0, undefined, 500],
  [1, undefined, 800],
  [3, undefined, 2048],
  [5, undefined, 5000],
  [50, undefined, 5000],
  [0, 3000, 3000],
  [9, 1000, 1000],
  [0, 0, 500],
  [0, 20_000, 20_000],
  // ZeroSSL's day.
  [0, 86_400_000, 500],
];

describe('pollDelay', () => {
  for (const [looks, retryAfterMs, delay] of DELAYS) {
    it(`is ${delay} ms after ${looks} looks, asked for ${String(retryAfterMs)}`, () => {
      assert.equal(Math.round(pollDelay(looks, retryAfterMs)), delay);
    });
  }

  it('begins with what the caller says', () => {
    assert.deepEqual(
      [0, 1, 50].map((looks) => pollDelay(looks, undefined, 250)),
      [250, 400, 5000],
    );
    assert.equal(pollDelay(0, 0, 250), 250);
  });
});

describe('poll', () => {
  function plan(clock: SkippingClock, seen: string[], retryAfter: string[] = []) {
    return {
      clock,
      limitMs: 10_000,
      waitingFor: 'a test',
      look: () => {
        const field = retryAfter.shift();
        const headers: Record<string, string> = field === undefined ? {} : { 'retry-after': field };
        const answer = { url: 'https://ca.example/', status: 200, headers, body: '' };
        return Promise.resolve({ value: seen.shift() ?? 'pending', answer });
      },
      settled: (value: string) => value !== 'pending',
      expired: (last: string, seconds: number) =>
        new CertError('CaTimeout', { ca: last, waitedFor: { kind: 'order' }, seconds }),
    };
  }

  it('looks at once', async () => {
    const clock = new SkippingClock();
    assert.equal(await poll(plan(clock, ['valid'])), 'valid');
    assert.deepEqual(clock.slept, []);
  });

  it('waits as the CA says, else ever longer', async () => {
    const clock = new SkippingClock();
    const seen = ['pending', 'pending', 'pending', 'valid'];
    assert.equal(await poll(plan(clock, seen, ['3', '1'])), 'valid');
    assert.deepEqual(clock.slept.map(Math.round), [3000, 1000, 1280]);
  });

  it('keeps the deadline, with a last look at its end', async () => {
    const clock = new SkippingClock();
    await assert.rejects(
      poll(plan(clock, [], ['9', '9', '9'])),
      (error) =>
        isCertError(error, 'CaTimeout') &&
        error.facts.ca === 'pending' &&
        error.facts.seconds === 10,
    );
    assert.deepEqual(clock.slept, [9000, 1000]);
  });

  it('looks on after an hour in which the machine slept', async () => {
    const clock = new SkippingClock();
    clock.lidClosedIn = 1;
    const seen = ['pending', 'pending', 'valid'];
    assert.equal(await poll({ ...plan(clock, seen), limitMs: 60_000 }), 'valid');
  });
});
