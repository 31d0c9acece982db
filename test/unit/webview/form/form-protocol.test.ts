import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FORM_CALLS } from '../../../../src/webview/form/form-protocol.ts';
import {
  isFormEntries,
  isFormState,
  isFormSubject,
  isSavedForm,
} from '../../../../src/webview/form/state-protocol.ts';
import { ENTRIES, RENEWAL, STATE } from './sample-state.ts';

const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('the guards of the form', () => {
  it('take states that went over the wire', () => {
    const operation = {
      id: '1',
      target: { vault: 'contoso-web', name: 'www' },
      state: 'failed',
      isCancelling: false,
      steps: [{ title: 'Order the certificate', ms: 1200 }, { title: 'Publish' }],
      problem: {
        field: 'dnsNames',
        problem: { message: 'No.', remedies: [], cancelled: false },
      },
    };
    for (const state of [STATE, RENEWAL, { ...STATE, operation, initial: undefined }]) {
      assert.equal(isFormState(overTheWire(state)), true);
    }
  });

  const broken: readonly [string, object][] = [
    ['a subject of another mode', { ...STATE, subject: { mode: 'delete' } }],
    ['a renewal of nothing', { ...STATE, subject: { mode: 'renew' } }],
    ['entries that are half filled', { ...STATE, initial: { ...ENTRIES, dnsNames: 'a.example' } }],
    ['an unknown format', { ...STATE, initial: { ...ENTRIES, contentType: 'jks' } }],
    ['a tag without a value', { ...STATE, initial: { ...ENTRIES, tags: [{ name: 'a' }] } }],
    ['a date that is none', { ...RENEWAL, current: { ...RENEWAL.current, notAfter: 'soon' } }],
    ['no vaults', { ...STATE, vaults: undefined }],
  ];
  for (const [what, state] of broken) {
    it(`refuse ${what}`, () => {
      assert.equal(isFormState(overTheWire(state)), false);
    });
  }

  it('take what the editor has kept, and nothing like it', () => {
    const saved = { subject: RENEWAL.subject, entries: ENTRIES, isNameTyped: true };
    assert.equal(isSavedForm(overTheWire(saved)), true);
    assert.equal(isSavedForm({ ...saved, operation: 7 }), false);
    assert.equal(isSavedForm({ ...saved, entries: {} }), false);
    assert.equal(isSavedForm(undefined), false);
  });

  it('take for an ask only what the call is about', () => {
    assert.equal(FORM_CALLS.findZone.ask({ vault: 'v', dnsName: 'a.example' }), true);
    assert.equal(FORM_CALLS.findZone.ask({ vault: 'v' }), false);
    assert.equal(FORM_CALLS.submit.ask(ENTRIES), true);
    assert.equal(FORM_CALLS.submit.ask({ ...ENTRIES, exportable: 'yes' }), false);
    assert.equal(FORM_CALLS.close.ask(null), true);
    assert.equal(FORM_CALLS.close.ask(undefined), false);
  });

  it('never throw, whatever they are given', () => {
    const guards = Object.values(FORM_CALLS).flatMap(({ ask, answer }) => [ask, answer]);
    const all = [...guards, isFormState, isFormSubject, isFormEntries, isSavedForm];
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (anything) => {
        for (const guard of all) assert.equal(typeof guard(anything), 'boolean');
      }),
    );
  });

  it('refuse entries of which one member is of another kind', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(ENTRIES)), fc.anything(), (member, value) => {
        const before: unknown = Reflect.get(ENTRIES, member);
        fc.pre(typeof value !== typeof before && !Array.isArray(value));
        assert.equal(isFormEntries({ ...ENTRIES, [member]: value }), false);
      }),
    );
  });
});
