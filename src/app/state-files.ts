/** Files that must survive a crash whole, and be nobody else's. */
import { mkdir, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ForeignContent } from '../domain/error-reasons.ts';
import { CertError } from '../domain/errors.ts';

/**
 * Writes a file of mode 0600 so that after a crash either the old or the new text is there.
 * @param draft - path of what is not whole yet; nobody else may write to it at the same time
 * @throws the file system's own errors
 */
export async function replaceFile(file: string, draft: string, text: string): Promise<void> {
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}

/**
 * Makes a folder and those above it, of mode 0700 each. Not mkdir's own `recursive`: that tries for
 * ever where a file system says ENOENT to a new folder in one that is there, as procfs does.
 * @throws the file system's own errors
 */
export async function makeFolder(folder: string): Promise<void> {
  if (await madeFolder(folder)) return;
  await makeFolder(dirname(folder));
  if (await madeFolder(folder)) return;
  throw new Error(`no folder can be made in ${dirname(folder)}`);
}

/** False where the folder above is missing. One that is there already is as good as made. */
async function madeFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, 0o700);
  } catch (error) {
    if (hasCode(error, 'ENOENT') && dirname(folder) !== folder) return false;
    if (!hasCode(error, 'EEXIST') || !(await stat(folder)).isDirectory()) throw error;
  }
  return true;
}

/** True if a file system error has this code. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** @throws CertError StateUnwritable instead of what `write` throws */
export async function unwritable<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw new CertError('StateUnwritable', { path, reason: reasonOf(error) }, { cause: error });
  }
}

/** Thrown where a file could be read and holds something else. */
export class WrongContent extends Error {
  readonly content: ForeignContent;

  constructor(content: ForeignContent) {
    super(content);
    this.name = 'WrongContent';
    this.content = content;
  }
}

/** The error for a file that is there and cannot be used. */
export function unreadable(path: string, error: unknown): CertError<'StateUnreadable'> {
  if (error instanceof WrongContent) {
    return new CertError('StateUnreadable', { path, reason: '', content: error.content });
  }
  return new CertError('StateUnreadable', { path, reason: reasonOf(error) }, { cause: error });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
