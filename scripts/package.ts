/**
 * `npm run package`: builds, and packs the extension into dist/kvcert-<version>.vsix. With --built
 * it packs what was built before.
 */
import { relative, resolve } from 'node:path';
import { mebibytes, packageVsix } from './package/vsix.ts';
import { BUILD, runCheck } from './test-run/static-checks.ts';

const root = resolve(import.meta.dirname, '..');

try {
  if (!process.argv.includes('--built')) {
    const build = await runCheck(BUILD, root);
    if (!build.ok) throw new Error(build.output);
  }
  const { file, bytes } = await packageVsix(root);
  console.log(`${relative(root, file)} (${mebibytes(bytes)})`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
