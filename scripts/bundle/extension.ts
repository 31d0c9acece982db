import { build, transform } from 'esbuild';
import { BUNDLE_URL, inRepository, writeBundle, type Bundle } from './bundle.ts';
import { withoutUnusedOfAcmeClient } from './unused-of-acme-client.ts';

/**
 * The extension: dist/extension/extension.cjs, and beside it the parts that it loads when they are
 * needed. VS Code loads CommonJS, for which esbuild cannot split; so ES modules are split, and each
 * is then made CommonJS. A module is in one part only, so classes are the same everywhere.
 */
export async function bundleExtension(): Promise<Bundle> {
  const parts = await build({
    absWorkingDir: inRepository('.'),
    entryPoints: ['src/extension.ts'],
    outdir: inRepository('dist/extension'),
    outExtension: { '.js': '.cjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: TARGET,
    external: ['vscode'],
    // A CommonJS package that is imported when it is needed would lose its names: see below.
    mainFields: ['module', 'main'],
    define: BUNDLE_URL.define,
    plugins: [withoutUnusedOfAcmeClient],
    legalComments: 'external',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  return writeBundle(parts, toCommonJs);
}

/** The Node of the oldest VS Code that is supported (1.105). */
const TARGET = 'node22';

/** @throws Error for a part that is a CommonJS package: `await import(…)` of it would find no name. */
async function toCommonJs(module: string): Promise<string> {
  if (/^export default require_\w+\(\);$/m.test(module)) {
    throw new Error(
      'A CommonJS package is imported dynamically; import it statically in a module of ours.',
    );
  }
  const { code } = await transform(withOneVsCode(module), {
    format: 'cjs',
    platform: 'node',
    target: TARGET,
    // A part that is imported when it is needed is required then.
    supported: { 'dynamic-import': false },
    // Identifiers stay, for stack traces in the log.
    minifySyntax: true,
    minifyWhitespace: true,
  });
  return code.includes('__bundleUrl') ? `${BUNDLE_URL.statement}\n${code}` : code;
}

/**
 * Each source file has its own import of VS Code's API, and esbuild would copy the whole API for
 * each of them, which takes longer than all else at the start. What VS Code gives is fit to be used
 * as it is.
 */
function withOneVsCode(module: string): string {
  return module.replaceAll(
    /^import \* as (\w+) from "vscode";$/gm,
    (_, name: string) => `const ${name} = require("vscode");`,
  );
}
