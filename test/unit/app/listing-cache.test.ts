import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { openListingCache, type ListingCache } from '../../../src/app/listing-cache.ts';
import type { CertificateSummary, Vault } from '../../../src/domain/key-vault.ts';
import type { Log } from '../../../src/domain/runtime.ts';
import { SILENT } from '../acme/test-clock.ts';
import { modeOf, withFolder } from './temporary-folder.ts';

const LISTED_AT = Date.parse('2026-11-22T12:00:00.123Z');

function vault(name: string): Vault {
  return {
    id: `/subscriptions/1/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/${name}`,
    name,
    uri: `https://${name}.vault.azure.net`,
    subscriptionId: '1',
    resourceGroup: 'rg',
    tenantId: 'tenant',
    location: 'westeurope',
  };
}

function certificate(name: string, more: Partial<CertificateSummary> = {}): CertificateSummary {
  return {
    vault: 'contoso',
    name,
    thumbprint: 'ab'.repeat(20),
    enabled: true,
    notBefore: new Date('2026-11-01T00:00:00Z'),
    notAfter: new Date('2027-01-30T00:00:00Z'),
    tags: {},
    ...more,
  };
}

const CONTOSO = vault('contoso');
const NOTHING = { thumbprint: undefined, notBefore: undefined, notAfter: undefined };
const INVENTORY = {
  subscriptions: [{ id: '1', name: 'Production', tenantId: 'tenant', state: 'Enabled' }],
  vaults: [CONTOSO, vault('fabrikam')],
  listedAt: LISTED_AT,
};

async function filesBelow(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.includes('.')).map((name) => join(folder, name));
}

async function onlyFile(folder: string): Promise<string> {
  const files = await filesBelow(folder);
  assert.equal(files.length, 1);
  return files[0] ?? '';
}

/** The cache with a listing of `www` in it, and its file. */
async function withListing(
  work: (cache: ListingCache, file: string, warnings: string[]) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    const warnings: string[] = [];
    const log: Log = { ...SILENT, warn: (message) => void warnings.push(message) };
    const cache = openListingCache(folder, log);
    const listing = { certificates: [certificate('www')], listedAt: LISTED_AT };
    await cache.rememberCertificates(CONTOSO, listing);
    await work(cache, await onlyFile(folder), warnings);
  });
}

describe('the cached listing', () => {
  it('gives back what was listed, to another process as well', () =>
    withFolder(async (folder) => {
      const certificates = [
        certificate('www', { tags: { 'kvcert-ca': 'letsencrypt' } }),
        certificate('half', { ...NOTHING, enabled: false }),
      ];
      const cache = openListingCache(folder, SILENT);
      assert.equal(await cache.certificates(CONTOSO), undefined);
      assert.equal(await cache.inventory('anna/tenant'), undefined);
      await cache.rememberCertificates(CONTOSO, { certificates, listedAt: LISTED_AT });
      await cache.rememberInventory('anna/tenant', INVENTORY);

      const again = openListingCache(folder, SILENT);
      assert.deepEqual(await again.certificates(CONTOSO), { certificates, listedAt: LISTED_AT });
      const shouting = { ...CONTOSO, id: CONTOSO.id.toUpperCase() };
      assert.equal((await again.certificates(shouting))?.certificates.length, 2);
      assert.deepEqual(await again.inventory('anna/tenant'), INVENTORY);
      assert.equal(await again.inventory('bob/tenant'), undefined);
    }));

  it('reads nothing that is not newer than what is known', () =>
    withFolder(async (folder) => {
      const cache = openListingCache(folder, SILENT);
      await cache.rememberCertificates(CONTOSO, { certificates: [], listedAt: LISTED_AT });
      await cache.rememberInventory('anna/tenant', INVENTORY);
      assert.equal(await cache.certificates(CONTOSO, LISTED_AT), undefined);
      assert.ok(await cache.certificates(CONTOSO, LISTED_AT - 1));
      assert.equal(await cache.inventory('anna/tenant', INVENTORY.listedAt), undefined);
      assert.ok(await cache.inventory('anna/tenant', INVENTORY.listedAt - 1));
    }));

  it('holds no tags but the one that says which CA', () =>
    withFolder(async (folder) => {
      const tags = { 'kvcert-ca': 'letsencrypt', 'kvcert-owner': 'anna@pc', secret: 'hunter2' };
      const listing = { certificates: [certificate('www', { tags })], listedAt: LISTED_AT };
      const cache = openListingCache(folder, SILENT);
      await cache.rememberCertificates(CONTOSO, listing);
      const text = await readFile(await onlyFile(folder), 'utf8');
      assert.doesNotMatch(text, /hunter2|secret|anna@pc/);
      const found = await cache.certificates(CONTOSO);
      assert.deepEqual(found?.certificates[0]?.tags, { 'kvcert-ca': 'letsencrypt' });
    }));

  it("is nobody else's", () =>
    withListing(async (_cache, file) => {
      assert.equal(await modeOf(file), '600');
      assert.equal(await modeOf(dirname(file)), '700');
    }));

  it('is not written again where nothing has changed, and still says when it was listed', () =>
    withListing(async (cache, file) => {
      const before = await stat(file);
      const later = LISTED_AT + 60_000;
      const same = { certificates: [certificate('www')], listedAt: later };
      await cache.rememberCertificates(CONTOSO, same);
      // A file that is replaced is another one.
      assert.equal((await stat(file)).ino, before.ino);
      assert.equal((await cache.certificates(CONTOSO))?.listedAt, later);

      const changed = { certificates: [certificate('www', { enabled: false })], listedAt: later };
      await cache.rememberCertificates(CONTOSO, changed);
      assert.notEqual((await stat(file)).ino, before.ino);
      assert.deepEqual(await cache.certificates(CONTOSO), changed);
    }));

  const damaged: readonly [string, (text: string) => string][] = [
    ['is empty', () => ''],
    ['was cut off', (text) => text.slice(0, -5)],
    ['is no JSON', () => 'nonsense'],
    ['is something else', () => '[]'],
    ['is null', () => 'null'],
    ["is another vault's", (text) => text.replaceAll('contoso', 'fabrikam')],
    ['has certificates without names', (text) => text.replace('"www"', '7')],
    ['has a moment that is none', (text) => text.replace(/"notAfter":\d+/, '"notAfter":9e15')],
    ['has moments in words', (text) => text.replace(/"notAfter":\d+/, '"notAfter":"soon"')],
    ['lacks what is needed', (text) => text.replace('"enabled":true,', '')],
  ];
  for (const [what, damage] of damaged) {
    it(`counts as never listed where a file ${what}, and is mended by the next listing`, () =>
      withListing(async (cache, file, warnings) => {
        const text = await readFile(file, 'utf8');
        assert.notEqual(damage(text), text);
        await writeFile(file, damage(text));
        assert.equal(await cache.certificates(CONTOSO), undefined);
        assert.deepEqual(warnings, ['the listing is not read']);
        const listing = { certificates: [certificate('www')], listedAt: LISTED_AT };
        await cache.rememberCertificates(CONTOSO, listing);
        assert.deepEqual(await cache.certificates(CONTOSO), listing);
      }));
  }

  it('gives nothing that is no certificate, whatever a file holds', () =>
    withListing(async (cache, file) => {
      const values = fc.oneof(
        fc.json(),
        fc
          .record({
            of: fc.constant(CONTOSO.id.toLowerCase()),
            certificates: fc.array(
              fc.dictionary(fc.constantFrom('name', 'enabled', 'notAfter', 'ca'), fc.jsonValue()),
            ),
          })
          .map((value) => JSON.stringify(value)),
      );
      await fc.assert(
        fc.asyncProperty(values, async (text) => {
          await writeFile(file, text);
          for (const each of (await cache.certificates(CONTOSO))?.certificates ?? []) {
            assert.equal(typeof each.name, 'string');
            assert.equal(typeof each.enabled, 'boolean');
            assert.ok(each.notAfter === undefined || !Number.isNaN(each.notAfter.getTime()));
          }
        }),
        { numRuns: 60 },
      );
    }));

  it('does without a folder that cannot be written, and says so in the log', () =>
    withFolder(async (folder) => {
      await mkdir(dirname(folder), { recursive: true });
      await writeFile(folder, 'a file is in the way');
      const warnings: string[] = [];
      const log: Log = { ...SILENT, warn: (message) => void warnings.push(message) };
      const cache = openListingCache(folder, log);
      await cache.rememberCertificates(CONTOSO, { certificates: [], listedAt: LISTED_AT });
      assert.equal(await cache.certificates(CONTOSO), undefined);
      await cache.keepOnly([], []);
      assert.deepEqual(new Set(warnings).has('the listing is not written'), true);
    }));

  it('leaves no draft behind that could not become the file', () =>
    withListing(async (cache, file) => {
      const folder = dirname(file);
      // A folder of that name cannot be replaced by a file.
      await rm(file);
      await mkdir(join(file, 'in-the-way'), { recursive: true });
      await cache.rememberCertificates(CONTOSO, { certificates: [], listedAt: LISTED_AT });
      assert.deepEqual(await readdir(folder), [file.slice(folder.length + 1)]);
    }));

  it('is written whole by several at a time', () =>
    withFolder(async (folder) => {
      const listings = Array.from({ length: 20 }, (_, index) => ({
        certificates: Array.from({ length: 50 + index }, (_, n) => certificate(`c${n}`)),
        listedAt: LISTED_AT + index,
      }));
      await Promise.all(
        listings.map((listing) =>
          openListingCache(folder, SILENT).rememberCertificates(CONTOSO, listing),
        ),
      );
      const found = await openListingCache(folder, SILENT).certificates(CONTOSO);
      const lengths = listings.map(({ certificates }) => certificates.length);
      assert.ok(lengths.includes(found?.certificates.length ?? 0));
      await onlyFile(folder);
    }));

  it('forgets what nobody sees any more, and nothing else', () =>
    withFolder(async (folder) => {
      const cache = openListingCache(folder, SILENT);
      const listing = { certificates: [], listedAt: LISTED_AT };
      for (const name of ['contoso', 'gone']) {
        await cache.rememberCertificates(vault(name), listing);
        await cache.rememberInventory(name, INVENTORY);
      }
      await cache.keepOnly(['contoso'], [{ ...CONTOSO, id: CONTOSO.id.toUpperCase() }]);
      assert.equal((await filesBelow(folder)).length, 2);
      assert.ok(await cache.certificates(CONTOSO));
      assert.ok(await cache.inventory('contoso'));
      assert.equal(await cache.certificates(vault('gone')), undefined);
    }));

  it('takes its time from the file, also where somebody has touched it', () =>
    withListing(async (cache, file) => {
      const at = new Date('2020-01-01T00:00:00Z');
      await utimes(file, at, at);
      assert.equal((await cache.certificates(CONTOSO))?.listedAt, at.getTime());
    }));
});
