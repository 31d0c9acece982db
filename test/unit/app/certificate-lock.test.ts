import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { lockCertificate, lockHolder } from '../../../src/app/certificate-lock.ts';
import type { ProcessLock } from '../../../src/app/process-lock.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import { modeOf, withFolder } from './temporary-folder.ts';

const PROGRAM = join(import.meta.dirname, 'lock-holder.program.ts');
const FILE = 'contoso--www.lock';

const lock = (folder: string) => lockCertificate(folder, 'contoso', 'www');
const holder = (folder: string) => lockHolder(folder, 'contoso', 'www');

async function locked(folder: string): Promise<ProcessLock> {
  const taken = await lock(folder);
  return 'heldBy' in taken ? assert.fail(`held by ${taken.heldBy}`) : taken;
}

/** Another process that has tried to take the lock, with what it says about that. */
async function otherProcess(folder: string): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [PROGRAM, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: said.toString().trim() };
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

describe('the lock of a certificate', () => {
  it('is held by one at a time, whatever case the name is written in', () =>
    withFolder(async (folder) => {
      const first = await locked(folder);
      assert.deepEqual(await lockCertificate(folder, 'Contoso', 'WWW'), { heldBy: process.pid });
      assert.equal(await holder(folder), process.pid);
      await first.release();
      assert.equal(await holder(folder), undefined);
      await (await locked(folder)).release();
      assert.deepEqual(await readdir(folder), []);
    }));

  it('does not keep others from other certificates', () =>
    withFolder(async (folder) => {
      await locked(folder);
      const other = await lockCertificate(folder, 'contoso', 'api');
      assert.ok(!('heldBy' in other));
    }));

  it('goes to exactly one of several that come at the same time', () =>
    withFolder(async (folder) => {
      const taken = await Promise.all(Array.from({ length: 8 }, () => lock(folder)));
      assert.equal(taken.filter((each) => !('heldBy' in each)).length, 1);
    }));

  it("is the user's alone and appears whole", () =>
    withFolder(async (folder) => {
      await locked(folder);
      assert.deepEqual(await readdir(folder), [FILE]);
      assert.equal(await modeOf(folder), '700');
      assert.equal(await modeOf(join(folder, FILE)), '600');
    }));

  it('of another process is respected while it lives, and recognised as stale once it was killed', () =>
    withFolder(async (folder) => {
      const { child, said } = await otherProcess(folder);
      try {
        assert.equal(said, 'locked');
        assert.deepEqual(await lock(folder), { heldBy: child.pid });
        assert.equal(await holder(folder), child.pid);
      } finally {
        await kill(child);
      }
      assert.equal(await holder(folder), undefined);
      await (await locked(folder)).release();
      assert.deepEqual(await readdir(folder), []);
    }));

  it('keeps another process out', () =>
    withFolder(async (folder) => {
      await locked(folder);
      const { child, said } = await otherProcess(folder);
      await kill(child);
      assert.equal(said, `held by ${process.pid}`);
    }));

  it('that was left behind goes to exactly one of several', () =>
    withFolder(async (folder) => {
      const { child } = await otherProcess(folder);
      await kill(child);
      const taken = await Promise.all(Array.from({ length: 8 }, () => lock(folder)));
      assert.equal(taken.filter((each) => !('heldBy' in each)).length, 1);
      assert.deepEqual(await readdir(folder), [FILE]);
    }));

  const stale: readonly [string, string][] = [
    ['of a process whose id another one has got since', `{"pid": ${process.pid}, "started": "1"}`],
    ['that names no process', '{"pid": 0, "started": ""}'],
    ['that names a negative id', '{"pid": -1, "started": ""}'],
    ['that holds something else', '{"holder": "anna"}'],
    ['that is empty', ''],
  ];
  for (const [what, text] of stale) {
    it(`${what} is stale`, () =>
      withFolder(async (folder) => {
        await mkdir(folder, { recursive: true });
        await writeFile(join(folder, FILE), text);
        assert.equal(await holder(folder), undefined);
        await locked(folder);
        assert.equal(await holder(folder), process.pid);
      }));
  }

  it('is held where the system did not tell when its holder started', () =>
    withFolder(async (folder) => {
      await mkdir(folder, { recursive: true });
      const text = JSON.stringify({ pid: process.pid, started: '' });
      await writeFile(join(folder, FILE), text);
      assert.deepEqual(await lock(folder), { heldBy: process.pid });
    }));

  it('says which folder cannot be written', () =>
    withFolder(async (folder) => {
      await mkdir(join(folder, '..'), { recursive: true });
      await writeFile(folder, 'a file where the folder should be');
      await assert.rejects(lock(folder), (error) => {
        return isCertError(error, 'StateUnwritable') && error.facts.path === folder;
      });
    }));
});
