import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Metafile } from 'esbuild';
import { bundledFolders, thirdPartyNotices } from '../../../scripts/bundle/third-party-notices.ts';
import { withFolder } from './fixture-project.ts';

/** A metafile of an output into which these inputs went with so many bytes. */
function metafileOf(inputs: Readonly<Record<string, number>>): Metafile {
  return {
    inputs: {},
    outputs: {
      'dist/a.cjs': {
        bytes: 1,
        imports: [],
        exports: [],
        inputs: Object.fromEntries(
          Object.entries(inputs).map(([path, bytesInOutput]) => [path, { bytesInOutput }]),
        ),
      },
    },
  };
}

const manifest = (name: string, license: string, repository = 'r') =>
  JSON.stringify({ name, version: '1.0.0', license, repository: { url: repository } });

describe('bundledFolders', () => {
  it('finds scoped and nested packages that left bytes', () => {
    const metafile = metafileOf({
      'src/cli.ts': 5,
      'deps/node_modules/a/lib/x.js': 5,
      'deps/node_modules/a/node_modules/@s/b/x.js': 5,
      'deps/node_modules/shaken-off/x.js': 0,
    });
    assert.deepEqual(bundledFolders(metafile), [
      'deps/node_modules/a',
      'deps/node_modules/a/node_modules/@s/b',
    ]);
  });
});

describe('thirdPartyNotices', () => {
  const metafile = metafileOf({ 'deps/node_modules/a/x.js': 1, 'deps/node_modules/b/x.js': 1 });
  const notices = (files: Readonly<Record<string, string>>) =>
    withFolder(files, (folder) => thirdPartyNotices(folder, metafile, '/*! kept */'));
  const a = { 'deps/node_modules/a/package.json': manifest('a', '(MIT OR GPL-3.0-only)') };
  const licence = { 'deps/node_modules/a/LICENSE.md': 'text of a' };

  it('names each package with its licence, its text and its notice', async () => {
    const text = await notices({
      ...a,
      ...licence,
      'deps/node_modules/b/package.json': manifest('b', 'Apache-2.0'),
      'deps/node_modules/b/LICENCE': 'text of b',
      'deps/node_modules/b/NOTICE': 'notice of b',
    });
    assert.match(text, /a 1\.0\.0\nLicense: \(MIT OR GPL-3\.0-only\)\n\ntext of a\n/);
    assert.match(text, /b 1\.0\.0\nLicense: Apache-2\.0\n\ntext of b\n\nnotice of b\n/);
    assert.match(text, /\/\*! kept \*\//);
  });

  it('takes a missing text from the same repository under the same licence', async () => {
    const text = await notices({
      'deps/node_modules/a/package.json': manifest('a', 'MIT'),
      ...licence,
      'deps/node_modules/b/package.json': manifest('b', 'MIT'),
    });
    assert.match(
      text,
      /b 1\.0\.0\nLicense: MIT\n\n\(The text of a, from the same repository\.\)\n\ntext of a/,
    );
  });

  for (const [why, b] of [
    ['of another repository', manifest('b', '(MIT OR GPL-3.0-only)', 'elsewhere')],
    ['under another licence', manifest('b', 'ISC')],
  ] as const) {
    it(`refuses a missing text where there is only one ${why}`, async () => {
      await assert.rejects(
        notices({ ...a, ...licence, 'deps/node_modules/b/package.json': b }),
        /b 1\.0\.0 \(.*\) carries no licence text/,
      );
    });
  }

  it('refuses a licence that must not be shipped', async () => {
    await assert.rejects(
      notices({
        ...a,
        ...licence,
        'deps/node_modules/b/package.json': manifest('b', 'GPL-3.0-only'),
      }),
      /b 1\.0\.0 cannot be shipped: its licence is GPL-3\.0-only/,
    );
  });
});
