import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  DEFAULT_THRESHOLDS,
  expiresWithin,
  expiryInWords,
  expiryReason,
  expiryState,
  soonFrom,
  type ExpiryState,
  type ExpiryThresholds,
} from '../../../src/domain/expiry.ts';
import { english } from '../../../src/domain/translate.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;
const NOW = new Date('2026-11-22T12:00:00Z');
const inMs = (ms: number): Date => new Date(NOW.getTime() + ms);

function certificate(lifetimeDays: number | undefined, leftDays: number) {
  const notAfter = inMs(leftDays * DAY);
  const notBefore =
    lifetimeDays === undefined ? undefined : new Date(notAfter.getTime() - lifetimeDays * DAY);
  return { enabled: true, thumbprint: 'ab', notBefore, notAfter };
}

describe('expiryState', () => {
  /** Days of lifetime, days left, state. */
  const table: readonly [number | undefined, number, ExpiryState][] = [
    [6, 6, 'fine'],
    [6, 3.01, 'fine'],
    [6, 3, 'soon'],
    [6, 1.21, 'soon'],
    [6, 1.2, 'urgent'],
    [9.9, 4.95, 'soon'],
    [9.9, 1.98, 'urgent'],
    [10, 3.31, 'fine'],
    [10, 3.3, 'soon'],
    [10, 1, 'urgent'],
    [47, 15.52, 'fine'],
    [47, 15.51, 'soon'],
    [47, 4.71, 'soon'],
    [47, 4.7, 'urgent'],
    [90, 29.8, 'fine'],
    [90, 29.7, 'soon'],
    [90, 7.1, 'soon'],
    [90, 7, 'urgent'],
    [398, 30.1, 'fine'],
    [398, 30, 'soon'],
    [398, 7.1, 'soon'],
    [398, 7, 'urgent'],
    [398, 0.001, 'urgent'],
    [398, 0, 'expired'],
    [398, -1, 'expired'],
    [undefined, 30.1, 'fine'],
    [undefined, 30, 'soon'],
    [undefined, 7.1, 'soon'],
    [undefined, 7, 'urgent'],
    [undefined, 0, 'expired'],
  ];
  for (const [lifetime, left, state] of table) {
    it(`is ${state} with ${left} of ${lifetime ?? 'unknown'} days left`, () => {
      assert.equal(expiryState(certificate(lifetime, left), NOW), state);
    });
  }

  /** Settings, days of lifetime, days left, state. */
  const chosen: readonly [Partial<ExpiryThresholds>, number, number, ExpiryState][] = [
    [{ soonDays: 60 }, 398, 60, 'soon'],
    [{ soonDays: 60 }, 90, 40, 'fine'],
    [{ soonDays: 60, soonPercent: 50 }, 90, 40, 'soon'],
    [{ soonDays: 2 }, 6, 2.5, 'fine'],
    [{ urgentDays: 1 }, 6, 1.1, 'soon'],
    [{ soonPercent: 60 }, 6, 3.6, 'soon'],
    [{ urgentDays: 14, urgentPercent: 20 }, 398, 14, 'urgent'],
    [{ soonDays: 0, soonPercent: 0, urgentDays: 0, urgentPercent: 0 }, 6, 0.1, 'fine'],
  ];
  for (const [settings, lifetime, left, state] of chosen) {
    it(`is ${state} with ${left} of ${lifetime} days left under ${JSON.stringify(settings)}`, () => {
      const thresholds = { ...DEFAULT_THRESHOLDS, ...settings };
      assert.equal(expiryState(certificate(lifetime, left), NOW, thresholds), state);
    });
  }

  it('never becomes less pressing as time goes by', () => {
    const order: readonly ExpiryState[] = ['fine', 'soon', 'urgent', 'expired'];
    for (const lifetime of [6, 9.9, 10, 47, 90, 398]) {
      const states = Array.from({ length: 101 }, (_, percent) =>
        expiryState(certificate(lifetime, lifetime * (1 - percent / 100)), NOW),
      );
      assert.deepEqual(
        states,
        states.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)),
      );
      assert.deepEqual(new Set(states), new Set(order));
    }
  });

  it('is disabled while it could still be used, expired when it could not', () => {
    assert.equal(expiryState({ ...certificate(90, 1), enabled: false }, NOW), 'disabled');
    assert.equal(expiryState({ ...certificate(90, -1), enabled: false }, NOW), 'expired');
  });

  it('is pending without a certificate and unknown without an end', () => {
    const nothing = { notBefore: undefined, notAfter: undefined };
    const pending = { enabled: false, thumbprint: undefined, ...nothing };
    assert.equal(expiryState(pending, NOW), 'pending');
    assert.equal(expiryState({ enabled: true, thumbprint: 'ab', ...nothing }, NOW), 'unknown');
  });
});

describe('soonFrom', () => {
  for (const lifetime of [6, 47, 90, 398, undefined]) {
    it(`is the moment at which a certificate of ${lifetime ?? 'unknown'} days is soon`, () => {
      const end = certificate(lifetime, lifetime ?? 200);
      const moment = soonFrom(end);
      assert.ok(moment);
      assert.equal(expiryState(end, moment), 'soon');
      assert.equal(expiryState(end, new Date(moment.getTime() - 1)), 'fine');
    });
  }

  it('is unknown without an end', () => {
    assert.equal(soonFrom({ notBefore: NOW, notAfter: undefined }), undefined);
  });
});

describe('expiryInWords', () => {
  const table: readonly [number, string][] = [
    [398 * DAY, 'in 398 days'],
    [2 * DAY, 'in 2 days'],
    [2 * DAY - 1, 'in 47 hours'],
    [36 * HOUR, 'in 36 hours'],
    [2 * HOUR - 1, 'in 1 hour'],
    [HOUR, 'in 1 hour'],
    [HOUR - 1, 'in 59 minutes'],
    [MINUTE, 'in 1 minute'],
    [MINUTE - 1, 'in 0 minutes'],
    [0, '0 minutes ago'],
    [-MINUTE, '1 minute ago'],
    [-5 * HOUR, '5 hours ago'],
    [-12.9 * DAY, '12 days ago'],
  ];
  for (const [ms, words] of table) {
    it(`says "${words}"`, () => {
      assert.equal(expiryInWords(inMs(ms), NOW, english), words);
    });
  }
});

describe('expiresWithin', () => {
  it('counts the last moment and what has ended, and nothing without an end', () => {
    assert.equal(expiresWithin(inMs(30 * DAY), 30, NOW), true);
    assert.equal(expiresWithin(inMs(30 * DAY + 1), 30, NOW), false);
    assert.equal(expiresWithin(inMs(-DAY), 0, NOW), true);
    assert.equal(expiresWithin(inMs(DAY), 0, NOW), false);
    assert.equal(expiresWithin(undefined, 99_999, NOW), false);
  });
});

describe('the reason', () => {
  /** Days of lifetime, days left, settings; the sentence. */
  const table: readonly [number | undefined, number, Partial<ExpiryThresholds>, string][] = [
    [398, 29.5, {}, 'It expires on 2026-12-22, in 29 days: at most 30 days are left.'],
    [398, 5, {}, 'It expires on 2026-11-27, in 5 days: at most 7 days are left.'],
    [398, 1, { urgentDays: 1 }, 'It expires on 2026-11-23, in 24 hours: at most 1 day is left.'],
    [
      47,
      12,
      {},
      'It expires on 2026-12-04, in 12 days: of its 47 days of lifetime at most 33 % are left.',
    ],
    [
      6,
      1,
      {},
      'It expires on 2026-11-23, in 24 hours: of its 6 days of lifetime at most 20 % are left.',
    ],
    [undefined, 20, {}, 'It expires on 2026-12-12, in 20 days: at most 30 days are left.'],
    [90, -2, {}, 'It expired on 2026-11-20, 2 days ago.'],
    [90, 60, {}, 'It expires on 2027-01-21, in 60 days; its renewal is due from 2026-12-22.'],
  ];
  for (const [lifetime, left, settings, sentence] of table) {
    it(`is "${sentence}"`, () => {
      const thresholds = { ...DEFAULT_THRESHOLDS, ...settings };
      assert.equal(expiryReason(certificate(lifetime, left), NOW, thresholds, english), sentence);
    });
  }

  it('says what is the matter with the others', () => {
    const say = (change: object): string =>
      expiryReason({ ...certificate(90, 60), ...change }, NOW, DEFAULT_THRESHOLDS, english);
    assert.equal(say({ enabled: false }), 'It is disabled, and expires on 2027-01-21, in 60 days.');
    assert.equal(say({ thumbprint: undefined }), 'It was not issued yet.');
    assert.equal(say({ notAfter: undefined }), 'Key Vault tells no expiry date.');
  });
});
