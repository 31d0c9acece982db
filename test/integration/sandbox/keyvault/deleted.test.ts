import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertAnswers } from './recorded.ts';
import { createVaultUnderTest } from './vault-under-test.ts';
import { bundleOf, errorOf, pageOf } from './wire.ts';

const SELF = {
  policy: { x509_props: { subject: 'CN=DefaultPolicy', sans: {} }, issuer: { name: 'Self' } },
};

type Dates = 'deletedDate' | 'scheduledPurgeDate';

async function createIssued(name: string) {
  const vault = createVaultUnderTest({ softDeleteRetentionDays: 7 });
  await vault.request('POST', `/certificates/${name}/create`, { body: SELF });
  vault.advance(10);
  return vault;
}

describe('a deleted certificate', () => {
  it('is answered as recorded, gone at once, and seen among the deleted ones later', async () => {
    const { request, advance, now } = await createIssued('livekvtestcert');
    const tags = { tag1: 'updated_value1' };
    await request('PATCH', '/certificates/livekvtestcert', { body: { tags } });
    const deletion = await request('DELETE', '/certificates/livekvtestcert');
    assertAnswers(deletion, 'delete-cert-200');
    const { deletedDate, scheduledPurgeDate } = deletion.body as Record<Dates, number>;
    assert.equal(deletedDate, now() / 1000);
    assert.equal(scheduledPurgeDate - deletedDate, 7 * 86_400);
    assert.equal((await request('GET', '/certificates/livekvtestcert')).status, 404);
    const path = '/deletedcertificates/livekvtestcert';
    assertAnswers(await request('GET', path), 'deletedcert-404-crud');
    assertAnswers(await request('DELETE', path), 'purge-409-being-deleted');
    assert.deepEqual(pageOf(await request('GET', '/deletedcertificates')).value, []);
    advance(10);
    assert.deepEqual((await request('GET', path)).body, deletion.body);
  });

  it('is listed as recorded', async () => {
    const issued = await createIssued('del0');
    await issued.request('DELETE', '/certificates/del0');
    issued.advance(10);
    assertAnswers(await issued.request('GET', '/deletedcertificates'), 'deleted-list-200');
  });

  it('can be purged, and then the name is free', async () => {
    const { request, advance } = await createIssued('x');
    await request('DELETE', '/certificates/x');
    advance(10);
    const purge = await request('DELETE', '/deletedcertificates/x');
    assertAnswers(purge, 'purge-204');
    assert.equal(purge.body, undefined);
    assert.equal(purge.headers['Content-Type'], undefined);
    assert.equal(
      errorOf(await request('GET', '/deletedcertificates/x')).code,
      'CertificateNotFound',
    );
    assert.equal((await request('POST', '/certificates/x/create', { body: SELF })).status, 202);
  });

  it('can be recovered with its versions, which takes some seconds', async () => {
    const { request, advance, keyVault } = await createIssued('x');
    const before = await request('GET', '/certificates/x');
    await request('DELETE', '/certificates/x');
    assert.deepEqual(keyVault.snapshot()[0]?.deleted, ['x']);
    advance(10);
    const recovery = await request('POST', '/deletedcertificates/x/recover');
    assert.equal(bundleOf(recovery).id, bundleOf(before).id);
    assert.equal((await request('GET', '/certificates/x')).status, 404);
    const early = await request('POST', '/certificates/x/create', { body: SELF });
    assert.equal(errorOf(early).inner, 'ObjectIsBeingRecovered');
    advance(10);
    assert.deepEqual((await request('GET', '/certificates/x')).body, before.body);
  });

  it('is gone for ever after the retention', async () => {
    const { request, advance } = await createIssued('x');
    await request('DELETE', '/certificates/x');
    advance(7 * 86_400);
    assert.equal((await request('GET', '/deletedcertificates/x')).status, 404);
    assert.equal((await request('POST', '/certificates/x/create', { body: SELF })).status, 202);
  });
});
