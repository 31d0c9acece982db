import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { hasCode, makeFolder } from '../../../src/app/state-files.ts';
import { modeOf, withFolder } from './temporary-folder.ts';

describe('a folder for state', () => {
  it('is made with those above it, all for the user alone, by several at a time', () =>
    withFolder(async (folder) => {
      const deep = join(folder, 'a', 'b');
      await Promise.all([makeFolder(deep), makeFolder(deep), makeFolder(join(folder, 'a', 'c'))]);
      await makeFolder(deep);
      for (const made of [folder, join(folder, 'a'), deep]) assert.equal(await modeOf(made), '700');
    }));

  it('is as it was where it is there already', () =>
    withFolder(async (folder) => {
      await mkdir(folder, { recursive: true, mode: 0o750 });
      await makeFolder(folder);
      assert.equal(await modeOf(folder), '750');
    }));

  it('is not made below a file, nor taken for one', () =>
    withFolder(async (folder) => {
      await makeFolder(folder);
      await writeFile(join(folder, 'file'), '');
      const file = join(folder, 'file');
      await assert.rejects(makeFolder(join(file, 'a')), (error) => hasCode(error, 'ENOTDIR'));
      await assert.rejects(makeFolder(file), (error) => hasCode(error, 'EEXIST'));
    }));

  it(
    'is given up at once where the file system makes none',
    {
      skip: process.platform !== 'linux' && 'only Linux has a file system like that',
      timeout: 5000,
    },
    () => assert.rejects(makeFolder('/proc/kvcert/a/b'), /no folder can be made in \/proc/),
  );
});
