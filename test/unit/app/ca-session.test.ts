import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  agreeWithCa,
  authorityInfo,
  openSession,
  reopenSession,
} from '../../../src/app/ca-session.ts';
import type { Registrar } from '../../../src/app/registrar.ts';
import type { AcmeAccount } from '../../../src/domain/acme.ts';
import { CertError, isCertError } from '../../../src/domain/errors.ts';
import { FakeVaultKeys } from './fake-vault-keys.ts';
import { FakeCa } from './fake-ca.ts';
import { MemoryAccounts } from './memory-state.ts';
import { Wire } from './wire.ts';

const URL = 'https://ca.example/directory';
const WHICH = { id: URL, name: 'Fake CA', directoryUrl: URL };
const TERMS = 'https://ca.example/terms/1';
const OLD_TERMS = 'https://ca.example/terms/0';
const { signal } = new AbortController();

type Known = Pick<AcmeAccount, 'url' | 'agreedTerms' | 'contact'>;

async function scene(known: Known | undefined, answer = true, terms = TERMS) {
  const wire = new Wire();
  const ca = new FakeCa(URL, wire, () => []);
  ca.offer = { ...ca.offer, terms: terms === '' ? undefined : terms };
  const accounts = new MemoryAccounts(wire);
  if (known) await accounts.add({ directoryUrl: URL, key: 'known key', ...known });
  const asked: string[] = [];
  const agree = (_ca: unknown, text: string): Promise<boolean> => {
    asked.push(text);
    return Promise.resolve(answer);
  };
  const vaultKeys = new FakeVaultKeys();
  const registrar: Registrar = { ca, accounts, agree, vaultKeys };
  wire.calls.length = 0;
  return { ca, accounts, asked, registrar, wire, stored: () => accounts.load(URL) };
}

const REGISTERED: Known = { url: 'https://ca.example/account/9', agreedTerms: TERMS };
const AGREED: Known = { url: undefined, agreedTerms: TERMS };
const AGREED_BEFORE: Known = { url: undefined, agreedTerms: OLD_TERMS };

describe('agreeing with a CA', () => {
  /** What is remembered, the terms if any, the answer; what is asked, and how it ends. */
  const table: readonly [
    string,
    Known | undefined,
    string,
    boolean,
    readonly string[],
    'goes on' | 'TermsNotAgreed',
  ][] = [
    ['a new CA, agreed to', undefined, TERMS, true, [TERMS], 'goes on'],
    ['a new CA, not agreed to', undefined, TERMS, false, [TERMS], 'TermsNotAgreed'],
    ['a CA without terms', undefined, '', false, [], 'goes on'],
    ['a registered account', REGISTERED, TERMS, false, [], 'goes on'],
    ['a registered account whose CA has new terms', REGISTERED, 'new', false, [], 'goes on'],
    ['a key that was not registered yet', AGREED, TERMS, false, [], 'goes on'],
    ['a key and changed terms, agreed to', AGREED_BEFORE, TERMS, true, [TERMS], 'goes on'],
    [
      'a key and changed terms, not agreed to',
      AGREED_BEFORE,
      TERMS,
      false,
      [TERMS],
      'TermsNotAgreed',
    ],
  ];
  for (const [what, known, terms, answer, questions, end] of table) {
    it(`${end} with ${what}`, async () => {
      const { registrar, asked, stored } = await scene(known, answer, terms);
      const before = await stored();
      const ended = await agreeWithCa(registrar, WHICH, signal).then(
        () => 'goes on',
        (error: unknown) => (isCertError(error, 'TermsNotAgreed') ? error.code : error),
      );
      assert.equal(ended, end);
      assert.deepEqual(asked, questions);
      const after = await stored();
      if (questions.length === 0 || end !== 'goes on') assert.deepEqual(after, before);
      else assert.deepEqual(after && { url: after.url, agreedTerms: after.agreedTerms }, AGREED);
    });
  }

  it('asks nobody who has agreed to these very terms before', async () => {
    const { registrar, asked, stored } = await scene(undefined, false);
    await agreeWithCa(registrar, WHICH, signal, { agreedTerms: TERMS });
    assert.deepEqual(asked, []);
    assert.equal((await stored())?.agreedTerms, TERMS);
  });

  it('asks again who has agreed to other terms', async () => {
    const { registrar, asked, stored } = await scene(undefined, false);
    await assert.rejects(
      agreeWithCa(registrar, WHICH, signal, { agreedTerms: OLD_TERMS }),
      (error) => isCertError(error, 'TermsNotAgreed'),
    );
    assert.deepEqual(asked, [TERMS]);
    assert.equal(await stored(), undefined);
  });

  it('changes nothing at the CA, and keeps the key that is remembered', async () => {
    const { registrar, wire, stored } = await scene(AGREED_BEFORE);
    await agreeWithCa(registrar, WHICH, signal);
    assert.equal(wire.calls.includes('ca.registerAccount'), false);
    assert.equal((await stored())?.key, 'known key');
  });

  it('refuses a CA that wants accounts of its own site, unless one is registered', async () => {
    for (const known of [undefined, AGREED]) {
      const { registrar, ca } = await scene(known);
      ca.offer = { ...ca.offer, externalAccountRequired: true };
      await assert.rejects(
        agreeWithCa(registrar, WHICH, signal),
        new CertError('ExternalAccountRequired', { ca: 'Fake CA', choice: URL }),
      );
    }
    const { registrar, ca } = await scene(REGISTERED);
    ca.offer = { ...ca.offer, externalAccountRequired: true };
    await agreeWithCa(registrar, WHICH, signal);
  });
});

describe('what a CA asks and offers', () => {
  /** What is remembered, the terms if any; whether somebody still has to be asked. */
  const table: readonly [string, Known | undefined, string, boolean][] = [
    ['a new CA', undefined, TERMS, false],
    ['a CA without terms', undefined, '', true],
    ['terms that were agreed to', AGREED, TERMS, true],
    ['terms that have changed since', AGREED_BEFORE, TERMS, false],
    ['a registered account, whatever the terms', REGISTERED, 'new', true],
  ];
  for (const [what, known, terms, agreed] of table) {
    it(`is ${agreed ? 'agreed' : 'not agreed'} to with ${what}, and asks nobody`, async () => {
      const { registrar, asked, wire } = await scene(known, true, terms);
      assert.deepEqual(await authorityInfo(registrar, WHICH, signal), {
        terms: terms === '' ? undefined : terms,
        agreed,
        profiles: { classic: '', tlsserver: '' },
        externalAccountRequired: false,
      });
      assert.deepEqual(asked, []);
      assert.deepEqual(wire.calls.toSorted(), ['accounts.load', 'ca.directory']);
    });
  }

  it('is an account of its own site only where none is registered', async () => {
    for (const [known, required] of [
      [undefined, true],
      [AGREED, true],
      [REGISTERED, false],
    ] as const) {
      const { registrar, ca } = await scene(known);
      ca.offer = { ...ca.offer, externalAccountRequired: true };
      const info = await authorityInfo(registrar, WHICH, signal);
      assert.equal(info.externalAccountRequired, required);
    }
  });
});

describe('opening a session', () => {
  it('of a registered account asks the CA nothing', async () => {
    const { registrar, wire } = await scene(REGISTERED);
    assert.equal((await openSession(registrar, WHICH, signal)).accountUrl, REGISTERED.url);
    assert.deepEqual(wire.calls, ['accounts.load']);
  });

  for (const known of [undefined, AGREED]) {
    it(`registers ${known ? 'a remembered key' : 'a new key'}, which is kept before the CA hears of it`, async () => {
      const { registrar, wire, stored } = await scene(known, true);
      const { accountUrl } = await openSession(registrar, WHICH, signal);
      const account = await stored();
      assert.deepEqual([account?.url, account?.agreedTerms], [accountUrl, TERMS]);
      const kept = known ? 'accounts.load' : 'accounts.add';
      assert.ok(wire.calls.indexOf(kept) < wire.calls.indexOf('ca.registerAccount'));
    });
  }

  it('registers with the contact that is remembered, and goes on remembering it', async () => {
    const contact = ['mailto:ada@example.com'];
    const { registrar, ca, stored } = await scene({ ...AGREED_BEFORE, contact });
    await agreeWithCa(registrar, WHICH, signal);
    const { accountUrl } = await openSession(registrar, WHICH, signal);
    assert.deepEqual(ca.registrations, [{ contact }]);
    assert.deepEqual(await stored(), {
      directoryUrl: URL,
      key: 'known key',
      url: accountUrl,
      agreedTerms: TERMS,
      contact,
    });
  });

  it('keeps the key where registering it fails, for the next time', async () => {
    const { registrar, wire, stored } = await scene(undefined);
    wire.fate = (_n, call) => (call === 'ca.registerAccount' ? 'answer-lost' : 'happens');
    await assert.rejects(openSession(registrar, WHICH, signal));
    const key = (await stored())?.key;
    wire.fate = () => 'happens';
    await openSession(registrar, WHICH, signal);
    assert.equal((await stored())?.key, key);
  });

  for (const [what, known] of [
    ['a new key', undefined],
    ['a remembered key whose terms have changed', AGREED_BEFORE],
  ] as const) {
    it(`does not register ${what} without an agreement`, async () => {
      const { registrar, wire } = await scene(known, false);
      await assert.rejects(
        openSession(registrar, WHICH, signal),
        new CertError('TermsNotAgreed', { ca: 'Fake CA', terms: TERMS }),
      );
      assert.equal(wire.calls.includes('ca.registerAccount'), false);
    });
  }
});

describe('reopening a session that the CA does not know any more', () => {
  it('registers the same key without a question where the terms are the same', async () => {
    const { registrar, asked, stored, ca } = await scene(REGISTERED);
    const { accountUrl } = await reopenSession(registrar, WHICH, signal);
    assert.equal(accountUrl, await ca.findAccount(ca.localSigner('known key')));
    assert.deepEqual(asked, []);
    assert.deepEqual(await stored(), {
      directoryUrl: URL,
      key: 'known key',
      url: accountUrl,
      agreedTerms: TERMS,
    });
  });

  for (const answer of [true, false]) {
    it(`asks again where the terms have changed (${answer ? 'agreed to' : 'not agreed to'})`, async () => {
      const { registrar, asked, stored } = await scene(
        { url: REGISTERED.url, agreedTerms: OLD_TERMS },
        answer,
      );
      const reopened = reopenSession(registrar, WHICH, signal);
      if (answer) await reopened;
      else await assert.rejects(reopened, (error) => isCertError(error, 'TermsNotAgreed'));
      assert.deepEqual(asked, [TERMS]);
      assert.equal((await stored())?.agreedTerms, answer ? TERMS : OLD_TERMS);
    });
  }
});
