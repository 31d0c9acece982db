/**
 * One process at a time works on a certificate: a lock file of its own for each. Between machines
 * the claims on tag and record set decide.
 */
import { join } from 'node:path';
import type { CertificateTarget } from '../domain/certificate-target.ts';
import { CertError } from '../domain/errors.ts';
import { certificateKey } from '../domain/ownership.ts';
import { holderOf, lockFile, type ProcessLock } from './process-lock.ts';

/** The lock, or the id of the process that has it. */
export async function lockCertificate(
  folder: string,
  vault: string,
  name: string,
): Promise<ProcessLock | { readonly heldBy: number }> {
  return lockFile(fileOf(folder, vault, name));
}

/**
 * Works on a certificate while nobody else on this machine does.
 * @throws CertError OperationRunning
 */
export async function withCertificateLock<T>(
  folder: string,
  { vault, name }: CertificateTarget,
  work: () => Promise<T>,
): Promise<T> {
  const lock = await lockCertificate(folder, vault, name);
  if ('heldBy' in lock) {
    throw new CertError('OperationRunning', { id: `${vault}/${name}`, pid: lock.heldBy });
  }
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

/** The process that works on the certificate now; undefined when none does. */
export async function lockHolder(
  folder: string,
  vault: string,
  name: string,
): Promise<number | undefined> {
  return holderOf(fileOf(folder, vault, name));
}

function fileOf(folder: string, vault: string, name: string): string {
  return join(folder, `${certificateKey(vault, name).replace('/', '--')}.lock`);
}
