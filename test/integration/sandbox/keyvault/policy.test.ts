import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertAnswers, recorded } from './recorded.ts';
import { createVaultUnderTest } from './vault-under-test.ts';
import { errorOf } from './wire.ts';

async function createWithPolicy() {
  const vault = createVaultUnderTest();
  const { body } = recorded('create-self-202-explicit-policy').request;
  await vault.request('POST', '/certificates/policycert/create', { body });
  return vault;
}

describe('the policy of a certificate', () => {
  it('is shown and patched as recorded', async () => {
    const { request, advance } = await createWithPolicy();
    const path = '/certificates/policycert/policy';
    assertAnswers(await request('GET', path), 'policy-get-200');
    advance(11);
    const { body } = recorded('policy-patch-200-ec').request;
    const patched = await request('PATCH', path, { body });
    assertAnswers(patched, 'policy-patch-200-ec');
    assert.deepEqual((await request('GET', path)).body, patched.body);
    const { created, updated } = (patched.body as { attributes: Record<string, number> })
      .attributes;
    assert.equal((updated ?? 0) - (created ?? 0), 11);
  });

  it('takes nothing of the old key over when the type changes', async () => {
    const { request } = await createWithPolicy();
    const path = '/certificates/policycert/policy';
    const toEc = await request('PATCH', path, { body: { key_props: { kty: 'EC', crv: 'P-384' } } });
    const keyOf = (answer: { body: unknown }) => (answer.body as { key_props: object }).key_props;
    const kept = { exportable: true, reuse_key: true };
    assert.deepEqual(keyOf(toEc), { ...kept, kty: 'EC', key_size: 384, crv: 'P-384' });
    const toRsa = await request('PATCH', path, { body: { key_props: { kty: 'RSA' } } });
    assert.deepEqual(keyOf(toRsa), { ...kept, kty: 'RSA', key_size: 2048 });
  });

  it('is not changed by a patch that is refused', async () => {
    const { request } = await createWithPolicy();
    const path = '/certificates/policycert/policy';
    const before = await request('GET', path);
    const body = { x509_props: { validity_months: 0 } };
    assert.equal(errorOf(await request('PATCH', path, { body })).code, 'BadParameter');
    assert.deepEqual((await request('GET', path)).body, before.body);
  });

  it('is not there without its certificate', async () => {
    const { request } = createVaultUnderTest();
    assert.equal(
      errorOf(await request('GET', '/certificates/x/policy')).code,
      'CertificateNotFound',
    );
  });
});
