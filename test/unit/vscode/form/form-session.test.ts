import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { Engine } from '../../../../src/app/engine.ts';
import { CertError } from '../../../../src/domain/errors.ts';
import type { NameState } from '../../../../src/domain/name-state.ts';
import type { FormEntries, FormSubject } from '../../../../src/webview/form/state-protocol.ts';
import { DETAILS } from '../details/sample-details.ts';
import type { Script } from '../fake-directory.ts';
import {
  AUTHORITY,
  formUnderTest,
  operationOf,
  refOf,
  signal,
  TERMS,
  WILLING,
} from './form-under-test.ts';

describe('a form for a new certificate', () => {
  it('begins with what the settings say', () => {
    const { session } = formUnderTest();
    const { initial, vaults } = session.state;
    assert.deepEqual(
      [initial?.ca, initial?.keyType, initial?.contentType, initial?.vault],
      ['letsencrypt', 'ec-p256', 'pem', ''],
    );
    assert.deepEqual(
      vaults.choices.map(({ name }) => name),
      ['contoso-test', 'contoso-web'],
    );
    assert.match(vaults.choices[0]?.group ?? '', /operator@contoso\.com.*Production/);
    assert.equal(vaults.isPartial, false);
  });

  it('says that nobody is signed in, until somebody is', () => {
    const { session, signIn, portfolioChanges } = formUnderTest({ isSignedIn: false });
    const [problem, ...others] = session.state.vaults.problems;
    assert.deepEqual(
      problem?.remedies.flatMap(({ button }) => button?.label ?? []),
      ['Sign In'],
    );
    assert.equal(others.length, 0);
    signIn();
    portfolioChanges({ kind: 'accounts' });
    assert.deepEqual(session.state.vaults.problems, []);
    assert.equal(session.state.vaults.choices.length, 2);
  });

  it('chooses the only vault, or the one that it was opened for', () => {
    const only = formUnderTest({ chosen: ['contoso-web'] });
    assert.equal(only.session.state.initial?.vault, only.keyOf('contoso-web'));
    const opened = formUnderTest({
      subject: { mode: 'create', vault: refOf('contoso-other', '') },
      others: ['contoso-other', 'contoso-more'],
    });
    assert.equal(opened.session.state.initial?.vault, opened.keyOf('contoso-other'));
    assert.deepEqual(
      opened.session.state.vaults.choices.map(({ name }) => name),
      ['contoso-other', 'contoso-test', 'contoso-web'],
    );
  });

  it('shows the vaults of all subscriptions when asked', async () => {
    const { session, shown } = formUnderTest({ others: ['contoso-other'] });
    assert.equal(session.state.vaults.isPartial, true);
    await session.handlers.allVaults(null, signal);
    assert.equal(shown.at(-1)?.vaults.isPartial, false);
    assert.equal(shown.at(-1)?.vaults.choices.length, 3);
  });

  it('puts its vaults into words once for all times that it is shown', () => {
    const { session, portfolioChanges } = formUnderTest();
    const choices = () => session.state.vaults.choices;
    const before = choices();
    assert.equal(choices(), before);
    portfolioChanges({ kind: 'accounts' });
    assert.notEqual(choices(), before);
  });

  it('shows what the portfolio learns of accounts, and no single listing', () => {
    const { shown, portfolioChanges } = formUnderTest();
    portfolioChanges({ kind: 'vault', directory: 'd', vaultId: '/x' });
    assert.equal(shown.length, 0);
    portfolioChanges({ kind: 'accounts' });
    assert.equal(shown.length, 1);
  });
});

describe('submitting', () => {
  it('starts what was wished in the directory of the vault', async () => {
    const { session, entries, started, shown, directoryKey } = formUnderTest();
    const answer = await session.handlers.submit(
      { ...entries, keyType: 'ec-p384', reuseKey: true, tags: [{ name: 'env', value: 'prod' }] },
      signal,
    );
    assert.deepEqual(answer, { accepted: true });
    assert.equal(started.length, 1);
    const [start] = started;
    assert.ok(start);
    assert.equal(start.directoryKey, directoryKey);
    assert.deepEqual(start.wish.target, { vault: 'contoso-web', name: 'www' });
    assert.equal(start.wish.kind, 'create');
    assert.equal(start.wish.keyType, 'ec-p384');
    assert.equal(start.wish.reuseKey, true);
    assert.deepEqual(start.wish.tags, { env: 'prod' });
    assert.equal(shown.at(-1)?.operation?.state, 'running');
  });

  const refused: readonly [string, Partial<FormEntries>, Script, string][] = [
    ['a name that breaks the rules', { name: 'a.b' }, WILLING, 'name'],
    ['no DNS name', { dnsNames: [] }, WILLING, 'dnsNames'],
    [
      'a name that is taken',
      {},
      { ...WILLING, nameState: () => Promise.resolve({ state: 'deleted' }) },
      'name',
    ],
    [
      'terms that were not agreed to',
      { agreedTerms: 'https://ca.example/terms-of-last-year' },
      { ...WILLING, authority: () => Promise.resolve({ ...AUTHORITY, agreed: false }) },
      'agreedTerms',
    ],
    ['a profile that is not offered', { profile: 'short' }, WILLING, 'profile'],
    [
      'a CA that deals with its own customers only',
      {},
      {
        ...WILLING,
        authority: () => Promise.resolve({ ...AUTHORITY, externalAccountRequired: true }),
      },
      'ca',
    ],
  ];
  for (const [what, change, script, field] of refused) {
    it(`refuses ${what} next to the field, and starts nothing`, async () => {
      const { session, entries, started } = formUnderTest({ script });
      const answer = await session.handlers.submit({ ...entries, ...change }, signal);
      assert.ok(!answer.accepted);
      assert.deepEqual(
        answer.problems.map((one) => one.field),
        [field],
      );
      assert.notEqual(answer.problems[0]?.problem.message, '');
      assert.deepEqual(started, []);
    });
  }

  it('leads to the certificate that has the name, through the account of the chosen vault', async () => {
    const taken: NameState = {
      ...{ state: 'exists', dnsNames: ['www.contoso.com'] },
      ...{ notAfter: undefined, recipe: undefined, pending: undefined },
    };
    const script: Script = { ...WILLING, nameState: () => Promise.resolve(taken) };
    const { session, entries, repaired, directoryKey } = formUnderTest({ script });
    const { vault, name } = entries;
    const found = await session.handlers.checkName({ vault, name }, signal);
    const answer = await session.handlers.submit(entries, signal);
    assert.ok(!answer.accepted);
    for (const problem of [found.problem, answer.problems[0]?.problem]) {
      const button = problem?.remedies.find((remedy) => remedy.button?.label === 'Renew…')?.button;
      await session.handlers.repair({ token: button?.token ?? assert.fail('no button') }, signal);
      const [repair] = repaired.splice(0);
      assert.deepEqual(repair && 'arguments' in repair && repair.arguments, [
        { vault: 'contoso-web', name: 'www', directory: directoryKey },
      ]);
    }
  });

  it('takes the agreement to the terms along', async () => {
    const authority: Engine['authority'] = () => Promise.resolve({ ...AUTHORITY, agreed: false });
    const { session, entries, started } = formUnderTest({ script: { ...WILLING, authority } });
    await session.handlers.submit({ ...entries, agreedTerms: TERMS }, signal);
    assert.equal(started[0]?.wish.agreedTerms, TERMS);
  });

  it('throws where the vault is gone', async () => {
    const { session, entries } = formUnderTest();
    await assert.rejects(session.handlers.submit({ ...entries, vault: 'x' }, signal), {
      code: 'VaultNotFound',
    });
  });

  it('starts nothing that the page no longer waits for', async () => {
    const controller = new AbortController();
    const script: Script = {
      ...WILLING,
      authority: () => {
        controller.abort();
        return Promise.resolve(AUTHORITY);
      },
    };
    const { session, entries, started } = formUnderTest({ script });
    await assert.rejects(session.handlers.submit(entries, controller.signal));
    assert.deepEqual(started, []);
  });

  it('copies the command of a wish without asking anybody', async () => {
    const { session, entries, copied, commands } = formUnderTest({ script: {} });
    assert.deepEqual(await session.handlers.copyCommand(entries, signal), { accepted: true });
    assert.deepEqual(copied, ['kvcert create']);
    const [wish] = commands;
    assert.deepEqual(wish && 'dnsNames' in wish && wish.dnsNames, ['www.contoso.com']);
    const wrong = await session.handlers.copyCommand({ ...entries, name: '' }, signal);
    assert.equal(wrong.accepted, false);
    assert.equal(copied.length, 1);
  });
});

describe('the operation that a form has started', () => {
  it('is shown step by step', async () => {
    const { session, entries } = formUnderTest();
    await session.handlers.submit(entries, signal);
    assert.deepEqual(session.state.operation, {
      id: 'op1',
      target: { vault: 'contoso-web', name: 'www' },
      state: 'running',
      isCancelling: false,
      steps: [
        { title: 'Check vault, name, zones and CA', ms: 12 },
        { title: 'Wait for the name servers', detail: '1 of 4 name servers' },
      ],
    });
  });

  it('says next to which field it has failed, and leads back to the fields', async () => {
    const { session, entries, operations, shown, boardChanges } = formUnderTest();
    await session.handlers.submit(entries, signal);
    const error = new CertError('ZoneNotFound', { name: 'www.contoso.com', visibleZones: 2 });
    const wish = operations.get('op1')?.wish ?? assert.fail('missing');
    operations.set('op1', operationOf(wish, { state: 'failed', error }));
    boardChanges();
    assert.equal(shown.at(-1)?.operation?.problem?.field, 'dnsNames');
    await session.handlers.reconsider(null, signal);
    assert.equal(shown.at(-1)?.operation, undefined);
  });

  it('can be cancelled and shown', async () => {
    const { session, entries, cancelled, ran, closed } = formUnderTest();
    await session.handlers.submit(entries, signal);
    await session.handlers.cancelOperation(null, signal);
    assert.deepEqual(cancelled, ['op1']);
    await session.handlers.showOperations(null, signal);
    await session.handlers.showCertificate(null, signal);
    assert.deepEqual(ran, [
      ['kvcert.operations.focus'],
      ['kvcert.showCertificate', { vault: 'contoso-web', name: 'www', directory: 'a/t' }],
    ]);
    await session.handlers.close(null, signal);
    assert.equal(closed(), 1);
  });

  it('is there before anything is shown after a reload', async () => {
    const op1 = operationOf({ kind: 'create', target: { vault: 'v', name: 'n' } });
    const { session, shown } = formUnderTest({ operation: 'op1', journal: { op1 } });
    assert.equal(session.state.operation, undefined);
    await session.recall();
    assert.equal(shown.at(-1)?.operation?.state, 'running');
  });

  it('is kept over a reload while nothing is known of it', async () => {
    const { session } = formUnderTest({ operation: 'op1' });
    await session.recall();
    assert.deepEqual([session.state.operation, session.state.operationId], [undefined, 'op1']);
    await session.handlers.reconsider(null, signal);
    assert.equal(session.state.operationId, undefined);
  });

  it('is found again after a reload', () => {
    const { session, operations, boardChanges, shown } = formUnderTest({ operation: 'op1' });
    assert.equal(session.state.operation, undefined);
    operations.set('op1', operationOf({ kind: 'create', target: { vault: 'v', name: 'n' } }));
    boardChanges();
    assert.equal(shown.at(-1)?.operation?.id, 'op1');
  });

  it('goes on without the form', () => {
    const { session, listeners, cancelled } = formUnderTest();
    assert.equal(listeners(), 2);
    session.dispose();
    assert.equal(listeners(), 0);
    assert.deepEqual(cancelled, []);
  });
});

describe('a form for a renewal', () => {
  const subject: FormSubject = { mode: 'renew', ref: refOf('contoso-web', 'www-contoso-com') };
  const script: Script = { ...WILLING, show: () => Promise.resolve(DETAILS) };

  it('is filled in from the newest version', async () => {
    const { session, shown } = formUnderTest({ subject, script });
    assert.equal(session.state.initial, undefined);
    await session.open();
    assert.deepEqual(shown.at(-1)?.initial?.dnsNames, DETAILS.facts?.dnsNames);
    assert.equal(shown.at(-1)?.current?.key, 'RSA 2048');
  });

  it('is filled in later where nobody was signed in', async () => {
    const options = { subject, script, isSignedIn: false };
    const { session, shown, signIn, portfolioChanges } = formUnderTest(options);
    await session.open();
    assert.notEqual(shown.at(-1)?.failure, undefined);
    portfolioChanges({ kind: 'accounts' });
    await setImmediate();
    assert.notEqual(shown.at(-1)?.failure, undefined);
    signIn();
    portfolioChanges({ kind: 'accounts' });
    await setImmediate();
    assert.equal(shown.at(-1)?.failure, undefined);
    assert.deepEqual(shown.at(-1)?.initial?.dnsNames, DETAILS.facts?.dnsNames);
  });

  it('is filled in later where its tenant has asked for a sign-in', async () => {
    let isRefused = true;
    const error = new CertError('SignInNeeded', { account: 'anna', tenant: 'Contoso' });
    const show = () => (isRefused ? Promise.reject(error) : Promise.resolve(DETAILS));
    const { session, shown, portfolioChanges } = formUnderTest({
      subject,
      script: { ...script, show },
    });
    await session.open();
    assert.match(shown.at(-1)?.failure?.message ?? '', /anna has signed in/);
    isRefused = false;
    portfolioChanges({ kind: 'accounts' });
    await setImmediate();
    assert.deepEqual(shown.at(-1)?.initial?.dnsNames, DETAILS.facts?.dnsNames);
  });

  it('renews what it was opened for, and says only what changes', async () => {
    const profiles = { classic: '' };
    const authority: Engine['authority'] = () => Promise.resolve({ ...AUTHORITY, profiles });
    const { session, started } = formUnderTest({ subject, script: { ...script, authority } });
    await session.open();
    const initial = session.state.initial ?? assert.fail('missing');
    const answer = await session.handlers.submit(
      { ...initial, name: 'another', contentType: 'pem' },
      signal,
    );
    assert.deepEqual(answer, { accepted: true });
    assert.deepEqual(started[0]?.wish, {
      kind: 'renew',
      target: { vault: 'contoso-web', name: 'www-contoso-com' },
      contentType: 'application/x-pem-file',
    });
  });

  describe('that another tool renews', () => {
    const tags = { Issuer: 'Acmebot', Endpoint: 'acme-staging-v02.api.letsencrypt.org' };
    const bundle = { ...DETAILS.bundle, tags };
    const others = { ...DETAILS, bundle, recipe: undefined };
    const ofTool = { ...script, show: () => Promise.resolve(others) };

    it('says so, and offers the CA that the tool has asked', async () => {
      const { session } = formUnderTest({ subject, script: ofTool });
      await session.open();
      assert.equal(session.state.current?.managedBy, 'Acmebot');
      assert.equal(session.state.initial?.ca, 'letsencrypt-staging');
    });

    it('takes it over once the person has said so, and not before', async () => {
      for (const adopts of [false, true]) {
        const { session, started, asked, commands } = formUnderTest({
          ...{ subject, script: ofTool, adopts },
        });
        await session.open();
        const entries = session.state.initial ?? assert.fail('missing');
        const answer = await session.handlers.submit(entries, signal);
        assert.deepEqual(asked, ['Acmebot']);
        assert.equal(answer.accepted, adopts);
        assert.deepEqual(
          started.map(({ wish }) => wish.adopt),
          adopts ? [true] : [],
        );
        await session.handlers.copyCommand(entries, signal);
        const [wish] = commands;
        assert.equal(wish && 'adopt' in wish && wish.adopt, true);
      }
    });
  });

  it('says why there is nothing to renew, and submits nothing', async () => {
    const show = () =>
      Promise.reject(new CertError('CertificateNotFound', { vault: 'contoso-web', name: 'www' }));
    const { session, shown, entries, started } = formUnderTest({
      subject,
      script: { ...script, show },
    });
    await session.open();
    assert.match(shown.at(-1)?.failure?.message ?? '', /www/);
    await assert.rejects(session.handlers.submit(entries, signal));
    assert.deepEqual(started, []);
  });
});
