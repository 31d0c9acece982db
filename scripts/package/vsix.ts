import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';

export interface Vsix {
  readonly file: string;
  readonly bytes: number;
}

/** A VSIX is downloaded by every user at every update. */
export const MOST_BYTES = 1.5 * 1024 * 1024;

/**
 * Packs what was built, and .vscodeignore lets through, into dist/.
 *
 * @throws Error with what vsce found wrong, or if the VSIX is larger than MOST_BYTES.
 */
export async function packageVsix(root: string): Promise<Vsix> {
  const manifest = await readFile(join(root, 'package.json'), 'utf8');
  const { name, version } = JSON.parse(manifest) as Record<'name' | 'version', string>;
  const file = join(root, 'dist', `${name}-${version}.vsix`);
  await createVSIX({
    cwd: root,
    packagePath: file,
    // All that it needs is bundled.
    dependencies: false,
    // Where the repository will be is not known yet.
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
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
