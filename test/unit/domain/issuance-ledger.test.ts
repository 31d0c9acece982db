import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HistoryEntry } from '../../../src/domain/history.ts';
import {
  hasKnownLimits,
  issuedByCa,
  spentLimits,
  type PlacedOrder,
} from '../../../src/domain/issuance-ledger.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const HOUR = 3_600_000;
/** Hours in which one more certificate becomes possible: five in a week. */
const PACE = 33.6;
const NAMES = ['example.com', '*.example.com'];

const placed = (hoursAgo: number, dnsNames: readonly string[] = NAMES): PlacedOrder => ({
  at: new Date(NOW - hoursAgo * HOUR).toISOString(),
  dnsNames,
});
const inHours = (hours: number): string => new Date(NOW + hours * HOUR).toISOString();

describe('the limit for one exact set of names', () => {
  for (const [what, hoursAgo, freeIn] of [
    ['four at once', [0, 0, 0, 0], undefined],
    ['five at once', [0, 0, 0, 0, 0], PACE],
    [
      'six at once, as renewals that are outside of limits count, too',
      [0, 0, 0, 0, 0, 0],
      2 * PACE,
    ],
    ['five at once an hour ago', [1, 1, 1, 1, 1], PACE - 1],
    ['five at once when the next has just become possible', Array(5).fill(PACE), undefined],
    ['that next one taken', [...Array<number>(5).fill(PACE), 0], PACE],
    ['one a day for five days: two have come back meanwhile', [96, 72, 48, 24, 0], undefined],
    ['five a week ago and four today', [...Array<number>(5).fill(168), 0, 0, 0, 0], undefined],
  ] as const) {
    it(`after ${what}: ${freeIn === undefined ? 'has room' : `in ${freeIn} hours`}`, () => {
      const orders = hoursAgo.map((hours: number) => placed(hours)).toReversed();
      const [spent] = spentLimits(orders, NAMES.toReversed(), NOW);
      assert.equal(
        spent?.kind === 'exact-set' ? spent.freeAt : undefined,
        freeIn === undefined ? undefined : inHours(freeIn),
      );
    });
  }

  it('tells how many there were in seven days', () => {
    const orders = [placed(169), ...[3, 2, 1, 0, 0].map((hours) => placed(hours))];
    assert.deepEqual(spentLimits(orders, NAMES, NOW), [
      { kind: 'exact-set', issued: 5, limit: 5, freeAt: inHours(PACE - 3) },
    ]);
  });

  it('does not count what is for other names', () => {
    const orders = [...[0, 0, 0, 0].map((hours) => placed(hours)), placed(0, ['example.com'])];
    assert.deepEqual(spentLimits(orders, NAMES, NOW), []);
  });
});

describe('the limit for a registered domain', () => {
  const below = (count: number, domain: string): readonly PlacedOrder[] =>
    Array.from({ length: count }, (_, index) => placed(0, [`n${index}.${domain}`]));

  it('counts whatever is below it', () => {
    assert.deepEqual(spentLimits(below(50, 'example.com'), ['x.example.com'], NOW), [
      { kind: 'domain', domain: 'example.com', issued: 50, limit: 50 },
    ]);
    assert.deepEqual(spentLimits(below(49, 'example.com'), ['x.example.com'], NOW), []);
    assert.deepEqual(spentLimits(below(50, 'a.co.uk'), ['b.co.uk'], NOW), []);
  });
});

describe('what a CA has issued', () => {
  const entry: HistoryEntry = {
    ...{ at: inHours(-1), id: '0123456789abcdef', kind: 'create', outcome: 'done' },
    ...{ vault: 'contoso', name: 'www', dnsNames: NAMES, ca: 'letsencrypt' },
    ...{ version: undefined, thumbprint: undefined, notAfter: undefined, profile: undefined },
    ...{ account: undefined, by: undefined, user: undefined, occasion: undefined },
    errorCode: undefined,
  };
  for (const [what, change, counts] of [
    ['a creation', {}, true],
    ['a renewal', { kind: 'renew' }, true],
    ['from another CA', { ca: 'letsencrypt-staging' }, false],
    ['a failure', { outcome: 'failed' }, false],
    ['no issuance', { kind: 'revoke' }, false],
  ] as const) {
    it(`${what}: ${counts ? 'counts' : 'does not count'}`, () => {
      assert.equal(issuedByCa([{ ...entry, ...change }], 'letsencrypt').length, counts ? 1 : 0);
    });
  }

  it('has limits that are known here where it is the one that publishes them', () => {
    assert.ok(hasKnownLimits({ id: 'letsencrypt' }));
    assert.ok(!hasKnownLimits({ id: 'letsencrypt-staging' }));
  });
});
