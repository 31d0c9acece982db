/**
 * Builds what is shipped into dist/. `npm run build -- --metafile` also writes esbuild's metafile
 * next to it, for a look at what makes up the size.
 */
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { thirdPartyNotices } from './scripts/bundle/third-party-notices.ts';
import { withoutUnusedOfAcmeClient } from './scripts/bundle/unused-of-acme-client.ts';

/** Each entry becomes one CommonJS file that needs nothing but Node. */
const ENTRIES = [{ source: 'src/cli.ts', target: 'dist/kvcert.cjs', program: true }];

const root = import.meta.dirname;

/** Builds one entry; returns esbuild's metafile and the legal comments of what it bundled. */
async function bundle({ source, target, program }) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [source],
    outfile: target,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    // Stack traces of users must be readable; the size does not matter to a CLI.
    keepNames: true,
    // CommonJS has no import.meta; packages use its url to find themselves.
    define: { 'import.meta.url': '__bundleUrl' },
    banner: {
      js: [
        ...(program ? ['#!/usr/bin/env node'] : []),
        "const __bundleUrl = require('node:url').pathToFileURL(__filename).href;",
      ].join('\n'),
    },
    plugins: [withoutUnusedOfAcmeClient],
    legalComments: 'external',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  const text = (suffix) => outputFiles.find(({ path }) => path.endsWith(suffix))?.text ?? '';
  const file = join(root, target);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text(basename(target)));
  if (program) {
    await chmod(file, 0o755);
  }
  return { metafile, legalComments: text('.LEGAL.txt'), target };
}

await rm(join(root, 'dist'), { recursive: true, force: true });
const bundles = await Promise.all(ENTRIES.map(bundle));
const metafile = {
  inputs: Object.assign({}, ...bundles.map((bundled) => bundled.metafile.inputs)),
  outputs: Object.assign({}, ...bundles.map((bundled) => bundled.metafile.outputs)),
};
const legalComments = bundles.map((bundled) => bundled.legalComments).join('\n');
await writeFile(
  join(root, 'dist', 'THIRD-PARTY-NOTICES.txt'),
  await thirdPartyNotices(root, metafile, legalComments),
);
if (process.argv.includes('--metafile')) {
  await writeFile(join(root, 'dist', 'metafile.json'), JSON.stringify(metafile));
}
