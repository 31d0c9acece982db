import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { asHistoryEntry, DEED_OUTCOMES, DEEDS } from '../../../src/domain/history.ts';
import { describeDeed, describeOccasion } from '../../../src/domain/messages/history.ts';
import { english } from '../../../src/domain/translate.ts';

const ENTRY = {
  at: '2026-06-01T00:00:00.000Z',
  ...{ id: 'a', kind: 'renew', outcome: 'done', vault: 'contoso', name: 'www', dnsNames: [] },
};

describe('an entry of the history', () => {
  it('is nothing else than it says', () => {
    assert.deepEqual(asHistoryEntry(ENTRY), ENTRY);
    const wrong: readonly object[] = [
      { at: 'yesterday' },
      { kind: 'explode' },
      { outcome: 'perhaps' },
      { dnsNames: 'example.com' },
      { notAfter: 'never' },
      { occasion: { kind: 'due', reason: 'toString' } },
      { occasion: { kind: 'bored', reason: 'window' } },
    ];
    for (const change of wrong) assert.equal(asHistoryEntry({ ...ENTRY, ...change }), undefined);
  });

  it('is said in words for every deed and every ending', () => {
    const words = DEEDS.flatMap((kind) =>
      DEED_OUTCOMES.map((outcome) => {
        const errorCode = outcome === 'done' || outcome === 'undone' ? undefined : 'RateLimited';
        return describeDeed({ kind, outcome, errorCode }, english);
      }),
    );
    assert.equal(new Set(words).size, DEEDS.length * DEED_OUTCOMES.length);
    assert.deepEqual(words.slice(4, 8), [
      'renewed',
      'not renewed: RateLimited',
      'not renewed, cancelled',
      'not renewed, undone',
    ]);
  });

  it('says on what occasion it came about', () => {
    assert.equal(describeOccasion(undefined, english), 'asked for');
    assert.equal(
      describeOccasion({ kind: 'due', reason: 'window' }, english),
      "due: the CA's renewal window was open",
    );
    assert.equal(
      describeOccasion({ kind: 'background', reason: 'share' }, english),
      'in the background: most of its lifetime was over',
    );
  });
});
