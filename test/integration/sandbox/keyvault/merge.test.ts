import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { assertAnswers, recorded } from './recorded.ts';
import type { TestAuthority } from './test-authority.ts';
import { createTestAuthority } from './test-authority.ts';
import type { RequestOptions } from './vault-under-test.ts';
import { createVaultUnderTest } from './vault-under-test.ts';
import { bundleOf, errorOf, pendingOf } from './wire.ts';

const UNKNOWN = recorded('create-unknown-202').request.body as object;
const EC = { policy: { key_props: { kty: 'EC' }, x509_props: { subject: 'CN=x' } } };

let authority: TestAuthority;
before(async () => {
  authority = await createTestAuthority();
});

async function createPending(body: unknown = EC, name = 'x') {
  const vault = createVaultUnderTest();
  const created = await vault.request('POST', `/certificates/${name}/create`, { body });
  const chain = await authority.issue(pendingOf(created).csr);
  const merge = (x5c: readonly string[], options: Partial<RequestOptions> & object = {}) =>
    vault.request('POST', `/certificates/${name}/pending/merge`, { body: { x5c }, ...options });
  return { ...vault, chain, x5c: chain.map((der) => der.toString('base64')), merge };
}

describe('a merge', () => {
  it('answers as recorded, with another version than the placeholder had', async () => {
    const { request, merge, x5c, chain, advance, now } = await createPending(UNKNOWN, 'mergecert');
    const placeholder = bundleOf(await request('GET', '/certificates/mergecert'));
    advance(30);
    const answer = await merge(x5c);
    assertAnswers(answer, 'merge-201');
    const merged = bundleOf(answer);
    assert.notEqual(merged.id, placeholder.id);
    assert.equal(merged.cer, chain[0].toString('base64'));
    assert.equal(merged.attributes.nbf, Date.parse('2026-03-01T00:00:00Z') / 1000);
    assert.equal(merged.attributes.exp, Date.parse('2026-05-30T00:00:00Z') / 1000);
    assert.equal(merged.attributes.created, now() / 1000);
    assert.equal(merged.policy.attributes.updated, now() / 1000 - 30);
    assert.deepEqual((await request('GET', '/certificates/mergecert')).body, answer.body);
    const operation = await request('GET', '/certificates/mergecert/pending');
    assert.equal(pendingOf(operation).status, 'completed');
    const gone = placeholder.id.split('/').at(-1) ?? '';
    assert.equal((await request('GET', `/certificates/mergecert/${gone}`)).status, 404);
  });

  it('carries over the tags of create, unless it brings its own', async () => {
    const tags = { owner: 'create' };
    const kept = await createPending({ ...EC, tags });
    assert.deepEqual(bundleOf(await kept.merge(kept.x5c)).tags, tags);
    const replaced = await createPending({ ...EC, tags });
    const body = { x5c: replaced.x5c, tags: { owner: 'merge' } };
    assert.deepEqual(bundleOf(await replaced.merge([], { body })).tags, { owner: 'merge' });
  });

  it('keeps the certificate disabled that was to be created so', async () => {
    const { merge, x5c } = await createPending({ ...EC, attributes: { enabled: false } });
    assert.equal(bundleOf(await merge(x5c)).attributes.enabled, false);
  });

  it('echoes preserveCertOrder', async () => {
    const { merge, x5c } = await createPending({ ...EC, preserveCertOrder: true });
    assert.equal(bundleOf(await merge(x5c)).preserveCertOrder, true);
  });

  it('decodes what older SDKs send: base64 of the base64 text and its end marker', async () => {
    const { merge, x5c } = await createPending();
    const text = `${x5c[0] ?? ''}-----END CERTIFICATE-----`;
    assert.equal((await merge([Buffer.from(text).toString('base64')])).status, 201);
  });

  it('finds the leaf wherever it stands', async () => {
    const { merge, x5c, chain } = await createPending();
    assert.equal(bundleOf(await merge(x5c.toReversed())).cer, chain[0].toString('base64'));
  });

  it('is possible after a cancellation', async () => {
    const { request, advance, merge, x5c } = await createPending();
    await request('PATCH', '/certificates/x/pending', { body: { cancellation_requested: true } });
    advance(10);
    assert.equal((await merge(x5c)).status, 201);
  });
});

describe('a merge that is refused', () => {
  it('answers a certificate for another key as recorded, and leaves the operation', async () => {
    const { request, merge, x5c } = await createPending();
    const other = await createPending();
    assertAnswers(await merge(other.x5c), 'merge-400-key-mismatch');
    const operation = await request('GET', '/certificates/x/pending');
    assert.equal(pendingOf(operation).status, 'inProgress');
    assert.equal((await merge(x5c)).status, 201);
  });

  for (const [what, x5c] of [
    ['nothing', []],
    ['garbage', [Buffer.from('garbage').toString('base64')]],
    ['no base64', ['***']],
    ['PKCS#7 text', [Buffer.from('-----BEGIN PKCS7-----\nMIIB\n').toString('base64')]],
  ] as const) {
    it(`finds no valid item in ${what}`, async () => {
      const { merge } = await createPending();
      assertAnswers(await merge(x5c), 'merge-400-no-pem-item');
    });
  }

  it('finds no operation', async () => {
    const { merge, x5c, request } = await createPending();
    await merge(x5c);
    assertAnswers(await merge(x5c), 'pending-404', { cancelcert: 'x' });
    await request('DELETE', '/certificates/x/pending');
    assertAnswers(await merge(x5c), 'pending-404', { cancelcert: 'x' });
  });

  it('is forbidden while an issuer is at work', async () => {
    const self = { policy: { x509_props: { subject: 'CN=x' }, issuer: { name: 'Self' } } };
    const { merge, x5c } = await createPending(self);
    assertAnswers(await merge(x5c), 'merge-403-issuer', { mydigicert: 'Self' });
  });

  it('needs x5c', async () => {
    const { merge } = await createPending();
    assert.equal(errorOf(await merge([], { body: {} })).code, 'BadParameter');
  });
});

describe('a renewal', () => {
  it('leaves the newest version alone until it is merged; its policy holds at once', async () => {
    const { request, merge, x5c, advance } = await createPending({ ...EC, tags: { a: '1' } });
    const first = await merge(x5c);
    advance(60);
    const body = {
      policy: { key_props: { kty: 'EC', crv: 'P-384' }, x509_props: { subject: 'CN=x' } },
      tags: { a: '2' },
    };
    const created = await request('POST', '/certificates/x/create', { body });
    const meanwhile = bundleOf(await request('GET', '/certificates/x'));
    assert.equal(meanwhile.id, bundleOf(first).id);
    assert.equal(meanwhile.attributes.enabled, true);
    assert.deepEqual(meanwhile.tags, { a: '1' });
    assert.equal(meanwhile.policy.key_props.crv, 'P-384');
    const { created: since, updated } = meanwhile.policy.attributes;
    assert.equal(updated - since, 60);
    const chain = await authority.issue(pendingOf(created).csr);
    const second = bundleOf(await merge(chain.map((der) => der.toString('base64'))));
    assert.notEqual(second.id, meanwhile.id);
    assert.deepEqual(second.tags, { a: '2' });
    assert.equal(bundleOf(await request('GET', '/certificates/x')).id, second.id);
    const version = meanwhile.id.split('/').at(-1) ?? '';
    assert.equal(bundleOf(await request('GET', `/certificates/x/${version}`)).id, meanwhile.id);
  });

  it('goes on with the established policy where none is sent', async () => {
    const { request, merge, x5c } = await createPending();
    await merge(x5c);
    const created = await request('POST', '/certificates/x/create', { body: {} });
    assert.equal(created.status, 202);
    assert.equal(bundleOf(await request('GET', '/certificates/x')).policy.key_props.kty, 'EC');
  });

  it('uses the key again where the policy says so', async () => {
    const key_props = { kty: 'EC', reuse_key: true };
    const { request, merge, x5c } = await createPending({ policy: { ...EC.policy, key_props } });
    await merge(x5c);
    const created = await request('POST', '/certificates/x/create', { body: {} });
    assert.equal(created.status, 202);
    // The old leaf fits the new operation only if the key is the same.
    assert.equal((await merge(x5c)).status, 201);
  });
});
