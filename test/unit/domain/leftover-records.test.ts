import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  isChallengeRecord,
  leadsNowhere,
  leftoversIn,
  possibleHomes,
  type UnderWay,
} from '../../../src/domain/leftover-records.ts';
import { describeAge, isOld } from '../../../src/domain/messages/leftovers.ts';
import { formatClaim, type Claim } from '../../../src/domain/ownership.ts';
import { english } from '../../../src/domain/translate.ts';

const NOW = 1_800_000_000;
const DAY = 86_400;
const ZONE = { id: '/zones/example.com', name: 'example.com' };
const VALUE = 'v'.repeat(43);
const IDLE: UnderWay = { runs: new Set(), values: new Set(), now: NOW };

const claim: Claim = {
  run: 'a'.repeat(16),
  certificate: 'contoso/www',
  owner: 'anna@pc',
  since: NOW - 3 * DAY,
  until: NOW - 3 * DAY + 1800,
};

function setWith(text: string | undefined, name = '_acme-challenge') {
  const mark = { [`kvcert_${'v'.repeat(22)}`]: text };
  return { name, ttl: 60, values: [VALUE], metadata: text === undefined ? {} : mark } as {
    readonly name: string;
    readonly ttl: number;
    readonly values: readonly string[];
    readonly metadata: Record<string, string>;
  };
}

describe('the values of a set that are left over', () => {
  const rows: readonly [
    string,
    ReturnType<typeof setWith>,
    UnderWay,
    'ours' | 'foreign' | 'none',
  ][] = [
    ['ours, of a run whose time is over', setWith(formatClaim(claim)), IDLE, 'ours'],
    ['of others', setWith(undefined), IDLE, 'foreign'],
    ['with a mark that is no claim', setWith('run=<b>'), IDLE, 'foreign'],
    [
      'of a run whose claim holds',
      setWith(formatClaim({ ...claim, until: NOW + 60 })),
      IDLE,
      'none',
    ],
    [
      'of a claim that would hold for days, which nobody of ours has made',
      setWith(formatClaim({ ...claim, until: NOW + 3 * DAY })),
      IDLE,
      'ours',
    ],
    [
      'of a run in the journal',
      setWith(formatClaim(claim)),
      { ...IDLE, runs: new Set([claim.run]) },
      'none',
    ],
    [
      'in the journal, without a mark',
      setWith(undefined),
      { ...IDLE, values: new Set([VALUE]) },
      'none',
    ],
    ['ours, where a CNAME leads to', setWith(formatClaim(claim), 'acme'), IDLE, 'ours'],
    ['of others, in a record of another name', setWith(undefined, 'acme'), IDLE, 'none'],
  ];
  for (const [what, set, underWay, expected] of rows) {
    it(`${expected}: ${what}`, () => {
      const found = leftoversIn(set, ZONE, underWay);
      const kinds = found.map((value) => (value.claim === undefined ? 'foreign' : 'ours'));
      assert.deepEqual(kinds, expected === 'none' ? [] : [expected]);
      for (const value of found) assert.equal(value.value, VALUE);
    });
  }
});

describe('challenge records', () => {
  for (const [name, expected] of [
    ['_acme-challenge', true],
    ['_ACME-Challenge.www', true],
    ['_acme-challenges', false],
    ['x._acme-challenge', false],
    ['@', false],
  ] as const) {
    it(`${name}: ${expected ? 'yes' : 'no'}`, () => {
      assert.equal(isChallengeRecord(name), expected);
    });
  }
});

describe('a CNAME of a challenge record', () => {
  it('could lead to every zone above its target, and to no top-level domain', () => {
    assert.deepEqual(possibleHomes('a.gone.example'), ['a.gone.example', 'gone.example']);
  });

  it('leads nowhere only where everybody says so', () => {
    assert.equal(leadsNowhere([[], []]), true);
    assert.equal(leadsNowhere([[], ['ns1.example']]), false);
    assert.equal(leadsNowhere([[], undefined]), false);
  });
});

describe('the age of a leftover', () => {
  const ages: readonly [number, string, boolean][] = [
    [60, 'less than an hour old', false],
    [3600, '1 hour old', false],
    [DAY - 1, '23 hours old', false],
    [DAY, '1 day old', true],
    [9 * DAY, '9 days old', true],
    [-60, 'less than an hour old', false],
  ];
  for (const [seconds, words, old] of ages) {
    it(`${String(seconds)} s: ${words}`, () => {
      const value = {
        ...{ zone: ZONE, record: '_acme-challenge', value: VALUE },
        claim: { ...claim, since: NOW - seconds },
      };
      assert.equal(describeAge(value, NOW, english), words);
      assert.equal(isOld(value, NOW), old);
    });
  }

  it('is unknown of what others have left, which is never old enough', () => {
    const value = { zone: ZONE, record: '_acme-challenge', value: VALUE, claim: undefined };
    assert.equal(describeAge(value, NOW, english), 'age unknown');
    assert.equal(isOld(value, NOW), false);
  });
});
