/**
 * One process at a time works on a certificate: a lock file of its own for each. Between machines
 * the claims on tag and record set decide.
 */
import { join } from 'node:path';
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
