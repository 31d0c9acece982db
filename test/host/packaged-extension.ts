import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** The identifier by which VS Code knows our extension. */
export async function extensionId(): Promise<string> {
  const { publisher, name } = await manifest();
  return `${publisher}.${name}`;
}

/**
 * The VSIX of this repository's version.
 *
 * @throws Error if it was not packaged.
 */
export async function packagedExtension(): Promise<string> {
  const { name, version } = await manifest();
  const file = join(root, 'dist', `${name}-${version}.vsix`);
  if (!existsSync(file)) throw new Error(`${file} is missing: npm run package makes it.`);
  return file;
}

async function manifest(): Promise<Record<'publisher' | 'name' | 'version', string>> {
  const text = await readFile(join(root, 'package.json'), 'utf8');
  return JSON.parse(text) as Record<'publisher' | 'name' | 'version', string>;
}
