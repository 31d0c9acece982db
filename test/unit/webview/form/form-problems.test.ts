import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { english } from '../../../../src/domain/translate.ts';
import {
  allProblems,
  plainProblem,
  saidProblems,
  type FormFindings,
} from '../../../../src/webview/form/form-problems.ts';
import { UNTOUCHED } from '../../../../src/webview/form/form-model.ts';
import type {
  FieldProblem,
  FormEntries,
  FormState,
} from '../../../../src/webview/form/state-protocol.ts';
import { ENTRIES, NOTHING_FOUND, RENEWAL, STATE } from './sample-state.ts';

const NO_HOME = { problem: plainProblem('No zone.') };
const TERMS = 'https://ca.example/terms';

function problems(
  change: Partial<FormEntries>,
  findings: Partial<FormFindings> = {},
  state: FormState = STATE,
  refused: readonly FieldProblem[] = [],
) {
  const found = { ...NOTHING_FOUND, ...findings };
  return allProblems(state, { ...ENTRIES, ...change }, refused, found, english);
}

const authority = (
  answer: Extract<FormFindings['authority'], { state: 'found' }>['answer'],
): Pick<FormFindings, 'authority'> => ({ authority: { state: 'found', answer } });

describe('allProblems', () => {
  it('finds nothing wrong with what is right', () => {
    assert.equal(problems({}).size, 0);
    assert.equal(problems({}, {}, RENEWAL).size, 0);
  });

  it('asks for neither zone nor terms where no CA is asked', () => {
    const found = { ...authority({ terms: TERMS, isAgreed: false, profiles: {} }) };
    const homeless = { zoneOf: () => ({ state: 'found' as const, answer: NO_HOME }) };
    assert.equal(problems({ madeBy: 'by-hand' }, { ...found, ...homeless }).size, 0);
    assert.equal(problems({}, { ...found, ...homeless }).size, 2);
  });

  const table: readonly [string, Partial<FormEntries>, string, RegExp][] = [
    ['no vault', { vault: '' }, 'vault', /^Choose the vault/],
    ['a vault that is gone', { vault: 'v9' }, 'vault', /^Choose the vault/],
    ['no DNS name', { dnsNames: [] }, 'dnsNames', /^Name at least one/],
    ['what is no DNS name', { dnsNames: ['a_b.example'] }, 'dnsNames', /a_b\.example/],
    ['no name', { name: '' }, 'name', /^Give the certificate a name/],
    ['a name with a dot', { name: 'www.example.com' }, 'name', /www\.example\.com/],
    ['no directory', { ca: '' }, 'ca', /^Give the URL/],
    ['a directory without https', { ca: 'http://ca.example' }, 'ca', /http:\/\/ca\.example/],
    ['an unknown key', { keyType: 'dsa' }, 'keyType', /dsa/],
    ['no issuer of the vault', { madeBy: 'named' }, 'issuer', /^Say which issuer/],
    [
      'nothing to name it by',
      { madeBy: 'self', dnsNames: [] },
      'dnsNames',
      /^Name at least one DNS name, or give the certificate a subject/,
    ],
  ];
  for (const [what, change, field, message] of table) {
    it(`says of ${what} what is wrong, next to the field`, () => {
      const found = [...problems(change)];
      assert.deepEqual(
        found.map(([name]) => name),
        [field],
      );
      assert.match(found[0]?.[1].message ?? '', message);
    });
  }

  it('names the fields in the order of the page', () => {
    const found = problems({ vault: '', dnsNames: [], name: '', ca: '', keyType: 'dsa' });
    assert.deepEqual([...found.keys()], ['vault', 'dnsNames', 'name', 'ca', 'keyType']);
  });

  it('names the DNS names that have no zone', () => {
    const zoneOf: FormFindings['zoneOf'] = (name) =>
      name === 'b.example' ? { state: 'found', answer: NO_HOME } : { state: 'looking' };
    const found = problems({ dnsNames: ['a.example', 'b.example'] }, { zoneOf });
    assert.match(found.get('dnsNames')?.message ?? '', /b\.example/);
    assert.doesNotMatch(found.get('dnsNames')?.message ?? '', /a\.example/);
  });

  it('does not count a zone that could not be looked up', () => {
    const zoneOf: FormFindings['zoneOf'] = () => ({ state: 'failed', ...NO_HOME });
    assert.equal(problems({}, { zoneOf }).size, 0);
  });

  it('says that a name is taken, but not of a renewal', () => {
    const name: FormFindings['name'] = {
      state: 'found',
      answer: { isFree: false, problem: plainProblem('Taken.') },
    };
    assert.equal(problems({}, { name }).get('name')?.message, 'Taken.');
    assert.equal(problems({}, { name }, RENEWAL).size, 0);
  });

  it('asks for the agreement to the terms as they are now', () => {
    const asked = authority({ terms: TERMS, isAgreed: false, profiles: {} });
    assert.deepEqual([...problems({}, asked).keys()], ['agreedTerms']);
    assert.deepEqual([...problems({ agreedTerms: 'https://old' }, asked).keys()], ['agreedTerms']);
    assert.equal(problems({ agreedTerms: TERMS }, asked).size, 0);
    const agreed = authority({ terms: TERMS, isAgreed: true, profiles: {} });
    assert.equal(problems({}, agreed).size, 0);
    assert.equal(problems({}, authority({ isAgreed: false, profiles: {} })).size, 0);
  });

  it('refuses a profile that the CA does not offer', () => {
    const offered = authority({ isAgreed: true, profiles: { short: 'Six days' } });
    assert.deepEqual([...problems({ profile: 'long' }, offered).keys()], ['profile']);
    assert.equal(problems({ profile: 'short' }, offered).size, 0);
  });

  it('says why a CA gives nothing', () => {
    const answer = { isAgreed: true, profiles: {}, problem: plainProblem('Not from here.') };
    assert.equal(problems({}, authority(answer)).get('ca')?.message, 'Not from here.');
  });

  it('lets the host have the last word', () => {
    const refused = [{ field: 'name' as const, problem: plainProblem('The host says no.') }];
    const found = problems({ name: '' }, {}, STATE, refused);
    assert.equal(found.get('name')?.message, 'The host says no.');
  });
});

describe('saidProblems', () => {
  const all = problems({ vault: '', name: '' });

  it('says nothing before anything was done', () => {
    assert.equal(saidProblems(all, UNTOUCHED, NOTHING_FOUND).size, 0);
  });

  it('says what is wrong with a field that was left', () => {
    const model = { ...UNTOUCHED, left: new Set(['name' as const]) };
    assert.deepEqual([...saidProblems(all, model, NOTHING_FOUND).keys()], ['name']);
  });

  it('says everything after an attempt', () => {
    const model = { ...UNTOUCHED, isSubmitted: true };
    assert.equal(saidProblems(all, model, NOTHING_FOUND).size, 2);
  });

  it('says at once that a name is taken, though it was only suggested', () => {
    const name: FormFindings['name'] = {
      state: 'found',
      answer: { isFree: false, problem: plainProblem('Taken.') },
    };
    const findings = { ...NOTHING_FOUND, name };
    const found = saidProblems(problems({}, { name }), UNTOUCHED, findings);
    assert.deepEqual([...found.keys()], ['name']);
  });
});
