import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { PolicyWish } from '../../../../src/app/change-policy.ts';
import { CertError } from '../../../../src/domain/errors.ts';
import { DETAILS } from '../details/sample-details.ts';
import { formUnderTest, refOf, signal } from './form-under-test.ts';

async function policyForm(adopts: boolean, differences = 1) {
  const wishes: PolicyWish[] = [];
  const form = formUnderTest({
    adopts,
    subject: { mode: 'policy', ref: refOf('contoso-web', 'www') },
    script: {
      show: () => Promise.resolve(DETAILS),
      changePolicy: (wish) => {
        wishes.push(wish);
        return Promise.resolve({
          ...{ vault: 'contoso-web', name: 'www', isRenewedByAcme: false },
          differences: Array.from({ length: differences }, () => ({
            ...{ field: 'x509_props.validity_months', before: '12', after: '3' },
          })),
          carryOut: () => assert.fail('the panel does that'),
        });
      },
    },
  });
  await form.session.open();
  return { ...form, wishes, initial: form.session.state.initial ?? assert.fail('missing') };
}

describe('a form for the policy of a certificate', () => {
  it('changes what was edited once it is meant, and closes', async () => {
    const { session, initial, wishes, policies, closed } = await policyForm(true);
    assert.notEqual(initial.madeBy, 'acme');
    const answer = await session.handlers.submit({ ...initial, months: '3' }, signal);
    assert.deepEqual(answer, { accepted: true });
    assert.deepEqual(
      wishes.map(({ change }) => change),
      [{ validityMonths: 3 }],
    );
    assert.equal(policies.length, 1);
    await setImmediate();
    assert.equal(closed(), 1);
  });

  it('stays as it is where it is not meant', async () => {
    const { session, initial, closed } = await policyForm(false);
    await session.handlers.submit({ ...initial, months: '3' }, signal);
    await setImmediate();
    assert.equal(closed(), 0);
  });

  it('asks nobody where nothing changes', async () => {
    const { session, initial, policies, closed } = await policyForm(false, 0);
    await session.handlers.submit(initial, signal);
    assert.equal(policies.length, 0);
    assert.equal(closed(), 1);
  });

  it('refuses next to the field what is new and wrong', async () => {
    const { session, initial, wishes } = await policyForm(true);
    const answer = await session.handlers.submit({ ...initial, months: 'many' }, signal);
    assert.ok(!answer.accepted);
    assert.deepEqual(
      answer.problems.map(({ field }) => field),
      ['months'],
    );
    assert.deepEqual(wishes, []);
  });

  it('shows what the vault says to it', async () => {
    const form = formUnderTest({
      subject: { mode: 'policy', ref: refOf('contoso-web', 'www') },
      script: {
        show: () => Promise.resolve(DETAILS),
        changePolicy: () =>
          Promise.reject(new CertError('HsmNeedsPremium', { vault: 'contoso-web' })),
      },
    });
    await form.session.open();
    const initial = form.session.state.initial ?? assert.fail('missing');
    const answer = await form.session.handlers.submit({ ...initial, months: '3' }, signal);
    assert.ok(!answer.accepted);
    assert.deepEqual(
      answer.problems.map(({ field }) => field),
      ['keyType'],
    );
  });
});
