import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { runChild } from '../child-process.ts';

export interface Vsix {
  readonly file: string;
  readonly bytes: number;
}

/** A VSIX is downloaded by every user at every update. */
export const MOST_BYTES = 1.5 * 1024 * 1024;

const VSCE = 'node_modules/@vscode/vsce/vsce';
const VSCE_TIMEOUT_MS = 2 * 60_000;

/** What is to be in it is bundled, and where the repository will be is not known yet. */
const OPTIONS = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];

/**
 * Packs what was built, and .vscodeignore lets through, into dist/.
 *
 * @throws Error with what vsce said, or if the VSIX is larger than MOST_BYTES.
 */
export async function packageVsix(root: string): Promise<Vsix> {
  const manifest = await readFile(join(root, 'package.json'), 'utf8');
  const { name, version } = JSON.parse(manifest) as Record<'name' | 'version', string>;
  const file = join(root, 'dist', `${name}-${version}.vsix`);
  const vsce = await runChild(
    process.execPath,
    [join(root, VSCE), 'package', ...OPTIONS, '--out', file],
    { cwd: root, timeoutMs: VSCE_TIMEOUT_MS },
  );
  if (!vsce.ok) throw new Error(`vsce could not package it (${vsce.ending}):\n${vsce.output}`);
  const { size } = await stat(file);
  if (size > MOST_BYTES) {
    throw new Error(
      `${file} has ${mebibytes(size)}; at most ${mebibytes(MOST_BYTES)} are allowed.`,
    );
  }
  return { file, bytes: size };
}

/** `1.23 MiB` */
export function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(2)} MiB`;
}
