import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HttpRequest } from '../../../src/acme/http.ts';
import { paced } from '../../../src/acme/request-rates.ts';
import { SkippingClock } from './test-clock.ts';

const PRODUCTION = 'acme-v02.api.letsencrypt.org';
const STAGING = 'acme-staging-v02.api.letsencrypt.org';

/** How long so many requests to a path take in all, in ms. */
async function timeOf(caHost: string, path: string, count: number): Promise<number> {
  const clock = new SkippingClock();
  const asked: HttpRequest[] = [];
  const exchange = paced(
    (request) => {
      asked.push(request);
      return Promise.resolve({ url: request.url, status: 200, headers: {}, body: '' });
    },
    caHost,
    clock,
  );
  const start = clock.now();
  const url = `https://${caHost}${path}`;
  for (let request = 0; request < count; request++) await exchange({ method: 'POST', url });
  assert.equal(asked.length, count);
  return clock.now() - start;
}

describe('the rate at which a CA is asked', () => {
  const times: readonly [string, string, number, number][] = [
    [PRODUCTION, '/acme/new-nonce', 30, 1000],
    [PRODUCTION, '/acme/new-acct', 20, 1000],
    [PRODUCTION, '/acme/new-order', 500, 1020],
    [PRODUCTION, '/acme/order/1/2', 375, 1000],
    [STAGING, '/acme/new-order', 60, 1000],
    [STAGING, '/acme/authz/1/2', 40, 1000],
    [STAGING, '/acme/new-nonce', 30, 1000],
    [STAGING, '/directory', 80, 1000],
  ];
  for (const [host, path, count, ms] of times) {
    it(`is that of ${host} for ${path}`, async () => {
      const took = await timeOf(host, path, count);
      // A wait is a whole number of milliseconds.
      assert.ok(took >= ms * 0.98 && took <= ms * 1.25, String(took));
    });
  }

  it('is kept for each kind of resource by itself', async () => {
    const clock = new SkippingClock();
    const answer = { status: 200, headers: {}, body: '' };
    const exchange = paced(({ url }) => Promise.resolve({ url, ...answer }), STAGING, clock);
    const ask = (path: string) => exchange({ method: 'POST', url: `https://${STAGING}${path}` });
    for (let request = 0; request < 20; request++) await ask('/acme/authz/1/2');
    await ask('/acme/new-order');
    assert.deepEqual(clock.slept, []);
    await ask('/acme/order/1/2');
    assert.deepEqual(clock.slept, [50]);
  });

  it('is nobody else’s', async () => {
    assert.equal(await timeOf('ca.example', '/acme/new-nonce', 1000), 0);
  });
});
