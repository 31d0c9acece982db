import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listCertificates } from '../../../src/app/list-certificates.ts';
import { CertError } from '../../../src/domain/errors.ts';
import { threeVaults } from './three-vaults.ts';

const { signal } = new AbortController();

describe('listing certificates', () => {
  it('is sorted by vault and name, and tells which vaults could not be read', async () => {
    const { services, forbidden } = threeVaults();
    const listing = await listCertificates(services, { vaults: 'all' }, signal);
    assert.deepEqual(
      listing.certificates.map(({ vault, name }) => `${vault}/${name}`),
      ['a/api', 'a/www', 'b/www'],
    );
    assert.deepEqual(listing.failures, [{ vault: 'locked', error: forbidden }]);
    assert.equal(listing.vaults, 3);
  });

  it('asks the vaults that are named, each once', async () => {
    const { services } = threeVaults();
    const listing = await listCertificates(services, { vaults: ['b', 'b'] }, signal);
    assert.deepEqual(
      listing.certificates.map(({ vault }) => vault),
      ['b'],
    );
    assert.equal(listing.vaults, 1);
  });

  it('fails for a vault that nobody sees', async () => {
    const { services } = threeVaults();
    await assert.rejects(
      listCertificates(services, { vaults: ['a', 'c'] }, signal),
      new CertError('VaultNotFound', { vault: 'c', visible: 3 }),
    );
  });

  for (const [days, count] of [
    [90, 3],
    [89, 0],
  ] as const) {
    it(`finds ${count} that end within ${days} days`, async () => {
      const { services } = threeVaults();
      const wanted = { vaults: ['a', 'b'], expiringDays: days };
      assert.equal((await listCertificates(services, wanted, signal)).certificates.length, count);
    });
  }

  it('is a cancellation, and no list of failures, when it is cancelled', async () => {
    const { services } = threeVaults();
    const reason = new CertError('Cancelled', { during: '' });
    await assert.rejects(
      listCertificates(services, { vaults: 'all' }, AbortSignal.abort(reason)),
      reason,
    );
  });
});
