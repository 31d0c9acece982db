import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  formatAttempts,
  nextAttempt,
  parseAttempts,
  withFailure,
  type FailedAttempts,
} from '../../../src/domain/renewal-attempts.ts';

const LAST = new Date('2026-11-23T08:00:00Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const attempts = (change: Partial<FailedAttempts> = {}): FailedAttempts => ({
  count: 1,
  last: LAST,
  code: 'HostTimeout',
  retryAt: undefined,
  ...change,
});

describe('the next attempt', () => {
  const table: readonly [string, Partial<FailedAttempts>, number][] = [
    ['a minute after the first failure', { count: 1 }, MINUTE],
    ['ten minutes after the second', { count: 2 }, 10 * MINUTE],
    ['a hundred minutes after the third', { count: 3 }, 100 * MINUTE],
    ['a day after the fourth', { count: 4 }, DAY],
    ['a day after the fortieth', { count: 40 }, DAY],
    ['when the CA has asked to come back', { retryAt: at(3 * DAY) }, 3 * DAY],
    ['not earlier because the CA allows it', { count: 3, retryAt: at(MINUTE) }, 100 * MINUTE],
    ['after a week, where more is asked for', { retryAt: at(400 * DAY) }, 7 * DAY],
  ];
  for (const [when, change, wait] of table) {
    it(`is made ${when}`, () => {
      assert.deepEqual(nextAttempt(attempts(change)), at(wait));
    });
  }
});

describe('failures on a tag', () => {
  it('are counted', () => {
    const first = withFailure(undefined, { code: 'TxtConflict' }, LAST);
    assert.deepEqual(first, attempts({ code: 'TxtConflict' }));
    const retryAt = at(DAY);
    const second = withFailure(first, { code: 'RateLimited', retryAt }, at(MINUTE));
    assert.deepEqual(second, { count: 2, last: at(MINUTE), code: 'RateLimited', retryAt });
  });

  it('are read as they were written, to the second', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999 }),
        fc.integer({ min: 0, max: 99_999_999_999 }),
        fc.option(fc.integer({ min: 0, max: 99_999_999_999 }), { nil: undefined }),
        (count, last, retry) => {
          const written = attempts({
            count,
            last: new Date(last * 1000),
            retryAt: retry === undefined ? undefined : new Date(retry * 1000),
          });
          assert.deepEqual(parseAttempts(formatAttempts(written)), written);
        },
      ),
    );
  });

  it('fit into a tag', () => {
    const code = 'ForeignPendingOperation';
    const written = formatAttempts(attempts({ count: 999, code, retryAt: at(DAY) }));
    assert.ok(written.length <= 256);
  });

  const foreign = [
    undefined,
    '',
    'failed=0 last=1 code=A',
    'failed=1',
    'failed=1 last=1 code=A retry=',
    'failed=1 last=1 code=A B',
    'failed=1 last=999999999999 code=A',
    'x failed=1 last=1 code=A',
  ];
  for (const value of foreign) {
    it(`are none in ${JSON.stringify(value)}`, () => {
      assert.equal(parseAttempts(value), undefined);
    });
  }
});

function at(ms: number): Date {
  return new Date(LAST.getTime() + ms);
}
