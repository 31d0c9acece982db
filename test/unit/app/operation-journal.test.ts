import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openJournal } from '../../../src/app/operation-journal.ts';
import { acmePolicy } from '../../../src/domain/acme-policy.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import {
  NOT_BEGUN,
  type IssuancePlan,
  type IssuanceProgress,
  type JournalEntry,
} from '../../../src/domain/issuance.ts';
import { policyKeyOf } from '../../../src/domain/key-type.ts';
import { modeOf, withFolder } from './temporary-folder.ts';

function entry(id: string, since = 1, progress: Partial<IssuanceProgress> = {}): JournalEntry {
  const claim = { run: id, certificate: 'vault/www', owner: 'anna@pc', since, until: since + 1800 };
  const plan: IssuancePlan = {
    id,
    kind: 'create',
    vault: {
      id: '/vaults/contoso',
      name: 'contoso',
      uri: 'https://contoso.vault.azure.example',
      subscriptionId: 'subscription',
      resourceGroup: 'group',
      tenantId: 'tenant',
      location: 'westeurope',
    },
    name: 'www',
    dnsNames: ['example.com'],
    ca: { id: 'ca', name: 'The CA', directoryUrl: 'https://ca.example/directory' },
    profile: undefined,
    policy: acmePolicy(['example.com'], policyKeyOf('ec-p256')),
    tags: { team: 'web' },
    claim,
    places: [],
    abandonedRequest: undefined,
    previous: undefined,
  };
  return { plan, progress: { ...NOT_BEGUN, ...progress } };
}

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('the journal', () => {
  it('gives back what was written last, oldest operation first', () =>
    withFolder(async (folder) => {
      const journal = openJournal(folder);
      await journal.write(entry('b', 20));
      await journal.write(entry('a', 30));
      await journal.write(entry('c', 10));
      const progress = { values: { r: ['v'] }, pending: { requestId: 'q' }, finalizing: true };
      await journal.write(entry('b', 20, progress));
      assert.deepEqual(
        asJson(await openJournal(folder).list()),
        asJson([entry('c', 10), entry('b', 20, progress), entry('a', 30)]),
      );
    }));

  it('is empty without a folder, and forgets what it is told to forget', () =>
    withFolder(async (folder) => {
      const journal = openJournal(folder);
      assert.deepEqual(await journal.list(), []);
      await journal.write(entry('a'));
      await journal.remove('a');
      await journal.remove('never-there');
      assert.deepEqual(await journal.list(), []);
      assert.deepEqual(await readdir(folder), []);
    }));

  it("is the user's alone", () =>
    withFolder(async (folder) => {
      await openJournal(folder).write(entry('a'));
      assert.equal(await modeOf(folder), '700');
      assert.equal(await modeOf(join(folder, 'a.json')), '600');
    }));

  it('ignores what a killed process was writing', () =>
    withFolder(async (folder) => {
      const journal = openJournal(folder);
      await journal.write(entry('a'));
      await writeFile(join(folder, 'a.json.1234.tmp'), '{"format": 1, "pl');
      assert.deepEqual(
        (await journal.list()).map(({ plan }) => plan.id),
        ['a'],
      );
    }));

  it('never shows half of an entry while it is replaced', () =>
    withFolder(async (folder) => {
      const journal = openJournal(folder);
      const long = entry('a', 1, { chain: 'x'.repeat(200_000) });
      await journal.write(entry('a'));
      let writing = true;
      const write = async (): Promise<void> => {
        for (let i = 0; i < 20; i++) await journal.write(i % 2 === 0 ? long : entry('a'));
        writing = false;
      };
      const read = async (): Promise<void> => {
        while (writing) assert.equal((await journal.list()).length, 1);
      };
      await Promise.all([write(), read()]);
    }));

  const unreadable: readonly [string, string][] = [
    ['of a later version', JSON.stringify({ format: 2, ...entry('a') })],
    ['without a format', JSON.stringify(entry('a'))],
    ['without progress', JSON.stringify({ format: 1, plan: {} })],
    ['with nothing in it', JSON.stringify({ format: 1, plan: {}, progress: {} })],
    ['that is no JSON', '{"format": 1'],
    ['that is empty', ''],
    ['that is null', 'null'],
  ];
  for (const [what, text] of unreadable) {
    it(`refuses an entry ${what}, names it and leaves it alone`, () =>
      withFolder(async (folder) => {
        const file = join(folder, 'a.json');
        await mkdir(folder, { recursive: true });
        await writeFile(file, text);
        await assert.rejects(openJournal(folder).list(), (error) => {
          return isCertError(error, 'StateUnreadable') && error.facts.path === file;
        });
        assert.equal(await readFile(file, 'utf8'), text);
      }));

    it(`shows the others next to an entry ${what}`, () =>
      withFolder(async (folder) => {
        const journal = openJournal(folder);
        await journal.write(entry('b'));
        await writeFile(join(folder, 'a.json'), text);
        const { entries, unreadable: failures } = await journal.survey();
        assert.deepEqual(
          entries.map(({ plan }) => plan.id),
          ['b'],
        );
        assert.deepEqual(
          failures.map(({ id, error }) => [id, error.code, error.facts.path]),
          [['a', 'StateUnreadable', join(folder, 'a.json')]],
        );
      }));
  }

  it('says which path cannot be written', () =>
    withFolder(async (folder) => {
      await mkdir(join(folder, '..'), { recursive: true });
      await writeFile(folder, 'a file where the folder should be');
      await assert.rejects(openJournal(folder).write(entry('a')), (error) => {
        return isCertError(error, 'StateUnwritable') && error.facts.path.startsWith(folder);
      });
    }));
});
