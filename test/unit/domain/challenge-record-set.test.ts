import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  withoutValues,
  withValues,
  type Addition,
} from '../../../src/domain/challenge-record-set.ts';
import { formatClaim, type Claim } from '../../../src/domain/ownership.ts';
import type { TxtRecordSet } from '../../../src/domain/txt-record-sets.ts';

const NOW = 1_800_000_000;
const OPTIONS = { limit: 20, now: NOW };

function claim(run: string, certificate = 'vault/www', until = NOW + 1800): Claim {
  return { run: run.repeat(16), certificate, owner: 'anna@pc', since: NOW - 10, until };
}

/** Challenge values are base64url of a SHA-256. */
const challengeValue = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'));
const challengeValues = fc.uniqueArray(challengeValue, { minLength: 1, maxLength: 4 });
const strangersValue = fc.string({ maxLength: 20 });
const strangersMetadata = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 8 }).filter((key) => !/^(kvcert_|__proto__)/.test(key)),
  fc.string({ maxLength: 12 }),
  { maxKeys: 3, noNullPrototype: true },
);
const strangersSet: fc.Arbitrary<TxtRecordSet> = fc.record(
  {
    ttl: fc.integer({ min: 1, max: 86_400 }),
    values: fc.uniqueArray(strangersValue, { maxLength: 6 }),
    metadata: strangersMetadata,
  },
  { noNullPrototype: true },
);

function written(addition: Addition): TxtRecordSet {
  assert.equal(addition.kind, 'write');
  return addition.set;
}

describe('withValues', () => {
  it('keeps every value and all metadata of strangers', () => {
    fc.assert(
      fc.property(strangersSet, challengeValues, (set, values) => {
        const after = written(withValues(set, values, claim('a'), OPTIONS));
        assert.equal(after.ttl, set.ttl);
        assert.deepEqual(after.values, [...set.values, ...values]);
        for (const [key, text] of Object.entries(set.metadata)) {
          assert.equal(after.metadata[key], text);
        }
      }),
    );
  });

  it('says for each value whose it is', () => {
    const after = written(withValues(undefined, ['v'.repeat(43)], claim('a'), OPTIONS));
    assert.deepEqual(after, {
      ttl: 60,
      values: ['v'.repeat(43)],
      metadata: {
        kvcert_created: 'a'.repeat(16),
        [`kvcert_${'v'.repeat(22)}`]: formatClaim(claim('a')),
      },
    });
  });

  it('has nothing to do where values and marks are there', () => {
    fc.assert(
      fc.property(fc.option(strangersSet, { nil: undefined }), challengeValues, (set, values) => {
        const once = written(withValues(set, values, claim('a'), OPTIONS));
        assert.deepEqual(withValues(once, values, claim('a'), OPTIONS), {
          kind: 'unchanged',
          published: values,
        });
      }),
    );
  });

  it('marks anew what is taken up again later', () => {
    const once = written(withValues(undefined, ['v'.repeat(43)], claim('a'), OPTIONS));
    const later = claim('a', 'vault/www', NOW + 9000);
    const again = written(withValues(once, ['v'.repeat(43)], later, OPTIONS));
    assert.deepEqual(again.values, ['v'.repeat(43)]);
    assert.equal(again.metadata[`kvcert_${'v'.repeat(22)}`], formatClaim(later));
  });

  it('writes up to the limit, and some where others stay', () => {
    const counts = fc.record({
      present: fc.nat({ max: 22 }),
      limit: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(counts, challengeValues, ({ present, limit }, values) => {
        const strangers = Array.from({ length: present }, (_, index) => `stranger ${index}`);
        const set = { ttl: 60, values: strangers, metadata: {} };
        const addition = withValues(set, values, claim('a'), { limit, now: NOW });
        if (present < limit) {
          const room = Math.min(values.length, limit - present);
          assert.deepEqual(written(addition).values, [...strangers, ...values.slice(0, room)]);
        } else {
          const needed = values.length;
          const crowd = { limit, present, needed, holders: [], strangers: present };
          assert.deepEqual(addition, { kind: 'full', crowd });
        }
      }),
    );
  });

  /** So many values of strangers and of another certificate's issuance, in a set of five. */
  const crowds: readonly [string, number, number, number, number | 'full'][] = [
    ['all where all fit', 1, 2, 2, 2],
    ['none where all will fit when others are done', 1, 3, 2, 'full'],
    ['none where not one fits', 3, 2, 1, 'full'],
    ['some where strangers leave no room for all', 4, 0, 2, 1],
    ['some, although others are at work', 3, 1, 3, 1],
    ['as many as the set holds of more than that', 0, 0, 7, 5],
  ];
  for (const [what, strangers, others, wanted, expected] of crowds) {
    it(`takes ${what}`, () => {
      const values = (letter: string, count: number): readonly string[] =>
        Array.from({ length: count }, (_, index) => `${letter}${index}`.padEnd(43, letter));
      const foreign = { ttl: 300, metadata: {}, values: values('s', strangers) };
      const options = { limit: 5, now: NOW };
      const other = claim('b', 'vault/other');
      const set =
        others === 0 ? foreign : written(withValues(foreign, values('o', others), other, options));
      const addition = withValues(set, values('v', wanted), claim('a'), options);
      if (expected === 'full') {
        assert.equal(addition.kind, 'full');
        const { crowd } = addition;
        assert.deepEqual([crowd.strangers, crowd.needed], [strangers, wanted]);
        assert.deepEqual(crowd.holders, [
          { certificate: 'vault/other', owner: 'anna@pc', since: '2027-01-15T07:59:50.000Z' },
        ]);
      } else {
        assert.deepEqual(written(addition).values, [...set.values, ...values('v', expected)]);
      }
    });
  }

  it('waits for nobody whose time is over', () => {
    const gone = claim('b', 'vault/other', NOW);
    const set = written(withValues(undefined, ['o'.repeat(43)], gone, OPTIONS));
    const two = ['v'.repeat(43), 'w'.repeat(43)];
    const addition = withValues(set, two, claim('a'), { limit: 2, now: NOW });
    assert.deepEqual(written(addition).values, ['o'.repeat(43), 'v'.repeat(43)]);
  });

  const others: readonly [string, Claim, Addition['kind']][] = [
    ['another run on the same certificate', claim('b'), 'held'],
    ['another run whose time is over', claim('b', 'vault/www', NOW), 'write'],
    ['another certificate', claim('b', 'vault/other'), 'write'],
    ['the same run', claim('a'), 'write'],
  ];
  for (const [whose, other, kind] of others) {
    it(`answers "${kind}" where the set holds a value of ${whose}`, () => {
      const set = written(withValues(undefined, ['w'.repeat(43)], other, OPTIONS));
      const addition = withValues(set, ['v'.repeat(43)], claim('a'), OPTIONS);
      assert.equal(addition.kind, kind);
      if (addition.kind === 'held') assert.deepEqual(addition.by, other);
    });
  }

  it('is not held by a claim that stands elsewhere in the metadata, or by none', () => {
    const metadata = { owner: formatClaim(claim('b')), kvcert_x: 'no claim' };
    const set = { ttl: 60, values: [], metadata };
    assert.equal(withValues(set, ['v'.repeat(43)], claim('a'), OPTIONS).kind, 'write');
  });
});

describe('withoutValues', () => {
  it('gives back exactly what was there before withValues, or deletes what we made', () => {
    fc.assert(
      fc.property(fc.option(strangersSet, { nil: undefined }), challengeValues, (set, values) => {
        const after = written(withValues(set, values, claim('a'), OPTIONS));
        const removal = withoutValues(after, values);
        assert.deepEqual(removal, set ? { kind: 'write', set } : { kind: 'delete' });
      }),
    );
  });

  it('has nothing to do where none of the values is there', () => {
    fc.assert(
      fc.property(strangersSet, challengeValues, (set, values) => {
        assert.deepEqual(withoutValues(set, values), { kind: 'unchanged' });
      }),
    );
    assert.deepEqual(withoutValues(undefined, ['v']), { kind: 'unchanged' });
  });

  it('keeps a set that we made while a stranger uses it', () => {
    const ours = written(withValues(undefined, ['v'.repeat(43)], claim('a'), OPTIONS));
    const shared = { ...ours, values: [...ours.values, 'stranger'] };
    assert.deepEqual(withoutValues(shared, ['v'.repeat(43)]), {
      kind: 'write',
      set: { ttl: 60, values: ['stranger'], metadata: {} },
    });
  });

  it("keeps a set that we made and that carries a stranger's metadata", () => {
    const ours = written(withValues(undefined, ['v'.repeat(43)], claim('a'), OPTIONS));
    const shared = { ...ours, metadata: { ...ours.metadata, team: 'web' } };
    assert.deepEqual(withoutValues(shared, ['v'.repeat(43)]), {
      kind: 'write',
      set: { ttl: 60, values: [], metadata: { team: 'web' } },
    });
  });

  it('takes marks away whose values are gone already', () => {
    const ours = written(withValues(undefined, ['v'.repeat(43)], claim('a'), OPTIONS));
    assert.deepEqual(withoutValues({ ...ours, values: [] }, ['v'.repeat(43)]), { kind: 'delete' });
  });
});
