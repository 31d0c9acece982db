import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { spentLimits } from '../../../src/domain/issuance-ledger.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const DAY = 86_400_000;
const CA = 'letsencrypt';
const NAMES = ['example.com', '*.example.com'];

type Issued = Parameters<typeof spentLimits>[0][number];

function issued(daysAgo: number, change: Partial<Issued> = {}): Issued {
  return {
    at: new Date(NOW - daysAgo * DAY).toISOString(),
    kind: 'create',
    outcome: 'done',
    dnsNames: NAMES,
    ca: CA,
    ...change,
  };
}

describe('limits of a CA', () => {
  it('for one exact set of names are told with the time at which one counts no longer', () => {
    const history = [1, 2, 3, 4, 6].map((days) => issued(days));
    assert.deepEqual(spentLimits(history, CA, NAMES.toReversed(), NOW), [
      { kind: 'exact-set', issued: 5, limit: 5, freeAt: '2026-11-24T12:00:00.000Z' },
    ]);
  });

  for (const [what, fifth] of [
    ['a week old', issued(7)],
    ['for other names', issued(5, { dnsNames: ['example.com'] })],
    ['from another CA', issued(5, { ca: 'letsencrypt-staging' })],
    ['a failure', issued(5, { outcome: 'failed' })],
    ['no issuance', issued(5, { kind: 'revoke' })],
  ] as const) {
    it(`are not spent where the fifth is ${what}`, () => {
      const history = [...[1, 2, 3, 4].map((days) => issued(days)), fifth];
      assert.deepEqual(spentLimits(history, CA, NAMES, NOW), []);
    });
  }

  it('for a registered domain count whatever is below it', () => {
    const below = (count: number, domain: string): readonly Issued[] =>
      Array.from({ length: count }, (_, index) => issued(1, { dnsNames: [`n${index}.${domain}`] }));
    assert.deepEqual(spentLimits(below(50, 'example.com'), CA, ['x.example.com'], NOW), [
      { kind: 'domain', domain: 'example.com', issued: 50, limit: 50 },
    ]);
    assert.deepEqual(spentLimits(below(49, 'example.com'), CA, ['x.example.com'], NOW), []);
    assert.deepEqual(spentLimits(below(50, 'a.co.uk'), CA, ['b.co.uk'], NOW), []);
  });
});
