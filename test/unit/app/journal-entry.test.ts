import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FORMAT, isEntry } from '../../../src/app/journal-entry.ts';
import type { JournalEntry } from '../../../src/domain/issuance.ts';
import { CREATE, IssuanceWorld, RENEW, withLockFolder } from './issuance-world.ts';

/** Every state that two issuances have written, as a file holds it. */
async function written(folder: string): Promise<readonly object[]> {
  const world = new IssuanceWorld(folder);
  await world.obtain(CREATE);
  await world.obtain(RENEW);
  return world.journal.written.map((entry) => ({ format: FORMAT, ...entry }));
}

/** `value` with something else in one place. */
function changed(value: unknown, [name, ...more]: readonly string[], other: unknown): unknown {
  if (name === undefined) return other;
  if (Array.isArray(value)) return value.map((each) => changed(each, more, other));
  const members = value as Record<string, unknown>;
  return { ...members, [name]: changed(members[name], more, other) };
}

describe('an entry of the journal', () => {
  it('is whatever an issuance writes', () =>
    withLockFolder(async (folder) => {
      const entries = await written(folder);
      assert.ok(entries.length > 10);
      for (const entry of entries) assert.ok(isEntry(entry), JSON.stringify(entry));
    }));

  const WRONG: readonly (readonly [string, unknown])[] = [
    ['format', FORMAT + 1],
    ['plan', {}],
    ['plan', null],
    ['plan', []],
    ['plan.id', 7],
    ['plan.kind', 'delete'],
    ['plan.vault', undefined],
    ['plan.vault.uri', null],
    ['plan.dnsNames', 'www.example.com'],
    ['plan.ca.directoryUrl', undefined],
    ['plan.policy.key', 'rsa-2048'],
    ['plan.claim.since', '2026-06-01'],
    ['plan.claim.since', 1e300],
    ['plan.claim.since', Number.MAX_SAFE_INTEGER],
    ['plan.tags', ['team']],
    ['plan.tags', { team: 1 }],
    ['plan.places', {}],
    ['plan.places.each.zoneId', 1],
    ['plan.places.each.zoneTenant', 1],
    ['plan.places.each.nameServers', [1]],
    ['progress', {}],
    ['progress.step', 'rest'],
    ['progress.values', ['value']],
    ['progress.values', { record: 'value' }],
    ['progress.finalizing', 'no'],
    ['progress.pending', 'request'],
    ['progress.chain', {}],
    ['progress.steps', [{ name: 'check' }]],
  ];
  for (const [path, value] of WRONG) {
    it(`is nothing with ${path}: ${JSON.stringify(value)}`, () =>
      withLockFolder(async (folder) => {
        const entry = (await written(folder)).at(-1);
        assert.ok(isEntry(entry));
        const wrong = changed(entry, path.split('.'), value);
        assert.equal(isEntry(wrong), false, JSON.stringify(wrong as JournalEntry));
      }));
  }

  it('may be one of before there were tags to wish for', () =>
    withLockFolder(async (folder) => {
      const entry = (await written(folder)).at(-1);
      assert.ok(isEntry(changed(entry, ['plan', 'tags'], undefined)));
    }));

  for (const value of [undefined, null, 1, 'text', [], {}]) {
    it(`is not ${JSON.stringify(value)}`, () => {
      assert.equal(isEntry(value), false);
    });
  }
});
