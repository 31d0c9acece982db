import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { applyBreakage } from '../../../scripts/sabotage/breakage.ts';
import { breakages } from '../../../scripts/sabotage/breakages.ts';
import { repository } from './fixture-project.ts';

/** What a sabotage run would say after minutes: the product has moved on, the table has not. */
describe('the table of breakages', () => {
  it('has no name twice', () => {
    const names = breakages.map(({ name }) => name);
    assert.deepEqual([...new Set(names)], names);
  });

  for (const breakage of breakages) {
    it(`fits the source: ${breakage.name}`, async () => {
      const source = await readFile(join(repository, breakage.file), 'utf8');
      assert.notEqual(applyBreakage(source, breakage), source);
      assert.ok(existsSync(join(repository, breakage.test.file)), breakage.test.file);
    });
  }
});
