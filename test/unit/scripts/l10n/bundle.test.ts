import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { BUNDLE, bundleProblems, writeBundle } from '../../../../scripts/l10n/bundle.ts';
import { withFolder } from '../fixture-project.ts';

const MESSAGES = ['A vault.', 'B "quoted".'];

describe('the bundle of messages', () => {
  it('says each message by itself', () =>
    withFolder({}, async (folder) => {
      await writeBundle(folder, MESSAGES);
      const bundle: unknown = JSON.parse(await readFile(join(folder, BUNDLE), 'utf8'));
      assert.deepEqual(bundle, { 'A vault.': 'A vault.', 'B "quoted".': 'B "quoted".' });
      assert.deepEqual(await bundleProblems(folder, MESSAGES), []);
    }));

  it('is out of date without a message, and with one that nobody says', () =>
    withFolder({}, async (folder) => {
      await writeBundle(folder, MESSAGES);
      assert.deepEqual(await bundleProblems(folder, ['A vault.', 'C.']), [
        `${BUNDLE} lacks "C.".`,
        `${BUNDLE} holds "B \\"quoted\\".", which nobody says.`,
      ]);
    }));

  it('is out of date where somebody has changed what it says, or its form', () =>
    withFolder({}, async (folder) => {
      await writeBundle(folder, ['A.']);
      await writeFile(join(folder, BUNDLE), '{ "A.": "Another." }');
      assert.deepEqual(await bundleProblems(folder, ['A.']), [
        `${BUNDLE} is not as it is written.`,
      ]);
    }));

  it('lacks everything where it is not there, or is no bundle', () =>
    withFolder({ [BUNDLE]: '[' }, async (folder) => {
      assert.deepEqual(await bundleProblems(folder, ['A.']), [`${BUNDLE} lacks "A.".`]);
      assert.deepEqual(await bundleProblems(join(folder, 'none'), ['A.']), [
        `${BUNDLE} lacks "A.".`,
      ]);
    }));
});
