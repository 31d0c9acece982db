import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { rootCertificates } from 'node:tls';
import { readCaRoots } from '../../../src/app/ca-roots.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import { withFolder } from './temporary-folder.ts';

const OPTION = { option: '--ca-root', expected: 'a file' };

describe('a file with roots', () => {
  it('gives what it holds', () =>
    withFolder(async (folder) => {
      await mkdir(folder, { recursive: true });
      const file = join(folder, 'root.pem');
      const [pem = ''] = rootCertificates;
      await writeFile(file, pem);
      assert.equal(await readCaRoots(file, OPTION), pem);
    }));

  it('is refused by what has named it, where it is missing or holds no certificate', () =>
    withFolder(async (folder) => {
      await mkdir(folder, { recursive: true });
      const garbage = join(folder, 'garbage.pem');
      await writeFile(garbage, 'no certificate');
      for (const value of [join(folder, 'missing.pem'), garbage, folder]) {
        await assert.rejects(readCaRoots(value, OPTION), (error) => {
          assert.ok(isCertError(error, 'InvalidOption'));
          assert.deepEqual(error.facts, { ...OPTION, value });
          return true;
        });
      }
    }));
});
