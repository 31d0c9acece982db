import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Engine } from '../../../../src/app/engine.ts';
import { PUBLIC_CLOUD } from '../../../../src/domain/cloud.ts';
import { openDirectories } from '../../../../src/vscode/sign-in/directories.ts';
import type { Session, Sessions } from '../../../../src/vscode/sign-in/sessions.ts';
import { ACCOUNT, fakeDirectory, TENANT } from '../fake-directory.ts';

const OTHER = { id: 'other.tid', label: 'other@contoso.com' };
const clock = { now: () => 0, sleep: () => Promise.resolve() };

async function world(silent: Sessions['silent'], script = {}, present = [ACCOUNT, OTHER]) {
  const engine = await fakeDirectory(script).engine();
  const opened: Engine[] = [];
  let fails = false;
  const directories = openDirectories({
    sessions: {
      accounts: () => Promise.resolve(present),
      silent,
      interactive: () => Promise.reject(new Error('the person was asked')),
    },
    cloud: PUBLIC_CLOUD,
    clock,
    openEngine: () => {
      if (fails) return Promise.reject(new Error('the settings are wrong'));
      const another = { ...engine };
      opened.push(another);
      return Promise.resolve(another);
    },
  });
  return {
    directories,
    opened,
    fail: (next: boolean) => {
      fails = next;
    },
  };
}

const session = (account: typeof ACCOUNT): Session => ({ accessToken: 'token', account });

describe('the directories of the editor', () => {
  it('are those of the editor’s accounts; one that fails hides no other', async () => {
    const { directories, opened } = await world((_request, account) =>
      account.id === OTHER.id
        ? Promise.reject(new Error('offline'))
        : Promise.resolve(session(account)),
    );
    assert.deepEqual(await directories.accounts(), [
      { account: ACCOUNT, isUsable: true },
      { account: OTHER, isUsable: false },
    ]);
    assert.deepEqual(opened, []);
  });

  it('are the same object for the same account and tenant, with one engine', async () => {
    const { directories, opened } = await world(() => Promise.resolve(undefined));
    const directory = directories.directory(ACCOUNT, TENANT);
    assert.equal(directories.directory({ ...ACCOUNT }, { ...TENANT }), directory);
    assert.equal(await directory.engine(), await directory.engine());
    assert.equal(opened.length, 1);
  });

  it('are made anew for an account that had left', async () => {
    const present = [ACCOUNT, OTHER];
    const { directories, opened } = await world(() => Promise.resolve(undefined), {}, present);
    const theirs = directories.directory(OTHER, TENANT);
    const ours = directories.directory(ACCOUNT, TENANT);
    await theirs.engine();
    present.pop();
    await directories.accounts();
    present.push(OTHER);
    const again = directories.directory(OTHER, TENANT);
    assert.notEqual(again, theirs);
    await again.engine();
    assert.equal(opened.length, 2);
    assert.equal(directories.directory(ACCOUNT, TENANT), ours);
  });

  it('make an engine again that could not be made, and another one when settings change', async () => {
    const { directories, opened, fail } = await world(() => Promise.resolve(undefined));
    const directory = directories.directory(ACCOUNT, TENANT);
    fail(true);
    await assert.rejects(directory.engine(), /settings are wrong/);
    fail(false);
    const first = await directory.engine();
    directories.renewEngines();
    assert.notEqual(await directory.engine(), first);
    assert.equal(opened.length, 2);
  });
});
