import { globSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { build } from 'esbuild';
import { inRepository, writeBundle, type Bundle } from './bundle.ts';

/**
 * The pages in webviews: `src/webview/form/main.tsx` and `style.css` become dist/webview/form.js and
 * form.css, each one file, as a page may load no other.
 */
export async function bundleWebviews(): Promise<Bundle> {
  const sources = globSync('src/webview/*/{main.tsx,style.css}', { cwd: inRepository('.') });
  const pages = await build({
    absWorkingDir: inRepository('.'),
    entryPoints: sources.map((source) => ({ in: source, out: basename(dirname(source)) })),
    outdir: inRepository('dist/webview'),
    bundle: true,
    format: 'iife',
    platform: 'browser',
    // The Electron of the oldest VS Code that is supported (1.105) is a Chromium 138.
    target: 'chrome134',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'external',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  return writeBundle(pages);
}
