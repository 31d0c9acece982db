import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Lends `work` the path of a folder that is not there yet, and removes it afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const parent = await mkdtemp(join(tmpdir(), 'kvcert-app-'));
  try {
    return await work(join(parent, 'state', 'folder'));
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}

/** Permission bits, as `600`. */
export async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}
