import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BoardOperation } from '../../../../src/app/operations/board-operation.ts';
import type { Vault } from '../../../../src/domain/key-vault.ts';
import type { Directory } from '../../../../src/vscode/directory.ts';
import { requireWorkplace, workplaceFor } from '../../../../src/vscode/operations/workplace.ts';
import { ACCOUNT, fakeDirectory, TENANT, vaultNamed } from '../fake-directory.ts';
import { LEFT, operation } from './sample-operation.ts';

const ANNA = fakeDirectory({}, TENANT, { id: 'anna', label: 'anna@contoso.com' });
const BERT = fakeDirectory({}, TENANT, { id: 'bert', label: 'bert@contoso.com' });
const OTHER = fakeDirectory({}, { ...TENANT, id: 'tenant-2' }, ACCOUNT);
const VAULT = vaultNamed('contoso');

/** Nothing is known before it was loaded. */
function portfolio(seen: readonly (readonly [Directory, Vault])[], directories = [ANNA, BERT]) {
  let isLoaded = false;
  const known = isLoadedOr(() => isLoaded);
  return {
    load: () => {
      isLoaded = true;
      return Promise.resolve();
    },
    directory: (key: string) => known(directories).find((each) => each.key === key),
    everyVault: () =>
      known(seen).map(([directory, vault]) => ({ directory, vault, subscription: undefined })),
    get accounts() {
      return known(directories).map((directory) => ({
        account: directory.account,
        directories: [
          { directory, inventory: undefined, unlisted: [], isLoading: false, failure: undefined },
        ],
        failure: undefined,
      }));
    },
  };
}

function isLoadedOr(isLoaded: () => boolean) {
  return <T>(items: readonly T[]): readonly T[] => (isLoaded() ? items : []);
}

function left(vault: Vault): BoardOperation {
  return operation({ state: 'interrupted', directoryKey: undefined, left: { ...LEFT, vault } });
}

describe('where an operation can be gone on with', () => {
  it('is the directory that has begun it', async () => {
    const begun = { ...left(VAULT), directoryKey: BERT.key };
    const found = await workplaceFor(portfolio([[ANNA, VAULT]]), begun);
    assert.equal(found?.directoryKey, BERT.key);
    assert.equal(found.engine, await BERT.engine());
  });

  it('is one that sees the vault, in whatever case its id is written', async () => {
    const seen = portfolio([
      [ANNA, vaultNamed('else')],
      [BERT, { ...VAULT, id: VAULT.id.toUpperCase() }],
    ]);
    assert.equal((await workplaceFor(seen, left(VAULT)))?.directoryKey, BERT.key);
    const byName = { ...operation({ state: 'interrupted' }), directoryKey: 'gone' };
    assert.equal((await workplaceFor(seen, byName))?.directoryKey, BERT.key);
  });

  it("is one of the vault's tenant where no listing shows the vault", async () => {
    const blind = portfolio([], [OTHER, ANNA]);
    assert.equal((await workplaceFor(blind, left(VAULT)))?.directoryKey, ANNA.key);
  });

  it('is nowhere where nobody of that tenant is signed in', async () => {
    const others = portfolio([], [OTHER]);
    assert.equal(await workplaceFor(others, left(VAULT)), undefined);
    await assert.rejects(requireWorkplace(others, left(VAULT)), { code: 'VaultNotFound' });
    await assert.rejects(requireWorkplace(portfolio([], []), left(VAULT)), {
      code: 'NotSignedIn',
    });
  });
});
