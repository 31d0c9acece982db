import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { makeOnce } from '../../../scripts/provision/made-once.ts';

describe('makeOnce', () => {
  it('makes the folder once and leaves nothing beside it', async () => {
    await inFolder(async (parent) => {
      const folder = join(parent, 'made');
      const fill = async (making: { content: string; temporary: string }) => {
        await writeFile(join(making.temporary, 'archive'), '');
        await writeFile(join(making.content, 'file'), 'first');
      };
      await makeOnce(folder, fill);
      await makeOnce(folder, () => assert.fail('made a second time'));
      assert.equal(await readFile(join(folder, 'file'), 'utf8'), 'first');
      assert.deepEqual(await readdir(parent), ['made']);
    });
  });

  it('leaves nothing when it fails half way', async () => {
    await inFolder(async (parent) => {
      const failing = makeOnce(join(parent, 'made'), async ({ content }) => {
        await writeFile(join(content, 'file'), 'half');
        throw new Error('disk full');
      });
      await assert.rejects(failing, /disk full/);
      assert.deepEqual(await readdir(parent), []);
    });
  });

  it('takes the folder of whoever was quicker', async () => {
    await inFolder(async (parent) => {
      const folder = join(parent, 'made');
      await makeOnce(folder, async ({ content }) => {
        await writeFile(join(content, 'file'), 'slower');
        await makeOnce(folder, async (other) => {
          await writeFile(join(other.content, 'file'), 'quicker');
        });
      });
      assert.equal(await readFile(join(folder, 'file'), 'utf8'), 'quicker');
      assert.deepEqual(await readdir(parent), ['made']);
    });
  });
});

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'kvcert-made-once-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
