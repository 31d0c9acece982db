import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openAccountStore } from '../../../src/app/account-store.ts';
import type { AcmeAccount } from '../../../src/domain/acme.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import { modeOf, withFolder } from './temporary-folder.ts';

const URL_A = 'https://ca.example/directory';

function account(key: string, directoryUrl = URL_A): AcmeAccount {
  return { directoryUrl, key, url: `${directoryUrl}/account`, agreedTerms: 'terms' };
}

describe('the account store', () => {
  it('remembers one account for each directory', () =>
    withFolder(async (folder) => {
      const store = openAccountStore(folder);
      assert.equal(await store.load(URL_A), undefined);
      const all = [URL_A, 'https://ca.example/directory?x', 'https://other.example/directory'];
      for (const url of all)
        assert.deepEqual(await store.add(account(url, url)), account(url, url));
      for (const url of all) {
        assert.deepEqual(await openAccountStore(folder).load(url), account(url, url));
      }
    }));

  it('remembers contact and external account, and reads what was stored without them', () =>
    withFolder(async (folder) => {
      const bound = { ...account('key'), contact: ['mailto:ada@example.com'], eabKid: 'kid-1' };
      await openAccountStore(folder).add(bound);
      assert.deepEqual(await openAccountStore(folder).load(URL_A), bound);
      const [file = ''] = await readdir(folder);
      await writeFile(join(folder, file), JSON.stringify(account('older')));
      assert.deepEqual(await openAccountStore(folder).load(URL_A), account('older'));
    }));

  it('remembers one more for each external account, the last of which issues', () =>
    withFolder(async (folder) => {
      const store = openAccountStore(folder);
      await store.add(account('old'));
      const bound = ['kid-1', 'kid-2'].map((eabKid, index) => ({
        ...account(eabKid),
        eabKid,
        created: `2026-11-2${index}T12:00:00.000Z`,
      }));
      for (const each of bound) await store.add(each);
      await store.add({ ...account('unconfirmed'), eabKid: 'kid-3', url: undefined });
      assert.equal((await readdir(folder)).length, 4);
      assert.equal((await store.list()).length, 4);
      assert.deepEqual(await store.load(URL_A), bound[1]);
      await store.remove({ directoryUrl: URL_A, eabKid: 'kid-2' });
      assert.deepEqual(await store.load(URL_A), bound[0]);
      await store.remove({ directoryUrl: URL_A, eabKid: 'kid-1' });
      assert.deepEqual(await store.load(URL_A), account('old'));
    }));

  it('keeps the first of several that are added at the same time', () =>
    withFolder(async (folder) => {
      const keys = Array.from({ length: 8 }, (_, index) => `key-${index}`);
      const added = await Promise.all(
        keys.map((key) => openAccountStore(folder).add(account(key))),
      );
      const kept = await openAccountStore(folder).load(URL_A);
      assert.ok(kept);
      assert.deepEqual(
        added,
        keys.map(() => kept),
      );
      assert.equal((await readdir(folder)).length, 1);
    }));

  it('keeps the account that is there when another one is added later', () =>
    withFolder(async (folder) => {
      const store = openAccountStore(folder);
      await store.add(account('first'));
      assert.deepEqual(await store.add(account('late')), account('first'));
      assert.deepEqual(await store.load(URL_A), account('first'));
    }));

  it('replaces what it knows', () =>
    withFolder(async (folder) => {
      const store = openAccountStore(folder);
      await store.add({ directoryUrl: URL_A, key: 'k', url: undefined, agreedTerms: undefined });
      await store.update(account('k'));
      assert.deepEqual(await store.load(URL_A), account('k'));
      assert.equal((await readdir(folder)).length, 1);
    }));

  it("is the user's alone, after every write", () =>
    withFolder(async (folder) => {
      const store = openAccountStore(folder);
      for (const write of ['add', 'update'] as const) {
        await store[write](account('k'));
        const [file = ''] = await readdir(folder);
        assert.equal(await modeOf(folder), '700');
        assert.equal(await modeOf(join(folder, file)), '600');
      }
    }));

  for (const text of ['', '{}', 'null', '{"directoryUrl": "https://ca.example", "key": 7}']) {
    it(`says which file it cannot read: ${text || 'an empty one'}`, () =>
      withFolder(async (folder) => {
        const store = openAccountStore(folder);
        await store.add(account('k'));
        const [file = ''] = await readdir(folder);
        await writeFile(join(folder, file), text);
        await assert.rejects(store.load(URL_A), (error) => {
          return isCertError(error, 'StateUnreadable') && error.facts.path === join(folder, file);
        });
      }));
  }

  it('says which path it cannot write', () =>
    withFolder(async (folder) => {
      await mkdir(join(folder, '..'), { recursive: true });
      await writeFile(folder, 'a file where the folder should be');
      await assert.rejects(openAccountStore(folder).add(account('k')), (error) => {
        return isCertError(error, 'StateUnwritable') && error.facts.path.startsWith(folder);
      });
    }));
});
