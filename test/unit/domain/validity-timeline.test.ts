import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  validityTimeline,
  versionState,
  type TimelineVersion,
  type VersionState,
} from '../../../src/domain/validity-timeline.ts';

const DAY = 86_400_000;
const NOW = new Date('2026-11-22T12:00:00Z');
const inDays = (days: number): Date => new Date(NOW.getTime() + days * DAY);

function version(name: string, from: number, to: number, enabled = true): TimelineVersion {
  return { version: name, enabled, notBefore: inDays(from), notAfter: inDays(to) };
}

/** Three versions, renewed every 60 days. */
const RENEWED = [version('c', -10, 80), version('b', -70, 20), version('a', -130, -40)] as const;

function timelineOf(versions: readonly TimelineVersion[], renewFrom?: Date) {
  const timeline = validityTimeline(versions, { now: NOW, renewFrom });
  assert.ok(timeline);
  return timeline;
}

describe('versionState', () => {
  const table: readonly [string, TimelineVersion, VersionState][] = [
    ['within its time', version('a', -1, 1), 'valid'],
    ['from its first moment', version('a', 0, 1), 'valid'],
    ['before its time', version('a', 1, 2), 'not-yet'],
    ['at its end', version('a', -1, 0), 'expired'],
    ['switched off', version('a', -1, 1, false), 'disabled'],
    ['switched off and over', version('a', -2, -1, false), 'expired'],
    ['without an end', { ...version('a', -1, 1), notAfter: undefined }, 'unknown'],
    [
      'switched off, without an end',
      { ...version('a', -1, 1, false), notAfter: undefined },
      'disabled',
    ],
    ['with an end that is no date', { ...version('a', -1, 1), notAfter: new Date('x') }, 'unknown'],
    ['without a beginning', { ...version('a', -1, 1), notBefore: undefined }, 'valid'],
  ];
  for (const [when, it_, state] of table) {
    it(`is ${state} ${when}`, () => {
      assert.equal(versionState(it_, NOW), state);
    });
  }
});

describe('validityTimeline', () => {
  it('draws each version where it lies, the order kept', () => {
    const { bars, today, renewal, hidden } = timelineOf(RENEWED, inDays(50));
    // 210 days and a margin of 3 % at each end: a day is 100 / 222.6 percent.
    assert.deepEqual(bars, [
      { version: 'c', state: 'valid', start: 56.74, width: 40.43 },
      { version: 'b', state: 'valid', start: 29.78, width: 40.43 },
      { version: 'a', state: 'expired', start: 2.83, width: 40.43 },
    ]);
    assert.equal(today, 61.23);
    assert.deepEqual(renewal, { start: 83.69, width: 13.48 });
    assert.equal(hidden, 0);
  });

  it('has ticks that say no more than they have to', () => {
    const labels = (days: number) =>
      timelineOf([version('a', 0, days)]).ticks.map(({ label }) => label);
    assert.deepEqual(labels(6), ['2026-11-25', '2026-11-27']);
    assert.deepEqual(labels(90), ['2026-12', '2027-01', '2027-02']);
    assert.deepEqual(labels(398), ['2027-01', '2027-07']);
    assert.deepEqual(labels(3650), ['2030', '2035']);
  });

  it('shows the newest eight and counts the rest', () => {
    const versions = Array.from({ length: 30 }, (_, age) =>
      version(String(age), -age * 60, 90 - age * 60),
    );
    const { bars, hidden } = timelineOf(versions);
    assert.deepEqual(
      bars.map((bar) => bar.version),
      ['0', '1', '2', '3', '4', '5', '6', '7'],
    );
    assert.equal(hidden, 22);
  });

  it('leaves out versions whose dates cannot be drawn', () => {
    const { bars, hidden } = timelineOf([
      { ...version('no end', -1, 1), notAfter: undefined },
      { ...version('no beginning', -1, 1), notBefore: undefined },
      { ...version('no date', -1, 1), notBefore: new Date(Number.NaN) },
      { ...version('before all years', -1, 1), notBefore: new Date(-8e15) },
      version('backwards', 1, -1),
      version('good', -1, 1),
    ]);
    assert.deepEqual(
      bars.map((bar) => bar.version),
      ['good'],
    );
    assert.equal(hidden, 5);
  });

  it('is nothing where nothing can be drawn', () => {
    const nothing = { now: NOW, renewFrom: undefined };
    assert.equal(validityTimeline([], nothing), undefined);
    assert.equal(
      validityTimeline([{ ...version('a', -1, 1), notAfter: undefined }], nothing),
      undefined,
    );
  });

  it('has no renewal of a version that is not the current one', () => {
    const current = { ...version('d', -1, 1), notAfter: undefined };
    assert.equal(timelineOf([current, ...RENEWED], inDays(50)).renewal, undefined);
  });

  it('begins the renewal with the version where it is due at once, and has none after the end', () => {
    const { bars, renewal } = timelineOf([version('a', 0, 10)], inDays(-5));
    assert.deepEqual(renewal, { start: bars[0]?.start, width: bars[0]?.width });
    assert.equal(timelineOf([version('a', 0, 10)], inDays(10)).renewal, undefined);
  });
});

describe('every timeline', () => {
  const year = (number: number): Date => new Date(`${String(number).padStart(4, '0')}-06-01Z`);
  const moment = fc.date({ min: year(1950), max: year(9999), noInvalidDate: true });
  const anyVersion = fc.record({
    version: fc.uuid(),
    enabled: fc.boolean(),
    notBefore: fc.option(moment, { nil: undefined }),
    notAfter: fc.option(moment, { nil: undefined }),
  });
  const anyTimeline = fc.tuple(
    fc.array(anyVersion, { maxLength: 12 }),
    fc.date({ min: year(2026), max: year(2060), noInvalidDate: true }),
    fc.option(moment, { nil: undefined }),
  );
  const holds = (
    check: (
      timeline: NonNullable<ReturnType<typeof validityTimeline>>,
      versions: readonly TimelineVersion[],
    ) => void,
  ) => {
    fc.assert(
      fc.property(anyTimeline, ([versions, now, renewFrom]) => {
        const timeline = validityTimeline(versions, { now, renewFrom });
        if (timeline) check(timeline, versions);
      }),
      { numRuns: 300 },
    );
  };

  it('stays within the chart', () => {
    holds(({ bars, today, renewal, ticks }) => {
      for (const { start, width } of [...bars, ...(renewal ? [renewal] : [])]) {
        assert.ok(start >= 0 && start + width <= 100.01, `${start} + ${width}`);
        assert.ok(width >= 0.8, `${width} can be seen`);
      }
      assert.ok(today >= 0 && today <= 100);
      assert.ok(ticks.every(({ at }) => at >= 11 && at <= 89));
    });
  });

  it('keeps the order of beginnings', () => {
    holds(({ bars }, versions) => {
      const beginning = (name: string, start: number): [number, number] => {
        const found = versions.find((each) => each.version === name);
        return [found?.notBefore?.getTime() ?? 0, start];
      };
      const byTime = bars
        .filter(({ width }) => width > 0.8)
        .map((bar) => beginning(bar.version, bar.start))
        .toSorted(([a], [b]) => a - b);
      assert.deepEqual(
        byTime.map(([, start]) => start),
        byTime.map(([, start]) => start).toSorted((a, b) => a - b),
      );
    });
  });

  it('accounts for each version, as a bar or as hidden', () => {
    holds(({ bars, hidden }, versions) => {
      assert.equal(bars.length + hidden, versions.length);
      assert.ok(bars.length <= 8);
    });
  });

  it('has few ticks, in order and apart from each other, each said once', () => {
    holds(({ ticks }) => {
      assert.ok(ticks.length <= 5);
      assert.equal(new Set(ticks.map(({ label }) => label)).size, ticks.length);
      for (const [index, { at }] of ticks.entries()) {
        const before = ticks[index - 1];
        if (before) assert.ok(at - before.at > 20, `${before.at} and ${at}`);
      }
    });
  });

  it('has a renewal that ends with the current version', () => {
    holds(({ bars, renewal }, versions) => {
      if (!renewal) return;
      assert.equal(bars[0]?.version, versions[0]?.version);
      const end = (bars[0]?.start ?? 0) + (bars[0]?.width ?? 0);
      assert.ok(Math.abs(renewal.start + renewal.width - end) < 0.03);
    });
  });
});
