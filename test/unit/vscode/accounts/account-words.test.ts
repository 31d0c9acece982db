import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { KnownAccount } from '../../../../src/app/accounts/account-choice.ts';
import { english } from '../../../../src/domain/translate.ts';
import {
  accountFacts,
  accountWords,
  deactivationWords,
} from '../../../../src/vscode/accounts/account-words.ts';

const ACCOUNT: KnownAccount = {
  ca: 'zerossl',
  caName: 'ZeroSSL',
  directoryUrl: 'https://acme.zerossl.com/v2/DV90',
  url: 'https://acme.zerossl.com/v2/DV90/account/1',
  eabKid: 'kid-1',
  contact: ['mailto:ada@example.com'],
  agreedTerms: 'https://zerossl.com/terms',
  created: '2026-11-22T12:00:00.000Z',
  issues: true,
};

describe('the words of an account', () => {
  it('tell CA, use, key id, contact, day and where the key is', () => {
    assert.deepEqual(accountWords(ACCOUNT, english), {
      label: 'ZeroSSL',
      description: 'issues · key id kid-1 · ada@example.com',
      detail:
        "key in this editor's secret storage · made 2026-11-22 · https://acme.zerossl.com/v2/DV90/account/1",
    });
  });

  it('tell of one that the CA has not confirmed, and of one that does not issue', () => {
    const { url, eabKid, created, ...rest } = ACCOUNT;
    const draft = accountWords({ ...rest, contact: [], issues: false }, english);
    assert.equal(draft.description, 'not confirmed by the CA yet · no contact');
    assert.equal(
      draft.detail,
      "key in this editor's secret storage · https://acme.zerossl.com/v2/DV90",
    );
    assert.ok(url && eabKid && created);
    const second = accountWords({ ...ACCOUNT, issues: false }, english);
    assert.match(second.description, /^does not issue, another account does · /);
  });

  it('tell what the CA says rather than what is remembered', () => {
    const atCa = {
      status: 'deactivated',
      contact: ['mailto:bob@example.com'],
      termsAgreed: true,
      orders: undefined,
    };
    const report = { ...ACCOUNT, url: ACCOUNT.url ?? '', atCa };
    const facts = new Map(accountFacts(report, english).map(({ label, value }) => [label, value]));
    assert.equal(facts.get('Status'), 'deactivated');
    assert.equal(facts.get('Contact'), 'bob@example.com');
    assert.equal(facts.get('Made'), '2026-11-22 12:00 UTC');
  });
});

describe('what deactivating means', () => {
  it('names the certificates that it has ordered, five of them', () => {
    const ordered = ['v/a', 'v/b', 'v/c', 'v/d', 'v/e', 'v/f', 'v/g'];
    const text = deactivationWords(ACCOUNT, ordered, english);
    assert.match(text, /renew or revoke v\/a, v\/b, v\/c, v\/d, v\/e and 2 more, nor/);
    assert.match(text, /needs another account at ZeroSSL, with a key from its site\.$/);
  });

  it('says that vaults which were never opened are not known', () => {
    const { eabKid, ...free } = ACCOUNT;
    const text = deactivationWords(free, [], english);
    assert.ok(eabKid);
    assert.match(text, /No certificate that is listed here names it; vaults that were never/);
    assert.match(text, /needs another account at ZeroSSL\.$/);
  });
});
