import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pseudo } from '../../../scripts/l10n/pseudo.ts';
import { describeCa } from '../../../src/domain/ca-words.ts';
import { KNOWN_CAS, resolveCa } from '../../../src/domain/certificate-authorities.ts';
import { explain } from '../../../src/domain/error-catalogue.ts';
import { DEFAULT_THRESHOLDS, expiryInWords, expiryReason } from '../../../src/domain/expiry.ts';
import { noticeSentence, type Expiring } from '../../../src/domain/expiry-notice.ts';
import { ISSUANCE_STEPS } from '../../../src/domain/issuance.ts';
import { utc } from '../../../src/domain/messages/explanation.ts';
import { describeDetail, describeNote } from '../../../src/domain/messages/issuance-news.ts';
import { describeDecision } from '../../../src/domain/messages/renewal.ts';
import { stepTitle } from '../../../src/domain/messages/step-titles.ts';
import { describeChange, type RenewalChange } from '../../../src/domain/renewal-form.ts';
import { english, type Translate } from '../../../src/domain/translate.ts';
import { ERROR_VARIANTS } from './error-variants.ts';
import { DECIDED_AT, DECISIONS } from './messages/sample-decisions.ts';
import { NOTES, samplesOf, STEP_DETAILS } from './messages/sample-reasons.ts';
import { ERROR_CODES, sampleError } from './sample-errors.ts';

const t: Translate = (message, ...args) => english(pseudo(message), ...args);

/** Every text in some facts, and how dates among them are written. */
function textsIn(facts: unknown): readonly string[] {
  if (typeof facts === 'string') return [facts, utc(facts), JSON.stringify(facts)];
  return typeof facts === 'object' && facts !== null ? Object.values(facts).flatMap(textsIn) : [];
}

/** Fails where something of a sentence, other than the facts, did not come from the translator. */
function assertTranslated(said: string, facts: unknown): void {
  const texts = textsIn(facts).toSorted((a, b) => b.length - a.length);
  const own = texts.reduce((rest, text) => rest.replaceAll(text, ''), said);
  assert.doesNotMatch(own, /[A-Za-z]/, said);
  assert.match(outside(own), /^[\s.]*$/, said);
  assert.notEqual(own.replaceAll(/[\s.]/g, ''), '', said);
}

/** What stands in no brackets. */
function outside(said: string): string {
  let depth = 0;
  return Array.from(said, (character) => {
    if (character === '[') depth += 1;
    const shown = depth === 0 ? character : '';
    if (character === ']') depth -= 1;
    return shown;
  }).join('');
}

describe('in another language', () => {
  /** Others have written these whole. */
  const FOREIGN = new Set(['InvalidUsage']);

  for (const error of [...ERROR_CODES.map(sampleError), ...ERROR_VARIANTS]) {
    it(`is all of ${error.message}`, () => {
      for (const reader of ['editor', 'command-line'] as const) {
        const { message, remedies } = explain(error, t, reader);
        if (!FOREIGN.has(error.code)) assertTranslated(message, error.facts);
        for (const { text } of remedies) assertTranslated(text, error.facts);
      }
    });
  }

  for (const step of ISSUANCE_STEPS) {
    it(`is the step ${step}`, () => {
      assertTranslated(stepTitle(step, t), {});
    });
  }

  for (const [detail] of samplesOf(STEP_DETAILS)) {
    it(`is the detail ${detail.kind}`, () => {
      assertTranslated(describeDetail(detail, t), detail);
    });
  }

  for (const [note] of samplesOf(NOTES)) {
    it(`is the note ${note.kind}`, () => {
      assertTranslated(describeNote(note, t), note);
    });
  }
});

describe('a renewal in another language', () => {
  for (const [decision, words] of DECISIONS) {
    it(`is ${words}`, () => {
      assertTranslated(
        describeDecision(decision, DECIDED_AT, t),
        JSON.parse(JSON.stringify(decision)),
      );
    });
  }
});

describe('expiry in another language', () => {
  const NOW = new Date('2026-11-22T12:00:00Z');
  const HOUR = 3_600_000;
  const DAY = 24 * HOUR;
  const at = (ms: number): Date => new Date(NOW.getTime() + ms);

  for (const ms of [90 * DAY, 40 * HOUR, HOUR, 59 * 60_000, 60_000, 0]) {
    it(`is what is ${ms / HOUR} hours away, or has been`, () => {
      for (const date of [at(ms), at(-ms)]) assertTranslated(expiryInWords(date, NOW, t), {});
    });
  }

  for (const enabled of [true, false]) {
    for (const days of [300, 40, 20, 5, 1, -1]) {
      it(`is the reason with ${days} days left, ${enabled ? 'enabled' : 'disabled'}`, () => {
        for (const notBefore of [at(-60 * DAY), at(days * DAY - 6 * DAY), undefined]) {
          const validity = { enabled, thumbprint: 'ab', notBefore, notAfter: at(days * DAY) };
          for (const soonDays of [1, DEFAULT_THRESHOLDS.soonDays]) {
            const thresholds = { ...DEFAULT_THRESHOLDS, soonDays, urgentDays: 1 };
            assertTranslated(expiryReason(validity, NOW, thresholds, t), {});
          }
        }
      });
    }
  }

  it('is what was never issued, and what has no end', () => {
    const nothing = { enabled: true, notBefore: undefined, notAfter: undefined };
    for (const thumbprint of [undefined, 'ab']) {
      assertTranslated(expiryReason({ ...nothing, thumbprint }, NOW, DEFAULT_THRESHOLDS, t), {});
    }
  });

  const states: readonly (readonly Expiring['state'][])[] = [
    ['soon'],
    ['expired'],
    ['soon', 'urgent'],
    ['expired', 'expired'],
    ['expired', 'soon', 'urgent', 'soon', 'soon'],
  ];
  for (const all of states) {
    it(`is the notice about ${all.join(', ')}`, () => {
      const expiring = all.map((state, n) => ({ vault: 'contoso', name: `www${n}`, state }));
      const names = expiring.map(({ vault, name }) => `${vault}/${name}`);
      assertTranslated(noticeSentence(expiring, t), names);
    });
  }
});

describe('what a person chooses from in another language', () => {
  for (const ca of [...KNOWN_CAS, resolveCa('https://ca.example/directory')]) {
    it(`is what ${ca.name} means`, () => {
      assertTranslated(describeCa(ca, t), ca);
    });
  }

  const changes: readonly RenewalChange[] = [
    { kind: 'names-added', names: ['a.example', 'b.example'] },
    { kind: 'names-removed', names: ['a.example'] },
    { kind: 'ca', from: '', to: 'ca.example' },
    { kind: 'ca', from: 'ca.example', to: 'other.example' },
    { kind: 'profile', from: 'classic', to: '' },
    { kind: 'profile', from: '', to: 'classic' },
    { kind: 'profile', from: 'classic', to: 'tlsserver' },
    { kind: 'key-type', from: '', to: 'rsa-2048' },
    { kind: 'key-type', from: 'rsa-2048', to: 'ec-p256' },
    { kind: 'content-type', to: 'pem' },
    { kind: 'content-type', to: 'pkcs12' },
    { kind: 'exportable', to: true },
    { kind: 'exportable', to: false },
    { kind: 'reuse-key', to: true },
    { kind: 'reuse-key', to: false },
    { kind: 'tag', name: 'team', from: undefined, to: 'web' },
    { kind: 'tag', name: 'team', from: 'web', to: 'api' },
  ];
  for (const change of changes) {
    it(`is the change ${JSON.stringify(change)}`, () => {
      assertTranslated(describeChange(change, t), change);
    });
  }
});
