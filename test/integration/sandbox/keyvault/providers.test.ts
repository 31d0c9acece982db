import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { beforeEach, describe, it } from 'node:test';
import { assertAnswers } from './recorded.ts';
import { createTestAuthority } from './test-authority.ts';
import { createVaultUnderTest, type VaultUnderTest } from './vault-under-test.ts';
import { bundleOf, errorOf, pendingOf } from './wire.ts';

const POLICY = {
  key_props: { kty: 'EC' },
  x509_props: { subject: 'CN=MyCertSubject1', sans: { dns_names: ['a.example.com'] } },
  issuer: { name: 'mydigicert', cty: 'OV-SSL' },
};
const PENDING = '/certificates/mycert1/pending';

interface FailedOperation {
  readonly status: string;
  readonly status_details: string;
  readonly cancellation_requested: boolean;
  readonly error?: { readonly code: string; readonly message: string };
}

describe('a certificate of a named issuer', () => {
  let vault: VaultUnderTest;
  const create = () =>
    vault.request('POST', '/certificates/mycert1/create', { body: { policy: POLICY } });
  const operation = async () => (await vault.request('GET', PENDING)).body as FailedOperation;

  beforeEach(async () => {
    vault = createVaultUnderTest();
    const body = { provider: 'DigiCert', credentials: { account_id: '1', pwd: 'x' } };
    await vault.request('PUT', '/certificates/issuers/mydigicert', { body });
  });

  it('is refused where the vault has no such issuer', async () => {
    await vault.request('DELETE', '/certificates/issuers/MyDigiCert');
    const answer = await create();
    assert.equal(answer.status, 400);
    assert.equal(errorOf(answer).message, 'Issuer not found');
  });

  it('is delivered for the CSR, with the intermediate', async () => {
    const created = await create();
    assert.equal(created.status, 202);
    assert.match(
      created.headers['Location'] ?? '',
      /\/mycert1\/pending\?api-version=.+&request_id=/,
    );
    vault.advance(10);
    assert.equal((await operation()).status, 'completed');
    const { cer = '', policy } = bundleOf(await vault.request('GET', '/certificates/mycert1'));
    const leaf = new X509Certificate(Buffer.from(cer, 'base64'));
    assert.equal(leaf.subject, 'CN=MyCertSubject1');
    assert.equal(leaf.subjectAltName, 'DNS:a.example.com');
    assert.equal(leaf.issuer, 'CN=Sandbox Provider TLS CA');
    assert.deepEqual((policy as { issuer?: object }).issuer, { name: 'mydigicert', cty: 'OV-SSL' });
    const secret = await vault.request('GET', '/secrets/mycert1', { as: 'auditor' });
    assert.equal(secret.status, 200);
  });

  for (const [outcome, code] of [
    ['fail', 'Certificate issuer error'],
    ['reject', 'Request rejected'],
  ] as const) {
    it(`ends with "${code}" when the provider is told to ${outcome}, and can be merged then`, async () => {
      vault.keyVault.providers.set('vaultname', 'mydigicert', { outcome, message: 'No.' });
      const { csr } = pendingOf(await create());
      vault.advance(10);
      const failed = await operation();
      assert.equal(failed.status, 'failed');
      assert.equal(failed.status_details, '');
      assert.deepEqual(failed.error, { code, message: 'No.' });
      const chain = await (await createTestAuthority()).issue(csr);
      const x5c = chain.map((der) => der.toString('base64'));
      const merged = await vault.request('POST', `${PENDING}/merge`, { body: { x5c } });
      assert.equal(merged.status, 201);
    });
  }

  it('takes the time that the provider is told, and goes on when it is told another', async () => {
    const { providers } = vault.keyVault;
    providers.set('vaultname', 'mydigicert', { outcome: 'wait' });
    await create();
    vault.advance(86_400);
    assert.equal((await operation()).status, 'inProgress');
    providers.set('vaultname', 'mydigicert', { outcome: 'complete', afterMs: 86_460_000 });
    vault.advance(59);
    assert.equal((await operation()).status, 'inProgress');
    vault.advance(1);
    assert.equal((await operation()).status, 'completed');
  });

  it('cannot be merged, created again or imported over while it is on its way', async () => {
    vault.keyVault.providers.set('vaultname', 'mydigicert', { outcome: 'wait' });
    const { csr } = pendingOf(await create());
    const x5c = [(await (await createTestAuthority()).issue(csr))[0].toString('base64')];
    const merged = await vault.request('POST', `${PENDING}/merge`, { body: { x5c } });
    assertAnswers(merged, 'merge-403-issuer');
    assertAnswers(await create(), 'create-409-while-pending');
    const body = { value: 'x' };
    const imported = await vault.request('POST', '/certificates/mycert1/import', { body });
    assertAnswers(imported, 'create-409-while-pending');
  });

  it('is cancelled, and can be merged then', async () => {
    vault.keyVault.providers.set('vaultname', 'mydigicert', { outcome: 'wait' });
    const { csr } = pendingOf(await create());
    await vault.request('PATCH', PENDING, { body: { cancellation_requested: true } });
    vault.advance(10);
    assert.equal((await operation()).status, 'cancelled');
    const x5c = [(await (await createTestAuthority()).issue(csr))[0].toString('base64')];
    const merged = await vault.request('POST', `${PENDING}/merge`, { body: { x5c } });
    assert.equal(merged.status, 201);
  });

  it('is delivered in spite of a cancellation where the provider ignores it', async () => {
    vault.keyVault.providers.set('vaultname', 'mydigicert', {
      outcome: 'complete',
      afterMs: 60_000,
      ignoresCancellation: true,
    });
    await create();
    await vault.request('PATCH', PENDING, { body: { cancellation_requested: true } });
    vault.advance(30);
    const waiting = await operation();
    assert.equal(waiting.status, 'inProgress');
    assert.equal(waiting.cancellation_requested, true);
    vault.advance(30);
    assert.equal((await operation()).status, 'completed');
  });
});
