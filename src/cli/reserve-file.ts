/** A file for what was asked for, made before anything is asked: nothing is fetched in vain. */
import { open, rm, type FileHandle } from 'node:fs/promises';
import { CertError } from '../domain/errors.ts';

export interface ReservedFile {
  /**
   * Writes what `make` resolves to, and hands it on.
   * Where it rejects, a file that was made for it is gone again, and one that was there is as it was.
   */
  fill(make: () => Promise<Uint8Array>): Promise<Uint8Array>;
}

export interface Reservation {
  /** Which names the file. */
  readonly option: string;
  /** A file that is there is overwritten. */
  readonly force: boolean;
  /** What goes into it is nobody else's to read, whatever mode it had. */
  readonly secret?: boolean;
}

/**
 * For its owner alone to read; one that was there keeps its mode unless there is a secret in it.
 * @throws CertError InvalidOption: it is there, or cannot be written
 */
export async function reserveFile(
  path: string,
  { option, force, secret = false }: Reservation,
): Promise<ReservedFile> {
  const { handle, isNew } = await openFor(path, option, force);
  return {
    async fill(make) {
      try {
        const bytes = await make();
        if (secret) await handle.chmod(0o600);
        await handle.truncate(0);
        await handle.writeFile(bytes);
        await handle.close();
        return bytes;
      } catch (error) {
        await handle.close();
        if (isNew) await rm(path, { force: true });
        throw error;
      }
    },
  };
}

async function openFor(
  path: string,
  option: string,
  force: boolean,
): Promise<{ readonly handle: FileHandle; readonly isNew: boolean }> {
  try {
    return { handle: await open(path, 'wx', 0o600), isNew: true };
  } catch (cause) {
    const isThere = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    if (isThere && force) return { handle: await openAgain(path, option), isNew: false };
    const expected = isThere
      ? 'a file that is not there yet (--force overwrites it)'
      : 'a file that can be written';
    throw new CertError('InvalidOption', { option, value: path, expected }, { cause });
  }
}

async function openAgain(path: string, option: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+');
  } catch (cause) {
    const expected = 'a file that can be written';
    throw new CertError('InvalidOption', { option, value: path, expected }, { cause });
  }
}
