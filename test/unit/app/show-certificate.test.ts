import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { showCertificate } from '../../../src/app/show-certificate.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import type { Vault } from '../../../src/domain/key-vault.ts';
import { POLICY, threeVaults } from './three-vaults.ts';

const { signal } = new AbortController();

describe('showing a certificate', () => {
  const claim = 'run=bbbbbbbbbbbbbbbb since=1 until=2 by=bob@pc for=a/www';

  it('tells what certificate, tags and pending operation say', async () => {
    const { services, vaults } = threeVaults();
    vaults.get('a')?.change('www', { tags: { 'kvcert-ca': 'letsencrypt', 'kvcert-owner': claim } });
    const operation = vaults.get('a')?.begin('www', POLICY, {});
    const details = await showCertificate(services, { vault: 'a', name: 'www' }, signal);
    assert.deepEqual(details.facts?.dnsNames, ['example.com']);
    assert.equal(details.pending?.requestId, operation?.requestId);
    assert.equal(details.recipe?.ca, 'letsencrypt');
    assert.equal(details.claim?.owner, 'bob@pc');
    assert.deepEqual(services.pki.splitPemChain(details.pem ?? ''), [details.bundle.der]);
  });

  it('shows what is not finished without facts, and nothing pending where nothing is', async () => {
    const { services, vaults } = threeVaults();
    vaults.get('a')?.begin('new', POLICY, {});
    const unfinished = await showCertificate(services, { vault: 'a', name: 'new' }, signal);
    assert.deepEqual([unfinished.facts, unfinished.pem], [undefined, undefined]);
    const finished = await showCertificate(services, { vault: 'a', name: 'api' }, signal);
    assert.deepEqual(
      [finished.pending, finished.recipe, finished.claim],
      [undefined, undefined, undefined],
    );
  });

  it('asks for no vaults where it is given one', async () => {
    const { services } = threeVaults();
    const vaults = () => Promise.reject(new Error('the vaults were listed'));
    const without = { ...services, inventory: { ...services.inventory, vaults } };
    const target = { vault: { name: 'a' } as Vault, name: 'www' };
    const details = await showCertificate(without, target, signal);
    assert.deepEqual(details.facts?.dnsNames, ['example.com']);
  });

  it('fails for what is not there', async () => {
    const { services } = threeVaults();
    await assert.rejects(showCertificate(services, { vault: 'a', name: 'no' }, signal), (error) =>
      isCertError(error, 'CertificateNotFound'),
    );
    await assert.rejects(showCertificate(services, { vault: 'c', name: 'no' }, signal), (error) =>
      isCertError(error, 'VaultNotFound'),
    );
  });
});
