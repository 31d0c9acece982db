import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AwakeTime } from '../../../src/domain/awake-time.ts';

/** What has elapsed after each of these steps of the calendar, in milliseconds. */
function elapsedAfter(...steps: readonly number[]): readonly number[] {
  let now = Date.parse('2026-06-01T00:00:00Z');
  const time = new AwakeTime({ now: () => now }, STEP);
  return steps.map((step) => {
    now += step;
    return time.elapsed();
  });
}

const HOUR = 3_600_000;
const STEP = 20_000;

describe('awake time', () => {
  const rows: readonly [string, readonly number[], readonly number[]][] = [
    ['adds up what passes', [0, 500, 750], [0, 500, 1250]],
    ['counts a closed laptop as one step', [1000, HOUR], [1000, 1000 + STEP]],
    ['counts on after it', [HOUR, 1000], [STEP, STEP + 1000]],
    ['comes to an end even if every step is long', [HOUR, HOUR], [STEP, 2 * STEP]],
    ['is not moved by a clock that is set back', [1000, -HOUR, 1000], [1000, 1000, 2000]],
  ];
  for (const [what, steps, expected] of rows) {
    it(what, () => {
      assert.deepEqual(elapsedAfter(...steps), expected);
    });
  }
});
