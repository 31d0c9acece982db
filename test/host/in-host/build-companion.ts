import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

/** An extension that holds the tests; what they ask of `vscode` they ask as that extension. */
export interface Companion {
  readonly folder: string;
  /** The bundle of a test file, by its path below the repository. */
  bundleOf(testFile: string): string;
  remove(): Promise<void>;
}

const root = resolve(import.meta.dirname, '../../..');
const SOURCE = 'test/vscode/companion/extension.ts';

const MANIFEST = {
  name: 'test-companion',
  displayName: 'Tests in the extension host',
  publisher: 'kvcert-tests',
  version: '0.0.1',
  engines: { vscode: '^1.105.0' },
  main: './test/vscode/companion/extension.cjs',
  activationEvents: ['onStartupFinished'],
  extensionKind: ['workspace'],
};

/** Bundles the companion and these test files into a folder below the system's temporary one. */
export async function buildCompanion(testFiles: readonly string[]): Promise<Companion> {
  const folder = await mkdtemp(join(tmpdir(), 'kvcert-companion-'));
  await build({
    absWorkingDir: root,
    entryPoints: [SOURCE, ...testFiles],
    outbase: '.',
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  await writeFile(join(folder, 'package.json'), JSON.stringify(MANIFEST, undefined, 2));
  return {
    folder,
    bundleOf: (testFile) => join(folder, testFile.replace(/\.ts$/, '.cjs')),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
