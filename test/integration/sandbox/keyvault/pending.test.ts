import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertAnswers, recorded } from './recorded.ts';
import { createVaultUnderTest } from './vault-under-test.ts';
import { bundleOf, errorOf, pendingOf } from './wire.ts';

const SELF = recorded('create-self-202').request.body;
const UNKNOWN = recorded('create-unknown-202').request.body;

async function startOperation(name: string, body: unknown, retentionDays = 90) {
  const vault = createVaultUnderTest({ softDeleteRetentionDays: retentionDays });
  const created = await vault.request('POST', `/certificates/${name}/create`, { body });
  return { ...vault, requestId: pendingOf(created).request_id };
}

describe('an operation with issuer Self', () => {
  it('completes after some seconds by itself, and stays readable', async () => {
    const { request, advance } = await startOperation('livekvtestcert', SELF);
    advance(4);
    const before = await request('GET', '/certificates/livekvtestcert/pending');
    assertAnswers(before, 'pending-self-inprogress');
    advance(6);
    const after = await request('GET', '/certificates/livekvtestcert/pending');
    assertAnswers(after, 'pending-self-completed', { listcert0: 'livekvtestcert' });
    assert.equal(after.headers['Retry-After'], undefined);
    const certificate = await request('GET', '/certificates/livekvtestcert');
    assert.equal(bundleOf(certificate).attributes.enabled, true);
    assert.equal(bundleOf(certificate).pending?.id.endsWith('/livekvtestcert/pending'), true);
  });

  it('can be cancelled, which takes effect later', async () => {
    const { request, advance } = await startOperation('cancelcert', SELF, 7);
    const pending = '/certificates/cancelcert/pending';
    const body = { cancellation_requested: true };
    assertAnswers(await request('PATCH', pending, { body }), 'cancel-patch-200');
    advance(5);
    assertAnswers(await request('GET', pending), 'pending-after-cancel-5s');
    advance(5);
    assertAnswers(await request('GET', pending), 'pending-cancelled');
    const again = await request('PATCH', pending, { body });
    assertAnswers(again, 'patch-pending-403-not-inprogress');
    assertAnswers(await request('DELETE', pending), 'pending-delete-200');
    assertAnswers(await request('GET', pending), 'pending-404');
    const deletion = await request('DELETE', '/certificates/cancelcert');
    assertAnswers(deletion, 'delete-cert-never-issued-200');
    const early = await request('GET', '/deletedcertificates/cancelcert');
    assertAnswers(early, 'deletedcert-404-while-deleting');
    advance(9);
    assertAnswers(await request('GET', '/deletedcertificates/cancelcert'), 'deletedcert-get-200');
  });
});

describe('an operation with issuer Unknown', () => {
  it('waits for a merge for ever', async () => {
    const { request, advance } = await startOperation('pending-cert', UNKNOWN);
    advance(86_400);
    const answer = await request('GET', '/certificates/pending-cert/pending');
    assertAnswers(answer, 'pending-unknown-inprogress');
    assert.equal(answer.headers['Retry-After'], '10');
  });

  it('answers its deletion as it stood, and leaves the placeholder', async () => {
    const { request, keyVault } = await startOperation('pending-cert', UNKNOWN);
    const answer = await request('DELETE', '/certificates/pending-cert/pending');
    assertAnswers(answer, 'pending-delete-inprogress-200');
    const certificate = await request('GET', '/certificates/pending-cert');
    assert.equal(certificate.status, 200);
    assert.equal(bundleOf(certificate).pending, undefined);
    assert.equal((await request('DELETE', '/certificates/pending-cert/pending')).status, 404);
    const [entry] = keyVault.snapshot()[0]?.certificates ?? [];
    assert.equal(entry?.pending, null);
    assert.deepEqual(entry.placeholder, { tags: {} });
  });

  it('is found by its own request id only', async () => {
    const { request, requestId } = await startOperation('x', UNKNOWN);
    const pending = '/certificates/x/pending';
    assert.equal((await request('GET', `${pending}?request_id=${requestId}`)).status, 200);
    const other = `${pending}?request_id=${'0'.repeat(32)}`;
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const answer = await request(method, other, { body: { cancellation_requested: true } });
      assertAnswers(answer, 'pending-404', { cancelcert: 'x' });
    }
  });

  it('can be overwritten once it is cancelled', async () => {
    const { request, advance, requestId } = await startOperation('x', UNKNOWN);
    await request('PATCH', '/certificates/x/pending', { body: { cancellation_requested: true } });
    advance(10);
    const again = await request('POST', '/certificates/x/create', { body: UNKNOWN });
    assert.equal(again.status, 202);
    const answer = await request('GET', `/certificates/x/pending?request_id=${requestId}`);
    assert.equal(answer.status, 404);
  });
});

describe('an operation that is not there', () => {
  it('is not found, whether or not there is a certificate', async () => {
    const { request } = createVaultUnderTest();
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const body = { cancellation_requested: true };
      const answer = await request(method, '/certificates/cancelcert/pending', { body });
      assertAnswers(answer, 'pending-404');
    }
  });

  it('refuses a body that says nothing', async () => {
    const { request } = await startOperation('x', UNKNOWN);
    const answer = await request('PATCH', '/certificates/x/pending', { body: {} });
    assert.equal(errorOf(answer).code, 'BadParameter');
  });
});
