import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { assertAnswers, recorded } from './recorded.ts';
import { createVaultUnderTest, type VaultUnderTest } from './vault-under-test.ts';
import { errorOf, pageOf } from './wire.ts';

let vault: VaultUnderTest;
beforeEach(() => {
  vault = createVaultUnderTest();
});

describe('contacts', () => {
  const CONTACTS = '/certificates/contacts';

  it('are set, read and deleted as recorded', async () => {
    assertAnswers(await vault.request('GET', CONTACTS), 'contacts-404');
    const { body } = recorded('contacts-put-200').request;
    assertAnswers(await vault.request('PUT', CONTACTS, { body }), 'contacts-put-200');
    assertAnswers(await vault.request('GET', CONTACTS), 'contacts-get-200');
    assertAnswers(await vault.request('DELETE', CONTACTS), 'contacts-delete-200');
    assertAnswers(await vault.request('DELETE', CONTACTS), 'contacts-404');
  });

  for (const contacts of [[], [{ name: 'nobody' }], [{ email: 'nowhere' }]]) {
    it(`are not set to ${JSON.stringify(contacts)}`, async () => {
      const answer = await vault.request('PUT', CONTACTS, { body: { contacts } });
      assert.equal(answer.status, 400);
      assertAnswers(await vault.request('GET', CONTACTS), 'contacts-404');
    });
  }

  it('are not changed by somebody who may only read', async () => {
    const { body } = recorded('contacts-put-200').request;
    const answer = await vault.request('PUT', CONTACTS, { body, as: 'reader' });
    assert.match(errorOf(answer).message, /certificatecontacts\/write/);
  });
});

describe('issuers', () => {
  const ISSUER = '/certificates/issuers/issuer1';

  it('are set, listed, read and deleted as recorded', async () => {
    const { body } = recorded('issuer-put-200').request;
    assertAnswers(await vault.request('PUT', ISSUER, { body }), 'issuer-put-200');
    assertAnswers(await vault.request('GET', '/certificates/issuers'), 'issuers-list-200');
    assertAnswers(await vault.request('GET', ISSUER), 'issuer-get-200');
    assertAnswers(await vault.request('DELETE', ISSUER), 'issuer-delete-200');
    assertAnswers(await vault.request('GET', ISSUER), 'issuer-404');
    assertAnswers(await vault.request('DELETE', ISSUER), 'issuer-404');
  });

  it('are changed member by member, and never show a password', async () => {
    const body = {
      provider: 'DigiCert',
      credentials: { account_id: 'keyvaultuser', pwd: 'secret' },
      org_details: { id: 'org', admin_details: [{ email: 'a@example.com' }] },
    };
    const made = await vault.request('PUT', ISSUER, { body });
    vault.advance(5);
    const patch = { credentials: { pwd: 'other' }, attributes: { enabled: false } };
    const patched = await vault.request('PATCH', ISSUER, { body: patch });
    assert.ok(!JSON.stringify([made, patched]).includes('pwd'));
    const created = Math.floor(vault.now() / 1000) - 5;
    assert.deepEqual(patched.body, {
      id: 'https://vaultname.vault.azure.net/certificates/issuers/issuer1',
      provider: 'DigiCert',
      credentials: { account_id: 'keyvaultuser' },
      org_details: { id: 'org', zip: 0, admin_details: [{ email: 'a@example.com' }] },
      attributes: { enabled: false, created, updated: created + 5 },
    });
  });

  it('are refused without a provider', async () => {
    const set = await vault.request('PUT', ISSUER, { body: {}, isDescribed: false });
    assert.equal(set.status, 400);
    assertAnswers(await vault.request('PATCH', ISSUER, { body: {} }), 'issuer-404');
  });

  it('are listed in pages', async () => {
    for (const name of ['a', 'b', 'c']) {
      await vault.request('PUT', `/certificates/issuers/${name}`, { body: { provider: 'Test' } });
    }
    await vault.request('DELETE', '/certificates/issuers/b');
    await vault.request('PUT', '/certificates/issuers/d', { body: { provider: 'Test' } });
    const first = pageOf(await vault.request('GET', '/certificates/issuers?maxresults=2'));
    const { pathname, search } = new URL(first.nextLink ?? '');
    const second = pageOf(await vault.request('GET', pathname + search));
    const names = [...first.value, ...second.value].map(({ id }) => id.split('/').at(-1));
    assert.deepEqual(names, ['a', 'c', 'd']);
    assert.equal(second.nextLink, null);
  });

  it('go by the permissions of an access policy, of which manageissuers is one', async () => {
    const policies = (certificates: string[]) =>
      createVaultUnderTest({ accessPolicies: [{ objectId: 'someone-object', certificates }] });
    const manager = policies(['manageissuers']);
    const read = await manager.request('GET', '/certificates/issuers', { as: 'someone' });
    assert.equal(read.status, 200);
    const body = { provider: 'Test' };
    const set = await manager.request('PUT', ISSUER, { as: 'someone', body });
    assert.equal(errorOf(set).inner, 'AccessDenied');
    const setter = policies(['setissuers']);
    assert.equal((await setter.request('PUT', ISSUER, { as: 'someone', body })).status, 200);
  });
});
