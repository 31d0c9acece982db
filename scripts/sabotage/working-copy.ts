import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChild } from '../child-process.ts';

const LIST_TIMEOUT_MS = 60_000;

/** The files that are in the working tree and that git knows or would take up. */
export async function projectFiles(root: string): Promise<string[]> {
  const listing = await runChild(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'],
    { cwd: root, timeoutMs: LIST_TIMEOUT_MS },
  );
  if (!listing.ok) {
    throw new Error(`git could not list the files (${listing.ending}):\n${listing.output}`);
  }
  return listing.stdout.split('\0').filter((file) => file !== '' && existsSync(join(root, file)));
}

/**
 * Copies the files into a temporary folder, with the dependencies linked in, lends the folder to
 * `work` and removes it afterwards.
 */
export async function withWorkingCopy<Result>(
  root: string,
  files: readonly string[],
  work: (copy: string) => Promise<Result>,
): Promise<Result> {
  const copy = await mkdtemp(join(tmpdir(), 'kvcert-sabotage-'));
  try {
    for (const file of files) {
      await cp(join(root, file), join(copy, file));
    }
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
    return await work(copy);
  } finally {
    await rm(copy, { recursive: true, force: true, maxRetries: 3 });
  }
}
