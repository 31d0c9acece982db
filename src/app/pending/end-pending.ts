/** Giving a pending operation up: its issuer is asked to, or it is deleted. */
import { CertError } from '../../domain/errors.ts';
import type { PendingOperation } from '../../domain/key-vault.ts';
import { requireUnclaimed } from '../../domain/ownership.ts';
import { withCertificateLock } from '../certificate-lock.ts';
import { settledOrLeft } from '../upkeep/until-settled.ts';
import type { Tell } from '../upkeep/remembered.ts';
import {
  findOperation,
  requireNoIssuance,
  type FoundOperation,
  type PendingServices,
  type PendingWish,
} from './found-operation.ts';

/**
 * Asks the issuer to give it up, and waits what comes of it: some are done before they hear of it,
 * and some do not listen.
 * @returns the operation as it is then; still in progress where the issuer takes its time
 * @throws CertError NoOperation, OperationEnded, OperationInterrupted, WorkInProgress,
 *   OperationRunning, VaultForbidden
 */
export async function cancelPending(
  services: PendingServices,
  wish: PendingWish,
  reporter: Tell,
  signal: AbortSignal,
): Promise<PendingOperation> {
  return changePending(services, wish, signal, async ({ vault, operation }) => {
    const { name } = wish.place;
    const target = { vault: vault.name, name };
    const { status } = operation;
    if (status !== 'inprogress') throw new CertError('OperationEnded', { ...target, status });
    await services.upkeepOf(vault).requestCancellation(name);
    reporter.note({ kind: 'vault-takes-time', ...target });
    let last: PendingOperation = { ...operation, cancellationRequested: true };
    const settled = async (): Promise<boolean> => {
      const now = await services.vaultOf(vault).getPending(name);
      if (now?.requestId !== operation.requestId) return true;
      last = now;
      return now.status !== 'inprogress';
    };
    await settledOrLeft(services.clock, settled, signal);
    return last;
  });
}

/**
 * Whatever its state. What was to come of it will not; an earlier version stays as it is.
 * @returns the operation as it was
 * @throws CertError NoOperation, OperationInterrupted, WorkInProgress, OperationRunning,
 *   VaultForbidden
 */
export async function deletePending(
  services: PendingServices,
  wish: PendingWish,
  signal: AbortSignal,
): Promise<PendingOperation> {
  return changePending(services, wish, signal, async ({ vault, operation }) => {
    await services.vaultOf(vault).deletePending(wish.place.name);
    return operation;
  });
}

/** An issuance that needs the operation is not robbed of it, here or on another machine. */
async function changePending<T>(
  services: PendingServices,
  wish: PendingWish,
  signal: AbortSignal,
  change: (found: FoundOperation) => Promise<T>,
): Promise<T> {
  const { vault } = await findOperation(services, wish, signal);
  const { name } = wish.place;
  const target = { vault: vault.name, name };
  return withCertificateLock(services.lockFolder, target, async () => {
    const place = { vault, name };
    const found = await findOperation(services, { ...wish, place }, signal);
    await requireNoIssuance(services, vault.name, name, found.operation);
    requireUnclaimed(target, found.bundle?.tags ?? {}, services.clock.now());
    signal.throwIfAborted();
    return change(found);
  });
}
