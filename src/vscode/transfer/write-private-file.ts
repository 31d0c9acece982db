/** Files with keys: for their owner alone to read, also where they were there before. */
import { open } from 'node:fs/promises';
import { CertError } from '../../domain/errors.ts';

/** @throws CertError StateUnwritable */
export async function writePrivateFile(path: string, bytes: Uint8Array): Promise<void> {
  try {
    const file = await open(path, 'w', 0o600);
    try {
      await file.chmod(0o600);
      await file.writeFile(bytes);
    } finally {
      await file.close();
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CertError('StateUnwritable', { path, reason }, { cause });
  }
}
