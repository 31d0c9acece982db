import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { MadeInVault, VaultCreation } from '../../../../src/app/create-in-vault.ts';
import type { Engine } from '../../../../src/app/engine.ts';
import { CertError } from '../../../../src/domain/errors.ts';
import type { StepReporter } from '../../../../src/domain/issuance-news.ts';
import { defaultPolicy } from '../../../../src/domain/policy-change.ts';
import type { FormEntries } from '../../../../src/webview/form/state-protocol.ts';
import { formUnderTest, signal } from './form-under-test.ts';

const ISSUED: MadeInVault = {
  issued: {
    ...{ vault: 'contoso-web', name: 'www', version: 'v1', thumbprint: 'ab' },
    ...{ dnsNames: ['www.contoso.com'], chain: '', leftovers: [], steps: [] },
    ...{ notBefore: '2026-11-23T00:00:00.000Z', notAfter: '2027-11-23T00:00:00.000Z' },
  },
};

interface Running {
  readonly reporter: StepReporter;
  readonly signal: AbortSignal;
  readonly end: (made: MadeInVault) => void;
  readonly fail: (error: unknown) => void;
}

function vaultForm() {
  const wishes: Parameters<Engine['createInVault']>[0][] = [];
  const running: Running[] = [];
  const form = formUnderTest({
    script: {
      createInVault: (wish) => {
        wishes.push(wish);
        const creation: VaultCreation = {
          ...{ vault: 'contoso-web', name: wish.target.name, kind: 'self', tags: {} },
          ...{ policy: defaultPolicy('Self'), replaces: undefined },
          carryOut: (reporter, abort) =>
            new Promise((end, fail) => {
              abort.addEventListener('abort', () => {
                fail(abort.reason as Error);
              });
              running.push({ reporter, signal: abort, end, fail });
            }),
        };
        return Promise.resolve(creation);
      },
    },
  });
  const submit = async (change: Partial<FormEntries> = {}) => {
    const entries: FormEntries = { ...form.entries, madeBy: 'self', ...change };
    const answer = await form.session.handlers.submit(entries, signal);
    assert.deepEqual(answer, { accepted: true });
    return running[0] ?? assert.fail('nothing runs');
  };
  return { ...form, wishes, submit, operation: () => form.shown.at(-1)?.operation };
}

describe('a certificate that Key Vault makes for a form', () => {
  it('is asked for as the fields say, without any CA', async () => {
    const { submit, wishes, started, shown } = vaultForm();
    await submit({ months: '6', keyType: 'ec-p521', tags: [{ name: 'a', value: 'b' }] });
    const [wish] = wishes;
    assert.equal(wish?.change.issuer, 'Self');
    assert.equal(wish.change.validityMonths, 6);
    assert.equal(wish.change.key?.curve, 'P-521');
    assert.deepEqual(wish.tags, { a: 'b' });
    assert.deepEqual(started, []);
    assert.equal(shown.at(-1)?.operation?.state, 'running');
    // A reload does not know it any more.
    assert.equal(shown.at(-1)?.operationId, undefined);
  });

  it('shows its steps and its end, and leads to the certificate', async () => {
    const { submit, operation, ends, ran, session } = vaultForm();
    const { reporter, end } = await submit();
    reporter.started('csr');
    assert.deepEqual(
      operation()?.steps.map(({ ms }) => ms),
      [undefined],
    );
    reporter.finished('csr', 12);
    assert.deepEqual(
      operation()?.steps.map(({ ms }) => ms),
      [12],
    );
    end(ISSUED);
    await setImmediate();
    assert.equal(operation()?.state, 'done');
    assert.equal(operation()?.csr, undefined);
    assert.deepEqual(
      ends.map(({ state, isWatched, seen }) => [state, isWatched, seen.vault.name]),
      [['done', true, 'contoso-web']],
    );
    await session.handlers.showCertificate(null, signal);
    const [[command, target]] = ran as [[string, { name: string; vault: string }]];
    assert.deepEqual(
      [command, target.vault, target.name],
      ['kvcert.showCertificate', 'contoso-web', 'www'],
    );
  });

  it('hands out its CSR, and leads to the merge', async () => {
    const { submit, operation, csrs, ran, session } = vaultForm();
    const { end } = await submit({ madeBy: 'by-hand' });
    await session.handlers.copyCsr(null, signal);
    assert.deepEqual(csrs, []);
    end({ csr: 'PEM' });
    await setImmediate();
    assert.equal(operation()?.state, 'done');
    assert.equal(operation()?.csr, 'PEM');
    await session.handlers.copyCsr(null, signal);
    await session.handlers.saveCsr(null, signal);
    assert.deepEqual(csrs, ['copied contoso-web/www: PEM', 'saved contoso-web/www: PEM']);
    await session.handlers.dealWithPending(null, signal);
    assert.equal((ran as [[string]])[0][0], 'kvcert.dealWithPending');
  });

  it('can be cancelled, and the fields come back as they were', async () => {
    const { submit, operation, session } = vaultForm();
    const run = await submit();
    await session.handlers.cancelOperation(null, signal);
    assert.equal(run.signal.aborted, true);
    await setImmediate();
    assert.equal(operation()?.state, 'cancelled');
    await session.handlers.reconsider(null, signal);
    assert.equal(operation(), undefined);
  });

  it('says why it has failed', async () => {
    const { submit, operation } = vaultForm();
    const { fail } = await submit();
    const facts = { vault: 'contoso-web', name: 'www', issuer: 'Self' };
    fail(new CertError('IssuerPending', facts));
    await setImmediate();
    assert.equal(operation()?.state, 'failed');
    assert.match(operation()?.problem?.problem.message ?? '', /contoso-web/);
  });

  it('goes on without the form, and tells then how it has ended', async () => {
    const { submit, session, ends } = vaultForm();
    const { end, signal: abort } = await submit();
    session.dispose();
    assert.equal(abort.aborted, false);
    end(ISSUED);
    await setImmediate();
    assert.deepEqual(
      ends.map(({ isWatched }) => isWatched),
      [false],
    );
  });

  it('is refused next to the field by the rules, and by what only the vault knows', async () => {
    const unknown = new CertError('IssuerNotFound', {
      ...{ vault: 'contoso-web', issuer: 'nobody', known: [] },
    });
    const { session, entries } = formUnderTest({
      script: { createInVault: () => Promise.reject(unknown) },
    });
    const fieldsOf = async (change: Partial<FormEntries>) => {
      const answer = await session.handlers.submit({ ...entries, ...change }, signal);
      assert.ok(!answer.accepted);
      return answer.problems.map(({ field }) => field);
    };
    assert.deepEqual(await fieldsOf({ madeBy: 'self', months: 'many' }), ['months']);
    assert.deepEqual(await fieldsOf({ madeBy: 'named', issuer: 'nobody' }), ['issuer']);
  });

  it('is copied as the command line that does the same', async () => {
    const { session, entries, commands } = formUnderTest({ script: {} });
    await session.handlers.copyCommand({ ...entries, madeBy: 'by-hand' }, signal);
    const [wish] = commands;
    assert.equal(wish && 'change' in wish && wish.change.issuer, 'Unknown');
  });
});
