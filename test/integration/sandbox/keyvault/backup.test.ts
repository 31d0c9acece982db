import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { assertAnswers } from './recorded.ts';
import { createVaultUnderTest, type VaultUnderTest } from './vault-under-test.ts';
import { bundleOf, errorOf, pageOf } from './wire.ts';

const CERTIFICATE = '/certificates/hotsqa';
const RESTORE = '/certificates/restore';

describe('a backup of a certificate', () => {
  let vault: VaultUnderTest;
  let value: string;
  beforeEach(async () => {
    vault = createVaultUnderTest();
    const policy = { x509_props: { subject: 'CN=x' }, issuer: { name: 'Self' } };
    const body = { policy, tags: { kept: 'yes' } };
    await vault.request('POST', `${CERTIFICATE}/create`, { body });
    vault.advance(10);
    await vault.request('POST', `${CERTIFICATE}/create`, { body });
    vault.advance(10);
    ({ value } = (await vault.request('POST', `${CERTIFICATE}/backup`)).body as { value: string });
  });

  const remove = async () => {
    await vault.request('DELETE', CERTIFICATE);
    vault.advance(10);
    await vault.request('DELETE', '/deletedcertificates/hotsqa');
  };

  it('brings all versions back after a purge, apart from what else happens to them', async () => {
    assert.match(value, /^[\w-]+$/);
    const before = await vault.request('GET', CERTIFICATE);
    await vault.request('PATCH', CERTIFICATE, { body: { tags: { changed: 'later' } } });
    await remove();
    const restored = await vault.request('POST', RESTORE, { body: { value } });
    assert.equal(restored.status, 200);
    assert.equal(bundleOf(restored).id, bundleOf(before).id);
    assert.deepEqual(bundleOf(restored).tags, { kept: 'yes' });
    assert.equal(bundleOf(restored).pending, undefined);
    const versions = await vault.request('GET', `${CERTIFICATE}/versions`);
    assert.equal(pageOf(versions).value.length, 2);
    const secret = await vault.request('GET', '/secrets/hotsqa', { as: 'auditor' });
    assert.equal(secret.status, 200);
  });

  it('is not restored while the name is in use or deleted', async () => {
    const taken = await vault.request('POST', RESTORE, { body: { value } });
    assert.equal(taken.status, 409);
    await vault.request('DELETE', CERTIFICATE);
    vault.advance(10);
    const deleted = await vault.request('POST', RESTORE, { body: { value } });
    assertAnswers(deleted, 'create-409-deleted-but-recoverable');
  });

  it('is refused where it is something else', async () => {
    const answer = await vault.request('POST', RESTORE, { body: { value: `${value}A` } });
    assert.equal(answer.status, 400);
    assert.equal(errorOf(answer).code, 'BadParameter');
  });

  it('is not made of what is not there, nor without the permission', async () => {
    const missing = await vault.request('POST', '/certificates/nope/backup');
    assert.equal(errorOf(missing).code, 'CertificateNotFound');
    const forbidden = await vault.request('POST', `${CERTIFICATE}/backup`, { as: 'auditor' });
    assert.match(errorOf(forbidden).message, /certificates\/backup\/action/);
    const restore = await vault.request('POST', RESTORE, { body: { value }, as: 'auditor' });
    assert.match(errorOf(restore).message, /certificates\/restore\/action/);
  });
});
