/** One process at a time changes an account: two that exchange its key would each lose the other's. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { boundTo, type AccountKeyId } from '../../domain/account-store.ts';
import { CertError } from '../../domain/errors.ts';
import { lockFile } from '../process-lock.ts';

/** @throws CertError OperationRunning */
export async function withAccountLock<T>(
  folder: string,
  account: AccountKeyId,
  work: () => Promise<T>,
): Promise<T> {
  const { directoryUrl } = account;
  const digest = createHash('sha256')
    .update(`${directoryUrl}\n${boundTo(account) ?? ''}`)
    .digest('hex');
  const lock = await lockFile(join(folder, `account-${digest.slice(0, 16)}.lock`));
  if ('heldBy' in lock) {
    throw new CertError('OperationRunning', { id: directoryUrl, pid: lock.heldBy });
  }
  try {
    return await work();
  } finally {
    await lock.release();
  }
}
