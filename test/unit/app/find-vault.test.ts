import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findVault } from '../../../src/app/find-vault.ts';
import { CertError } from '../../../src/domain/errors.ts';
import type { Inventory } from '../../../src/domain/inventory.ts';
import type { Vault } from '../../../src/domain/key-vault.ts';

const { signal } = new AbortController();

function vault(name: string): Vault {
  const uri = `https://${name}.vault.azure.net`;
  const place = { subscriptionId: 's', resourceGroup: 'g', tenantId: 't', location: 'l' };
  return { id: `/vaults/${name}`, name, uri, ...place };
}

const OLD = vault('old');
const NEW = vault('new');

/** `new` is so new that only a fresh listing has it. */
function lagging() {
  const asked: boolean[] = [];
  const inventory: Inventory = {
    vaults: (_signal, { fresh = false } = {}) => {
      asked.push(fresh);
      return Promise.resolve(fresh ? [NEW, OLD] : [OLD]);
    },
    zones: () => Promise.resolve([]),
    zonesElsewhere: () => Promise.resolve({ zones: [], unseen: [] }),
    zonesGiven: () => Promise.resolve({ zones: [], absent: [] }),
  };
  return { asked, inventory };
}

describe('finding a vault', () => {
  it('takes it from the usual listing, in any case', async () => {
    const { asked, inventory } = lagging();
    assert.equal(await findVault(inventory, 'OLD', signal), OLD);
    assert.deepEqual(asked, [false]);
  });

  it('looks once more for one that is missing', async () => {
    const { asked, inventory } = lagging();
    assert.equal(await findVault(inventory, 'new', signal), NEW);
    assert.deepEqual(asked, [false, true]);
  });

  it('says how many there are when it is not among them', async () => {
    await assert.rejects(
      findVault(lagging().inventory, 'none', signal),
      new CertError('VaultNotFound', { vault: 'none', visible: 2 }),
    );
  });
});
