/** What the product keeps on the machine, and what it does when it cannot. */
import assert from 'node:assert/strict';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { refusalOf } from './answers.ts';
import { assertClientLeftNothing, clientOf, createArgs } from './client.ts';
import { killAt } from './interruption.ts';
import { isChange } from './recorded-requests.ts';
import { startProductWorld } from './product-world.ts';

const world = await startProductWorld();
after(() => world.close());

describe('the state folder', { concurrency: 3 }, () => {
  it("is the user's alone, and so is every file in it", async () => {
    const client = clientOf(world, 'modes');
    assert.equal((await client.run(...createArgs(client))).code, 0);
    const entries = await readdir(client.stateFolder, { recursive: true, withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory());
    assert.deepEqual(folders.map(({ name }) => name).toSorted(), [
      'accounts',
      'locks',
      'operations',
    ]);
    for (const entry of entries) {
      const { mode } = await stat(join(entry.parentPath, entry.name));
      assert.equal(mode & 0o777, entry.isDirectory() ? 0o700 : 0o600, entry.name);
    }
    assert.equal((await stat(client.stateFolder)).mode & 0o777, 0o700);
    const accounts = await readdir(join(client.stateFolder, 'accounts'));
    assert.equal(accounts.length, 1);
  });

  it('that cannot be written ends the command before anything is touched', async () => {
    const client = clientOf(world, 'unwritable');
    const nowhere = { ...client.env, XDG_STATE_HOME: '/proc/kvcert' };
    const ended = await client.startIn(nowhere, ...createArgs(client)).ended;
    const { details } = refusalOf(ended, 1, 'StateUnwritable');
    assert.match(String(details['path']), /^\/proc\/kvcert\//);
    assert.deepEqual((await client.log()).filter(isChange), []);
  });

  it('with an entry that cannot be read names the file and touches nothing', async () => {
    const client = clientOf(world, 'unreadable');
    const folder = join(client.stateFolder, 'operations');
    await mkdir(folder, { recursive: true });
    const file = join(folder, '0123456789abcdef.json');
    for (const text of ['{"format":1,', '{"format":2}', 'null']) {
      await writeFile(file, text);
      const { details } = refusalOf(await client.run(...createArgs(client)), 1, 'StateUnreadable');
      assert.equal(details['path'], file);
    }
    assert.deepEqual(await client.log(), []);
  });

  it('is not left with the lock of a process that was killed', async () => {
    const client = clientOf(world, 'stale-lock');
    await killAt(client, createArgs(client), { match: { path: 'ResourceGraph' } });
    assert.equal((await client.run(...createArgs(client))).code, 0);
    await assertClientLeftNothing(client);
    assert.deepEqual(await readdir(join(client.stateFolder, 'locks')), []);
  });
});
