import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { BuildResult, Metafile } from 'esbuild';

/** What one part of the product was bundled of; the files themselves are written by then. */
export interface Bundle {
  readonly metafile: Metafile;
  /** The legal comments of its sources. */
  readonly legalComments: string;
}

/** A build that is kept in memory, with its metafile; the legal comments are files of their own. */
export type MemoryBuild = BuildResult<{ write: false; metafile: true }>;

/** Writes the files of a build, each as `finish` makes it. */
export async function writeBundle(
  { outputFiles, metafile }: MemoryBuild,
  finish: (text: string) => Promise<string> | string = (text) => text,
): Promise<Bundle> {
  const legal = outputFiles.filter(({ path }) => path.endsWith('.LEGAL.txt'));
  for (const { path, text } of outputFiles.filter((file) => !legal.includes(file))) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, await finish(text));
  }
  return { metafile, legalComments: legal.map(({ text }) => text).join('\n') };
}

/** Several bundles as one. */
export function together(bundles: readonly Bundle[]): Bundle {
  const metafiles = bundles.map(({ metafile }) => metafile);
  return {
    metafile: {
      inputs: Object.assign({}, ...metafiles.map(({ inputs }) => inputs)) as Metafile['inputs'],
      outputs: Object.assign({}, ...metafiles.map(({ outputs }) => outputs)) as Metafile['outputs'],
    },
    legalComments: bundles.map(({ legalComments }) => legalComments).join('\n'),
  };
}

/** Packages use `import.meta.url` to find themselves; CommonJS has no such thing. */
export const BUNDLE_URL = {
  define: { 'import.meta.url': '__bundleUrl' },
  statement: "const __bundleUrl = require('node:url').pathToFileURL(__filename).href;",
};

/** The absolute path of something in the repository. */
export function inRepository(path: string): string {
  return resolve(import.meta.dirname, '../..', path);
}
