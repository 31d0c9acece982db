import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { vaultByName } from '../../../src/vscode/vault-by-name.ts';
import { fakeDirectory, TENANT, vaultNamed } from './fake-directory.ts';

const ANNA = fakeDirectory({}, TENANT, { id: 'anna', label: 'anna@contoso.com' });
const BERT = fakeDirectory({}, TENANT, { id: 'bert', label: 'bert@contoso.com' });

const portfolio = {
  everyVault: () =>
    [ANNA, BERT].flatMap((directory) =>
      ['contoso-web', 'contoso-api'].map((name) => ({
        directory,
        vault: vaultNamed(name),
        subscription: undefined,
      })),
    ),
};

describe('a vault that is known by its name', () => {
  const through = (directory: string | undefined) =>
    vaultByName(portfolio, { vault: 'Contoso-API', directory });

  it('is seen through the directory that was named with it', () => {
    for (const { key } of [ANNA, BERT]) {
      const found = through(key);
      assert.deepEqual([found?.directory.key, found?.vault.name], [key, 'contoso-api']);
    }
  });

  it('is seen through another one where none was named, or that one is gone', () => {
    assert.equal(through(undefined)?.directory, ANNA);
    assert.equal(through('carl/tenant-1')?.directory, ANNA);
  });

  it('may be seen by nobody', () => {
    assert.equal(vaultByName(portfolio, { vault: 'contoso', directory: ANNA.key }), undefined);
  });
});
