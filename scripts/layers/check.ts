import { glob } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve, sep } from 'node:path';
import { cruise } from 'dependency-cruiser';
import type { IConfiguration, ICruiseResult } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

export interface LayerCheck {
  /** How many of our own modules were seen. */
  readonly modules: number;
  /** One sentence per violation; empty when all is well. */
  readonly problems: readonly string[];
}

const ROOTS = ['src', 'test', 'scripts'];
const requireConfiguration = createRequire(import.meta.url);

/**
 * Checks the import rules of `<root>/.dependency-cruiser.cjs`. A module that exists under src, test
 * or scripts and was not seen is a problem as well: a cruiser that cannot read TypeScript sees
 * nothing and finds nothing wrong.
 *
 * dependency-cruiser works from the current folder, so `root` must be that.
 */
export async function checkLayers(root: string): Promise<LayerCheck> {
  const base = resolve(root);
  if (process.cwd() !== base) {
    throw new Error(`Run the layer check in ${base}.`);
  }
  const configuration = requireConfiguration(
    resolve(base, '.dependency-cruiser.cjs'),
  ) as IConfiguration;
  const { options, ...ruleSet } = configuration;
  const files = await ourModules(base);
  const { output } = await cruise(
    files,
    { ...options, ruleSet, validate: true },
    options?.enhancedResolveOptions,
    { tsConfig: extractTSConfig(resolve(base, 'tsconfig.json')) },
  );
  if (typeof output === 'string') {
    throw new Error('dependency-cruiser gave a report instead of its result.');
  }
  return { modules: files.length, problems: [...unseen(files, output), ...violations(output)] };
}

async function ourModules(base: string): Promise<string[]> {
  const files: string[] = [];
  for await (const file of glob(
    ROOTS.map((root) => `${root}/**/*.{ts,tsx}`),
    { cwd: base },
  )) {
    files.push(file.split(sep).join('/'));
  }
  return files.sort();
}

function unseen(files: readonly string[], result: ICruiseResult): string[] {
  if (!files.some((file) => file.startsWith('src/'))) {
    return ['no module found under src'];
  }
  const seen = new Set(result.modules.map((module) => module.source));
  return files.filter((file) => !seen.has(file)).map((file) => `not seen: ${file}`);
}

function violations(result: ICruiseResult): string[] {
  return result.summary.violations.map(({ rule, from, to, comment }) => {
    const why = comment === undefined ? '' : ` (${comment})`;
    return `${rule.name}: ${from} -> ${to}${why}`;
  });
}
