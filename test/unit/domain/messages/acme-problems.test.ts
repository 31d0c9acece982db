import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explain } from '../../../../src/domain/error-catalogue.ts';
import { CertError, type ErrorFacts } from '../../../../src/domain/errors.ts';
import { english } from '../../../../src/domain/translate.ts';
import { ACME_PROBLEM_TYPES } from './acme-problem-types.ts';

function explained(facts: Partial<ErrorFacts['AcmeProblem']>) {
  const problem = { ca: 'The CA', type: 'malformed', status: 400, detail: '', subproblems: [] };
  return explain(new CertError('AcmeProblem', { ...problem, ...facts }));
}

function remediesOf(facts: Partial<ErrorFacts['AcmeProblem']>): readonly string[] {
  return explained(facts).remedies.map(({ text }) => text);
}

function failed(...types: string[]) {
  const failures = types.map((type, n) => ({ name: `${n}.example`, type, detail: 'Its words' }));
  return explain(new CertError('ChallengeFailed', { ca: 'The CA', failures }));
}

describe('a problem of every type', () => {
  it('has a sentence of its own, which names the CA and not the type', () => {
    const sentences = ACME_PROBLEM_TYPES.map((type) => explained({ type }).message);
    assert.equal(new Set(sentences).size, ACME_PROBLEM_TYPES.length);
    for (const [n, sentence] of sentences.entries()) {
      assert.match(sentence, /The CA/);
      assert.doesNotMatch(
        sentence,
        new RegExp(`refused the request|${ACME_PROBLEM_TYPES[n] ?? ''}\\b`),
      );
    }
  });

  for (const type of ACME_PROBLEM_TYPES) {
    it(`${type} has a remedy, and the CA’s own words`, () => {
      const { message, remedies } = explained({ type, detail: 'Its own words' });
      assert.equal(remedies.length, 1);
      assert.match(message, /\. It says: Its own words\.$/);
    });
  }

  it('that nobody here knows is named by its type', () => {
    for (const type of ['constructor', 'example.test/odd']) {
      assert.equal(explained({ type }).message, `The CA refused the request (${type}).`);
      assert.deepEqual(remediesOf({ type }), []);
    }
  });
});

describe('a problem', () => {
  it('tells what it is about, name by name', () => {
    const subproblems = [
      { name: 'a.example', type: 'caa', detail: 'CAA record for a.example forbids it' },
      { name: '', type: 'dns', detail: '' },
    ];
    assert.equal(
      explained({ type: 'compound', detail: 'Two errors', subproblems }).message,
      'The CA found more than one thing wrong. It says: Two errors. ' +
        'a.example: CAA record for a.example forbids it. dns.',
    );
  });

  it('with what the CA has forgotten is no fault of the request', () => {
    const facts = { status: 404, detail: 'Expired authorization' };
    assert.equal(
      explained(facts).message,
      'The CA does not know what it was asked for, or not any more. It says: Expired authorization.',
    );
    assert.deepEqual(remediesOf(facts), ['Try again: an issuance begins anew then.']);
  });

  it('tells from when it can be tried again', () => {
    const facts = { type: 'serverInternal', retryAt: '2026-11-22T15:04:05Z' };
    assert.deepEqual(remediesOf(facts), [
      'Try again later.',
      'Try again from 2026-11-22 15:04 UTC.',
    ]);
  });

  it('that a person has to solve leads to the CA’s page', () => {
    const type = 'userActionRequired';
    const instance = 'https://ca.example/agree?token=7';
    const [there] = remediesOf({ type, instance });
    assert.equal(there, `Open ${instance} and do what it asks for; then try again.`);
    assert.match(remediesOf({ type })[0] ?? '', /Sign in at the site of The CA/);
  });
});

describe('a validation that has failed', () => {
  it('tells of each name what was found', () => {
    assert.equal(
      failed('dns', 'incorrectResponse', 'odd').message,
      'The CA could not confirm that the account controls 0.example, 1.example and 2.example: ' +
        '0.example: the name servers gave no usable answer. It says: Its words. ' +
        '1.example: the TXT record is not there, or has another value. It says: Its words. ' +
        '2.example (odd): Its words.',
    );
  });

  const REMEDIES: readonly [types: string[], remedies: RegExp[]][] = [
    [['unauthorized'], [/delegated/]],
    [['connection'], [/delegated/]],
    [['dns'], [/delegated/, /DS record/]],
    [['caa'], [/CAA record that allows The CA/]],
    [
      ['caa', 'unauthorized'],
      [/delegated/, /CAA record/],
    ],
    [['serverInternal'], [/later/]],
    [['odd'], [/delegated/]],
    [['expired'], [/begins a new order/]],
    [
      ['revoked', 'dns'],
      [/delegated/, /DS record/, /begins a new order/],
    ],
  ];
  for (const [types, remedies] of REMEDIES) {
    it(`${types.join(' and ')} has the remedies that fit`, () => {
      const texts = failed(...types).remedies.map(({ text }) => text);
      assert.equal(texts.length, remedies.length, texts.join('\n'));
      for (const [n, remedy] of remedies.entries()) assert.match(texts[n] ?? '', remedy);
    });
  }
});

describe('terms that have changed', () => {
  it('are agreed to where the CA says, and nowhere here', () => {
    const instance = 'https://ca.example/agree?token=7';
    const facts = { ca: 'The CA', terms: 'https://ca.example/terms', instance };
    const error = new CertError('TermsNotAgreed', facts);
    for (const reader of ['command-line', 'editor'] as const) {
      const { message, remedies } = explain(error, english, reader);
      assert.equal(message, 'The CA has changed its terms of service (https://ca.example/terms).');
      assert.deepEqual(
        remedies.map(({ text }) => text),
        [`Open ${instance} to agree to them as the CA wants it; then try again.`],
      );
    }
  });
});
