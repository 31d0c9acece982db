import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { openHistory } from '../../../src/app/history.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import type { HistoryEntry } from '../../../src/domain/history.ts';
import { SkippingClock } from '../acme/test-clock.ts';
import { modeOf, withFolder } from './temporary-folder.ts';

type Appended = Omit<HistoryEntry, 'at'>;

const RENEWED: Appended = {
  ...{ id: 'a', kind: 'renew', outcome: 'done', vault: 'contoso', name: 'www' },
  ...{ dnsNames: ['example.com'], version: 'v1', thumbprint: 'ab' },
  ...{ notAfter: '2026-08-30T00:00:00.000Z', ca: 'letsencrypt', profile: 'classic' },
  account: 'https://ca.example/acct/1',
  ...{ by: 'anna@pc', user: 'anna@contoso.com', errorCode: undefined },
  occasion: { kind: 'due', reason: 'window' },
};
const FAILED: Appended = {
  ...{ ...RENEWED, id: 'b', name: 'api', outcome: 'failed', errorCode: 'RateLimited' },
  ...{ version: undefined, thumbprint: undefined, notAfter: undefined, occasion: undefined },
};

/** As the first versions wrote it. */
const OLD =
  '{"at":"2026-05-01T00:00:00.000Z","id":"c","kind":"create","vault":"old","name":"www","version":"v0","thumbprint":"cd","dnsNames":["example.org"],"notAfter":"2026-07-30T00:00:00.000Z","ca":"letsencrypt"}\n';

const WRITER = join(import.meta.dirname, 'history-writer.program.ts');

describe('the history', () => {
  it('is appended to, and told the newest first', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'state', 'history.jsonl');
      const clock = new SkippingClock();
      const history = openHistory(file, clock);
      assert.deepEqual(await history.read(), { entries: [], damaged: 0 });
      await history.append(RENEWED);
      await clock.sleep(1000);
      await history.append(FAILED);
      const { entries, damaged } = await history.read();
      assert.deepEqual(
        entries.map(({ id, outcome, at }) => [id, outcome, at]),
        [
          ['b', 'failed', '2026-06-01T00:00:01.000Z'],
          ['a', 'done', '2026-06-01T00:00:00.000Z'],
        ],
      );
      assert.deepEqual(entries[1], { at: '2026-06-01T00:00:00.000Z', ...onDisk(RENEWED) });
      assert.equal(damaged, 0);
      assert.equal(await modeOf(file), '600');
      assert.equal(await modeOf(join(folder, 'state')), '700');
    }));

  it('reads what the first versions have written: they kept only what was issued', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'history.jsonl');
      await written(file, OLD);
      const { entries, damaged } = await openHistory(file, new SkippingClock()).read();
      assert.deepEqual(
        entries.map(({ name, outcome, by }) => [name, outcome, by]),
        [['www', 'done', undefined]],
      );
      assert.equal(damaged, 0);
    }));

  it('leaves out what is damaged, counts it, and loses no line to it', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'history.jsonl');
      const strange = OLD.replace('"create"', '"explode"');
      await written(file, `${OLD}not JSON\n[]\n${strange}\n{"at":"2026-05-01T00:0`);
      const history = openHistory(file, new SkippingClock());
      await history.append(RENEWED);
      const { entries, damaged } = await history.read();
      assert.deepEqual(
        entries.map(({ id }) => id),
        ['a', 'c'],
      );
      assert.equal(damaged, 4);
      assert.ok((await readFile(file, 'utf8')).startsWith(OLD));
    }));

  it('tells only what is asked for', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'history.jsonl');
      await written(file, OLD);
      const history = openHistory(file, new SkippingClock());
      await history.append(RENEWED);
      await history.append(FAILED);
      const ids = async (filter: Parameters<typeof history.read>[0]) =>
        (await history.read(filter)).entries.map(({ id }) => id);
      assert.deepEqual(await ids({ vault: 'CONTOSO' }), ['b', 'a']);
      assert.deepEqual(await ids({ name: 'Www' }), ['a', 'c']);
      assert.deepEqual(await ids({ failed: true }), ['b']);
      assert.deepEqual(await ids({ since: Date.parse('2026-05-31T00:00:00Z') }), ['b', 'a']);
    }));

  it('says so where it is no file', () =>
    withFolder(async (folder) => {
      await mkdir(folder, { recursive: true });
      const history = openHistory(folder, new SkippingClock());
      await assert.rejects(history.read(), (error) => isCertError(error, 'StateUnreadable'));
      await assert.rejects(history.append(RENEWED), (error) =>
        isCertError(error, 'StateUnwritable'),
      );
    }));

  it('keeps every line of several processes', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'history.jsonl');
      const writers = ['a', 'b', 'c', 'd'].map((id) =>
        spawn(process.execPath, [WRITER, file, id, '100'], { stdio: 'inherit' }),
      );
      const codes = await Promise.all(writers.map(async (writer) => once(writer, 'exit')));
      assert.deepEqual(
        codes.map(([code]: unknown[]) => code),
        [0, 0, 0, 0],
      );
      const { entries, damaged } = await openHistory(file, new SkippingClock()).read();
      assert.deepEqual([entries.length, damaged], [400, 0]);
    }));
});

/** JSON has no undefined. */
function onDisk(entry: Appended): object {
  return JSON.parse(JSON.stringify(entry)) as object;
}

async function written(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await appendFile(file, text);
}
