import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  nextModel,
  restoredModel,
  UNTOUCHED,
  type FormEvent,
  type FormModel,
} from '../../../../src/webview/form/form-model.ts';
import { ENTRIES, RENEWAL, STATE } from './sample-state.ts';

const EMPTY = { ...ENTRIES, vault: '', name: '', dnsNames: [] };
const PROBLEM = { message: 'No.', remedies: [], cancelled: false };

function after(...events: readonly FormEvent[]): FormModel {
  return events.reduce(nextModel, UNTOUCHED);
}

const begin: FormEvent = { type: 'begin', entries: EMPTY };
const names = (...dnsNames: string[]): FormEvent => ({ type: 'edit', change: { dnsNames } });
const named = (name: string): FormEvent => ({ type: 'edit', change: { name } });

describe('the name of the certificate', () => {
  const table: readonly [string, readonly FormEvent[], string][] = [
    ['follows the first DNS name', [names('www.example.com')], 'www-example-com'],
    [
      'follows it when it changes',
      [names('a.example.com'), names('b.example.com')],
      'b-example-com',
    ],
    ['is gone with it', [names('a.example.com'), names()], ''],
    ['does not follow the second one', [names('a.example.com', 'b.example.com')], 'a-example-com'],
    ['stays as it was typed', [named('mine'), names('www.example.com')], 'mine'],
    [
      'follows again once it was cleared',
      [named('mine'), named(''), names('a.example.com')],
      'a-example-com',
    ],
    [
      'stays when something else changes',
      [names('a.example.com'), { type: 'edit', change: { ca: 'letsencrypt-staging' } }],
      'a-example-com',
    ],
  ];
  for (const [what, events, name] of table) {
    it(what, () => {
      assert.equal(after(begin, ...events).entries?.name, name);
    });
  }
});

describe('what the host says', () => {
  it('does not overwrite what was typed', () => {
    const model = after(begin, names('a.example.com'), begin);
    assert.deepEqual(model.entries?.dnsNames, ['a.example.com']);
  });

  it('chooses no vault again where the person has taken the choice back', () => {
    const withVault: FormEvent = { type: 'begin', entries: { ...EMPTY, vault: 'v1' } };
    const none: FormEvent = { type: 'edit', change: { vault: '' } };
    assert.equal(after(withVault, none, withVault).entries?.vault, '');
  });

  it('chooses a vault that became known, unless one was chosen', () => {
    const withVault: FormEvent = { type: 'begin', entries: { ...EMPTY, vault: 'v1' } };
    assert.equal(after(begin, withVault).entries?.vault, 'v1');
    const chosen: FormEvent = { type: 'edit', change: { vault: 'v2' } };
    assert.equal(after(begin, chosen, withVault).entries?.vault, 'v2');
  });

  it('about a field is forgotten with its next change, and not before', () => {
    const refuse: FormEvent = {
      type: 'refuse',
      problems: [{ field: 'ca', problem: PROBLEM }, { problem: PROBLEM }],
    };
    const refused = after(begin, refuse);
    assert.equal(refused.refused.length, 2);
    const other = nextModel(refused, { type: 'edit', change: { profile: 'x' } });
    assert.deepEqual(
      other.refused.map(({ field }) => field),
      ['ca'],
    );
    const same = nextModel(refused, { type: 'edit', change: { ca: 'letsencrypt-staging' } });
    assert.deepEqual(same.refused, []);
  });

  it('is forgotten with the next attempt', () => {
    const refuse: FormEvent = { type: 'refuse', problems: [{ problem: PROBLEM }] };
    const model = after(begin, refuse, { type: 'submit' });
    assert.deepEqual(model.refused, []);
    assert.equal(model.isSubmitted, true);
  });
});

describe('an edit before the host has said anything', () => {
  it('changes nothing', () => {
    assert.deepEqual(after(names('a.example.com')), UNTOUCHED);
  });
});

describe('restoredModel', () => {
  const saved = { subject: STATE.subject, entries: ENTRIES, isNameTyped: true };

  it('brings back what was typed', () => {
    const model = restoredModel(saved, STATE.subject);
    assert.deepEqual(model.entries, ENTRIES);
    assert.equal(model.isNameTyped, true);
    assert.equal(model.isSubmitted, false);
  });

  it('begins anew for another certificate, and for what nobody has kept', () => {
    const { subject } = RENEWAL;
    assert.ok(subject.mode === 'renew');
    const other = { ...subject, ref: { ...subject.ref, name: 'other' } };
    assert.equal(restoredModel(saved, subject), UNTOUCHED);
    assert.equal(restoredModel({ ...saved, subject: other }, subject), UNTOUCHED);
    assert.deepEqual(restoredModel({ ...saved, subject }, subject).entries, ENTRIES);
    for (const kept of [undefined, null, 'x', { entries: ENTRIES }, { ...saved, entries: [] }]) {
      assert.equal(restoredModel(kept, STATE.subject), UNTOUCHED);
    }
  });
});
