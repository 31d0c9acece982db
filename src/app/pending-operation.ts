/**
 * Key and CSR, made in the vault. What is pending under a name is never taken for ours because it
 * is there: request id, claim, names and key decide.
 */
import { differencesFrom } from '../domain/acme-policy.ts';
import { CertError, isCertError } from '../domain/errors.ts';
import type { PendingOperation, Tags } from '../domain/key-vault.ts';
import { OWNER_TAG, parseClaim } from '../domain/ownership.ts';
import { changed, claimedTags, finalTags, renewEntryClaim } from './certificate-tags.ts';
import type { IssuanceRun } from './issuance-run.ts';
import { withSecondChance } from './lost-answer.ts';
import { refusePending } from './name-check.ts';

/**
 * The CSR of our own pending operation; one is started unless it is there from before. Requests
 * that change something are not cut short by a cancellation: what they did would be unknown.
 */
export async function makeCsr(run: IssuanceRun, signal: AbortSignal): Promise<Uint8Array> {
  const { csr } = (await resumedOperation(run)) ?? (await startOperation(run, signal));
  if (csr === undefined) {
    throw new CertError('Unexpected', { message: 'the pending operation holds no CSR' });
  }
  const { vault, name, dnsNames, policy } = run.plan;
  const found = run.services.pki.readCsr(csr);
  const differences = differencesFrom({ dnsNames, key: policy.key }, found);
  if (differences.length > 0) {
    const facts = { vault: vault.name, name, differences, of: 'request' } as const;
    throw new CertError('CertificateMismatch', facts);
  }
  return csr;
}

/** The operation that this issuance has started, as long as it waits for its merge. */
export async function ownOperation(
  run: IssuanceRun,
  signal?: AbortSignal,
): Promise<PendingOperation | undefined> {
  const { plan, progress, services } = run;
  if (progress.pending === undefined) return undefined;
  const operation = await services.vault.getPending(plan.name, signal);
  if (operation?.status !== 'inprogress') return undefined;
  const { requestId } = progress.pending;
  if (requestId !== undefined) return operation.requestId === requestId ? operation : undefined;
  return (await looksLikeOurs(run, operation, signal)) ? operation : undefined;
}

async function resumedOperation(run: IssuanceRun): Promise<PendingOperation | undefined> {
  const operation = await ownOperation(run);
  if (operation) await renewEntryClaim(run);
  return operation;
}

/** The request id was lost with an answer: our claim is on the entry, and it asks for our names. */
async function looksLikeOurs(
  run: IssuanceRun,
  operation: PendingOperation,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { plan, services } = run;
  const bundle = await services.vault.get(plan.name, signal);
  if (parseClaim(bundle?.tags[OWNER_TAG])?.run !== plan.id) return false;
  if (operation.csr === undefined) return false;
  const wanted = { dnsNames: plan.dnsNames, key: plan.policy.key };
  return differencesFrom(wanted, services.pki.readCsr(operation.csr)).length === 0;
}

async function startOperation(run: IssuanceRun, signal: AbortSignal): Promise<PendingOperation> {
  const { plan, services } = run;
  const others = await tagsOfUnchanged(run);
  if (plan.abandonedRequest !== undefined) await deleteAbandoned(run, plan.abandonedRequest);
  signal.throwIfAborted();
  await run.record({ pending: { requestId: undefined } });
  const tags = claimedTags(run, finalTags(run, others));
  const create = async (): Promise<PendingOperation> =>
    services.vault.createPending(plan.name, plan.policy, tags);
  try {
    const operation = await withSecondChance(services.clock, create, () => ownOperation(run));
    await run.record({ pending: { requestId: operation.requestId } });
    return operation;
  } catch (error) {
    if (!isCertError(error, 'ForeignPendingOperation')) throw error;
    await run.record({ pending: undefined });
    return await refusePending(services, plan, signal);
  }
}

/**
 * Key Vault would make a new version of whatever there is: of what somebody else has issued under
 * this name since the plan was made, too. Returns the tags that a new version inherits.
 * @throws CertError CertificateChanged
 */
async function tagsOfUnchanged(run: IssuanceRun): Promise<Tags> {
  const { plan, services } = run;
  const bundle = await services.vault.get(plan.name);
  const newest = bundle?.der && bundle.version;
  const expected = plan.previous?.version;
  if (newest !== expected) throw changed(run, expected ?? '', bundle);
  return newest === undefined ? {} : (bundle?.tags ?? {});
}

async function deleteAbandoned(run: IssuanceRun, requestId: string): Promise<void> {
  const { plan, services } = run;
  const operation = await services.vault.getPending(plan.name);
  if (operation?.requestId === requestId) await services.vault.deletePending(plan.name);
}
