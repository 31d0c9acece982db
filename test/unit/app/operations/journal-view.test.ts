import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { lockCertificate } from '../../../../src/app/certificate-lock.ts';
import { openJournalView } from '../../../../src/app/operations/journal-view.ts';
import { openJournal } from '../../../../src/app/operation-journal.ts';
import { stateFolders } from '../../../../src/app/state-folders.ts';
import { SILENT } from '../../acme/test-clock.ts';
import { withFolder } from '../temporary-folder.ts';
import { entryOf } from './board-world.ts';

const ID = '0123456789abcdef';

describe('the journal as a board sees it', () => {
  it('is empty where there is no folder, and makes none by looking', () =>
    withFolder(async (folder) => {
      const view = openJournalView(folder, SILENT);
      assert.deepEqual(await view.read(), { operations: [], unreadable: [] });
    }));

  it('tells which process works on which certificate', () =>
    withFolder(async (folder) => {
      const view = openJournalView(folder, SILENT);
      const { operations, locks } = stateFolders(folder);
      const journal = openJournal(operations);
      await journal.write(entryOf(ID, 'www'));
      await journal.write(entryOf('f'.repeat(16), 'api'));
      const lock = await lockCertificate(locks, 'contoso', 'www');
      assert.ok(!('heldBy' in lock));
      const pids = (await view.read()).operations.map(({ entry, pid }) => [entry.plan.name, pid]);
      assert.deepEqual(
        new Map(pids as [string, number | undefined][]),
        new Map([
          ['www', process.pid],
          ['api', undefined],
        ]),
      );
      await lock.release();
      assert.ok((await view.read()).operations.every(({ pid }) => pid === undefined));
    }));

  it('names what cannot be read beside what can', () =>
    withFolder(async (folder) => {
      const { operations } = stateFolders(folder);
      await openJournal(operations).write(entryOf(ID, 'www'));
      await writeFile(join(operations, 'damaged.json'), '{');
      const { operations: found, unreadable } = await openJournalView(folder, SILENT).read();
      assert.deepEqual(
        found.map(({ entry }) => entry.plan.id),
        [ID],
      );
      assert.deepEqual(
        unreadable.map(({ id, error }) => [id, error.code]),
        [['damaged', 'StateUnreadable']],
      );
    }));

  it('tells when something changes in a folder that was not there before', () =>
    withFolder(async (folder) => {
      const view = openJournalView(folder, SILENT);
      const changed = Promise.withResolvers<undefined>();
      const stop = await view.watch(() => {
        changed.resolve(undefined);
      });
      await openJournal(stateFolders(folder).operations).write(entryOf(ID, 'www'));
      await changed.promise;
      stop();
    }));

  it('goes without watching where that is not possible, and warns in the log', () =>
    withFolder(async (folder) => {
      await mkdir(join(folder, '..'), { recursive: true });
      await writeFile(folder, 'a file where the folder should be');
      const warnings: string[] = [];
      const log = { ...SILENT, warn: (message: string) => void warnings.push(message) };
      const stop = await openJournalView(folder, log).watch(() => assert.fail('nothing is there'));
      stop();
      assert.deepEqual(warnings, ['the folder of unfinished operations is not watched']);
    }));
});
