import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ExpiryState } from '../../../src/domain/expiry.ts';
import {
  decideNotice,
  noticeSentence,
  SNOOZE,
  type Expiring,
  type NoticeDecision,
  type NoticeFacts,
} from '../../../src/domain/expiry-notice.ts';
import { english } from '../../../src/domain/translate.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const HOUR = 3_600_000;

function of(...states: readonly ExpiryState[]): readonly Expiring[] {
  return states.map((state, index) => ({ vault: 'contoso', name: `c${index + 1}`, state }));
}

const DUE: NoticeFacts = {
  now: NOW,
  lastTold: undefined,
  snoozedUntil: undefined,
  enabled: true,
  expiring: of('soon'),
};

describe('the daily notice', () => {
  const table: readonly [string, Partial<NoticeFacts>, NoticeDecision['why']][] = [
    ['the first time', {}, 'due'],
    ['with nothing to tell', { expiring: [] }, 'nothing-expires'],
    ['where it is switched off', { enabled: false }, 'switched-off'],
    ['right after it was told', { lastTold: NOW }, 'told-today'],
    ['a few hours after it was told', { lastTold: NOW - 19 * HOUR }, 'told-today'],
    ['a little earlier than yesterday', { lastTold: NOW - 23 * HOUR }, 'due'],
    ['where it was told tomorrow, by a clock that was wrong', { lastTold: NOW + HOUR }, 'due'],
    ['while it is snoozed', { snoozedUntil: NOW + 1 }, 'snoozed'],
    ['when the snooze is over', { snoozedUntil: NOW }, 'due'],
    ['at the beginning of a snooze', { snoozedUntil: NOW + SNOOZE }, 'snoozed'],
    ['where it is snoozed for longer than anybody can', { snoozedUntil: NOW + SNOOZE + 1 }, 'due'],
    [
      'when the snooze is over and it was told before',
      { snoozedUntil: NOW - HOUR, lastTold: NOW - SNOOZE },
      'due',
    ],
  ];
  for (const [what, facts, why] of table) {
    it(`is ${why} ${what}`, () => {
      assert.deepEqual(decideNotice({ ...DUE, ...facts }), { tell: why === 'due', why });
    });
  }
});

describe('what the notice says', () => {
  const table: readonly [readonly ExpiryState[], string][] = [
    [['soon'], 'A certificate expires soon: contoso/c1.'],
    [['expired'], 'A certificate has expired: contoso/c1.'],
    [['soon', 'urgent'], '2 certificates expire soon: contoso/c2 and contoso/c1.'],
    [['expired', 'expired'], '2 certificates have expired: contoso/c1 and contoso/c2.'],
    [
      ['soon', 'urgent', 'expired', 'soon', 'urgent'],
      '5 certificates expire soon or have expired: contoso/c3, contoso/c2, contoso/c5 and 2 more.',
    ],
  ];
  for (const [states, sentence] of table) {
    it(`is "${sentence}"`, () => {
      assert.equal(noticeSentence(of(...states), english), sentence);
    });
  }
});
