/**
 * Builds what is shipped into dist/. `npm run build -- --metafile` also writes esbuild's metafile
 * next to it, for a look at what makes up the size.
 */
import { rm, writeFile } from 'node:fs/promises';
import { inRepository, together } from './scripts/bundle/bundle.ts';
import { bundleCommandLine } from './scripts/bundle/command-line.ts';
import { bundleExtension } from './scripts/bundle/extension.ts';
import { thirdPartyNotices } from './scripts/bundle/third-party-notices.ts';
import { bundleWebviews } from './scripts/bundle/webviews.ts';

await rm(inRepository('dist'), { recursive: true, force: true });
const { metafile, legalComments } = together(
  await Promise.all([bundleCommandLine(), bundleExtension(), bundleWebviews()]),
);
await writeFile(
  inRepository('dist/THIRD-PARTY-NOTICES.txt'),
  await thirdPartyNotices(inRepository('.'), metafile, legalComments),
);
if (process.argv.includes('--metafile')) {
  await writeFile(inRepository('dist/metafile.json'), JSON.stringify(metafile));
}
