import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface Making {
  /** Empty; what is put here becomes the folder. */
  readonly content: string;
  /** For what is only needed meanwhile. */
  readonly temporary: string;
}

/**
 * Makes a folder unless it is there. It appears complete or not at all: `fill` works beside it, and
 * the result is renamed. May run several times at once; whoever comes first wins.
 */
export async function makeOnce(
  folder: string,
  fill: (making: Making) => Promise<void>,
): Promise<void> {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  await mkdir(parent, { recursive: true });
  const work = await mkdtemp(join(parent, '.take-'));
  try {
    const making = { content: join(work, 'content'), temporary: join(work, 'temporary') };
    await mkdir(making.content);
    await mkdir(making.temporary);
    await fill(making);
    await rename(making.content, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true, maxRetries: 3 });
  }
}
