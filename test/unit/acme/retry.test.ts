import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HttpAnswer } from '../../../src/acme/http.ts';
import { type Outcome, retryDelay, withRetries } from '../../../src/acme/retry.ts';
import { CertError, isCertError } from '../../../src/domain/errors.ts';
import { MIDDLE, SILENT, SkippingClock } from './test-clock.ts';

const URL = 'https://ca.example/order';
const FIRST = { retries: 0, elapsedMs: 0, now: 0, fraction: 0.5 };

function answer(status: number, retryAfter?: string): HttpAnswer {
  const headers: Record<string, string> = retryAfter ? { 'retry-after': retryAfter } : {};
  return { url: URL, status, headers, body: '' };
}

const unreachable = new CertError('HostUnreachable', { host: 'ca.example', reason: 'reset' });
const timeout = new CertError('HostTimeout', { host: 'ca.example', seconds: 30 });
const untrusted = new CertError('TlsUntrusted', { host: 'ca.example', reason: 'self-signed' });
const refused = new CertError('ProxyRefused', { proxy: '', host: 'ca.example', status: 403 });
const cancelled = new CertError('Cancelled', { during: 'x' });

const CASES: readonly [name: string, outcome: Outcome, state: object, delay: number | undefined][] =
  [
    ['success', { answer: answer(200) }, {}, undefined],
    ['a refusal', { answer: answer(400) }, {}, undefined],
    ['a fault of the server', { answer: answer(500) }, {}, 500],
    ['the second fault', { answer: answer(503) }, { retries: 1 }, 1000],
    ['the third fault', { answer: answer(503) }, { retries: 2 }, 2000],
    ['the last fault', { answer: answer(503) }, { retries: 3 }, undefined],
    ['the least jitter', { answer: answer(500) }, { fraction: 0 }, 375],
    ['more jitter', { answer: answer(500) }, { fraction: 0.75 }, 562.5],
    ['a limit without a time', { answer: answer(429) }, {}, 500],
    ['a short limit', { answer: answer(429, '20') }, {}, 20_000],
    ['a limit that is over', { answer: answer(429, '0') }, {}, 500],
    ['a long limit', { answer: answer(429, '21') }, {}, undefined],
    ['a long maintenance', { answer: answer(503, '3600') }, {}, undefined],
    ['a fault late in the budget', { answer: answer(503, '20') }, { elapsedMs: 40_001 }, undefined],
    ['a broken connection', { error: unreachable }, {}, 500],
    ['a time-out', { error: timeout }, {}, 500],
    ['two time-outs', { error: timeout }, { retries: 1, elapsedMs: 60_500 }, undefined],
    ['an untrusted certificate', { error: untrusted }, {}, undefined],
    ['a proxy that refuses', { error: refused }, {}, undefined],
    ['a cancellation', { error: cancelled }, {}, undefined],
    ['a defect of ours', { error: new TypeError('x') }, {}, undefined],
  ];

describe('retryDelay', () => {
  for (const [name, outcome, state, delay] of CASES) {
    it(`${delay === undefined ? 'lets stand' : 'waits after'} ${name}`, () => {
      assert.equal(retryDelay(outcome, { ...FIRST, ...state }), delay);
    });
  }
});

describe('withRetries', () => {
  function attempts(...outcomes: (HttpAnswer | Error)[]) {
    return {
      left: outcomes,
      attempt: () => {
        const next = outcomes.shift();
        if (!next) throw new Error('one attempt too many');
        return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
      },
    };
  }

  it('tries again until the answer stands', async () => {
    const clock = new SkippingClock();
    const tools = { clock, random: MIDDLE, log: SILENT };
    const { attempt, left } = attempts(answer(503), unreachable, answer(429, '7'), answer(200));
    assert.equal((await withRetries(tools, URL, attempt)).status, 200);
    assert.deepEqual(clock.slept, [500, 1000, 7000]);
    assert.equal(left.length, 0);
  });

  it('tries again after an hour in which the machine slept', async () => {
    const clock = new SkippingClock();
    clock.lidClosedIn = 1;
    const { attempt } = attempts(unreachable, unreachable, answer(200));
    const tools = { clock, random: MIDDLE, log: SILENT };
    assert.equal((await withRetries(tools, URL, attempt)).status, 200);
  });

  it('ends with what came last', async () => {
    const tools = { clock: new SkippingClock(), random: MIDDLE, log: SILENT };
    const { attempt } = attempts(answer(503), answer(503), answer(503), unreachable);
    await assert.rejects(withRetries(tools, URL, attempt), unreachable);
  });

  it('stops at a cancellation while it waits', async () => {
    const controller = new AbortController();
    const clock = new SkippingClock();
    const sleep = clock.sleep.bind(clock);
    clock.sleep = (ms, signal) => {
      controller.abort();
      return sleep(ms, signal);
    };
    const { attempt, left } = attempts(answer(503), answer(200));
    const tools = { clock, random: MIDDLE, log: SILENT };
    await assert.rejects(withRetries(tools, URL, attempt, controller.signal), (error) =>
      isCertError(error, 'Cancelled'),
    );
    assert.equal(left.length, 1);
  });
});
