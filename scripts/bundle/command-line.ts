import { chmod } from 'node:fs/promises';
import { build } from 'esbuild';
import { BUNDLE_URL, inRepository, writeBundle, type Bundle } from './bundle.ts';
import { withoutUnusedOfAcmeClient } from './unused-of-acme-client.ts';

/** The CLI: one CommonJS file that needs nothing but Node. */
export async function bundleCommandLine(): Promise<Bundle> {
  const outfile = inRepository('dist/kvcert.cjs');
  const bundle = await writeBundle(
    await build({
      absWorkingDir: inRepository('.'),
      entryPoints: ['src/cli.ts'],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node22',
      // Stack traces of users must be readable; the size does not matter to a CLI.
      keepNames: true,
      define: BUNDLE_URL.define,
      banner: { js: `#!/usr/bin/env node\n${BUNDLE_URL.statement}` },
      plugins: [withoutUnusedOfAcmeClient],
      legalComments: 'external',
      metafile: true,
      write: false,
      logLevel: 'warning',
    }),
  );
  await chmod(outfile, 0o755);
  return bundle;
}
