/** Whether a file is where others may get to see it. */
import { access } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** The folder of the git repository that `file` is in; undefined: it is in none. */
export async function workTreeOf(file: string): Promise<string | undefined> {
  let folder = dirname(resolve(file));
  for (;;) {
    const found = await access(join(folder, '.git')).then(
      () => true,
      () => false,
    );
    if (found) return folder;
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
}
