import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseRetryAfter } from '../../../src/acme/retry-after.ts';

const NOW = Date.parse('1994-11-06T08:49:07Z');
const DAYS_31 = 31 * 24 * 3600 * 1000;

const CASES: readonly [field: string | undefined, ms: number | undefined][] = [
  ['120', 120_000],
  [' 3 ', 3000],
  ['0', 0],
  // The three forms of RFC 9110 §5.6.7, thirty seconds ahead.
  ['Sun, 06 Nov 1994 08:49:37 GMT', 30_000],
  ['Sunday, 06-Nov-94 08:49:37 GMT', 30_000],
  ['Sun Nov  6 08:49:37 1994', 30_000],
  // Past is now; the far future is not believed.
  ['Sun, 06 Nov 1994 08:00:00 GMT', 0],
  ['Sun, 06 Nov 2094 08:00:00 GMT', DAYS_31],
  ['99999999999999999999', DAYS_31],
  // What a lenient date parser would take.
  [undefined, undefined],
  ['', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['1994-11-06T08:49:37Z', undefined],
  ['Sun, 06 Nov 1994 08:49:37', undefined],
  ['Sun, 99 Nov 1994 08:49:37 GMT', undefined],
];

describe('parseRetryAfter', () => {
  for (const [field, ms] of CASES) {
    it(`reads ${JSON.stringify(field)} as ${String(ms)}`, () => {
      assert.equal(parseRetryAfter(field, NOW), ms);
    });
  }

  it('understands what a server writes for any time of the next month', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 31 * 24 * 3600 - 1 }), (seconds) => {
        const field = new Date(NOW + seconds * 1000).toUTCString();
        assert.equal(parseRetryAfter(field, NOW), seconds * 1000);
        assert.equal(parseRetryAfter(String(seconds), NOW), seconds * 1000);
      }),
    );
  });

  it('never answers with anything but a bounded wait', () => {
    fc.assert(
      fc.property(fc.string(), (field) => {
        const ms = parseRetryAfter(field, NOW);
        assert.ok(ms === undefined || (ms >= 0 && ms <= DAYS_31));
      }),
    );
  });
});
