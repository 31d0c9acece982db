/**
 * The vault's part: the claim, key and CSR made there, the chain merged there. What is pending
 * under a name is never taken for ours because it is there: request id, claim, names and key decide.
 */
import { differencesFrom } from '../domain/acme-policy.ts';
import { CertError, isCertError } from '../domain/errors.ts';
import type { IssuedCertificate } from '../domain/issuance.ts';
import type { CertificateBundle, PendingOperation, Tags } from '../domain/key-vault.ts';
import { formatClaim, isHeldByOther, OWNER_TAG, parseClaim } from '../domain/ownership.ts';
import { CA_TAG, formatRecipe } from '../domain/renewal-tag.ts';
import { workInProgress } from './challenge-records.ts';
import type { IssuanceRun } from './issuance-run.ts';
import { refusePending } from './name-check.ts';

/** Milliseconds. */
const SECOND_CHANCE_AFTER = 1000;

/**
 * A new version of something that exists: its newest version says who is at work on the next. An
 * issuance that is taken up again says so anew, provided that nobody has overtaken it.
 * @throws CertError WorkInProgress, CertificateChanged
 */
export async function claimPrevious(run: IssuanceRun): Promise<void> {
  const { plan, progress, services } = run;
  const { previous } = plan;
  if (previous === undefined) return;
  if (progress.claimed) await requireNotOvertaken(run, previous.version);
  await run.record({ claimed: true });
  const tags = { ...previous.tags, [OWNER_TAG]: formatClaim(plan.claim) };
  await services.vault.replaceTags(plan.name, previous.version, tags);
}

async function requireNotOvertaken(run: IssuanceRun, version: string): Promise<void> {
  const { plan, services } = run;
  const bundle = await services.vault.get(plan.name);
  const claim = parseClaim(bundle?.tags[OWNER_TAG]);
  if (isHeldByOther(claim, plan.id, services.clock.now() / 1000)) throw workInProgress(claim);
  if (bundle?.version === version) return;
  // What somebody else has issued since stays the newest, however often this is tried again.
  await run.record({ finalizing: false });
  throw changed(run, version, bundle);
}

/**
 * The CSR of our own pending operation; one is started unless it is there from before. Requests
 * that change something are not cut short by a cancellation: what they did would be unknown.
 */
export async function makeCsr(run: IssuanceRun, signal: AbortSignal): Promise<Uint8Array> {
  const operation = (await ownOperation(run)) ?? (await startOperation(run, signal));
  const csr = operation.csr;
  if (csr === undefined) {
    throw new CertError('Unexpected', { message: 'the pending operation holds no CSR' });
  }
  const { vault, name, dnsNames, policy } = run.plan;
  const found = run.services.pki.readCsr(csr);
  const differences = differencesFrom({ dnsNames, key: policy.key }, found);
  if (differences.length > 0) {
    throw new CertError('CertificateMismatch', { vault: vault.name, name, differences });
  }
  return csr;
}

/** The operation that this issuance has started, as long as it waits for its merge. */
export async function ownOperation(run: IssuanceRun): Promise<PendingOperation | undefined> {
  const { plan, progress, services } = run;
  if (progress.pending === undefined) return undefined;
  const operation = await services.vault.getPending(plan.name);
  if (operation?.status !== 'inprogress') return undefined;
  const { requestId } = progress.pending;
  if (requestId !== undefined) return operation.requestId === requestId ? operation : undefined;
  return (await looksLikeOurs(run, operation)) ? operation : undefined;
}

/** The request id was lost with an answer: our claim is on the entry, and it asks for our names. */
async function looksLikeOurs(run: IssuanceRun, operation: PendingOperation): Promise<boolean> {
  const { plan, services } = run;
  const bundle = await services.vault.get(plan.name);
  if (parseClaim(bundle?.tags[OWNER_TAG])?.run !== plan.id) return false;
  if (operation.csr === undefined) return false;
  const wanted = { dnsNames: plan.dnsNames, key: plan.policy.key };
  return differencesFrom(wanted, services.pki.readCsr(operation.csr)).length === 0;
}

async function startOperation(run: IssuanceRun, signal: AbortSignal): Promise<PendingOperation> {
  const { plan, services } = run;
  await requireUnchanged(run);
  if (plan.abandonedRequest !== undefined) await deleteAbandoned(run, plan.abandonedRequest);
  signal.throwIfAborted();
  await run.record({ pending: { requestId: undefined } });
  const tags = { ...finalTags(run), [OWNER_TAG]: formatClaim(plan.claim) };
  const create = async (): Promise<PendingOperation> =>
    services.vault.createPending(plan.name, plan.policy, tags);
  try {
    const operation = await withSecondChance(run, create, () => ownOperation(run));
    await run.record({ pending: { requestId: operation.requestId } });
    return operation;
  } catch (error) {
    if (!isCertError(error, 'ForeignPendingOperation')) throw error;
    await run.record({ pending: undefined });
    return await refusePending(services, plan, signal);
  }
}

/**
 * The answers to *create* and *merge* can be lost, and neither may simply be repeated: `look` finds
 * what came of the request, and only where nothing did it is made once more.
 */
async function withSecondChance<T>(
  run: IssuanceRun,
  request: () => Promise<T>,
  look: () => Promise<T | undefined>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await request();
    } catch (error) {
      const found = isUnclear(error) ? await look() : undefined;
      if (found !== undefined) return found;
      if (tries === 2 || !isLostAnswer(error)) throw error;
    }
    await run.services.clock.sleep(SECOND_CHANCE_AFTER);
  }
}

/**
 * Key Vault would make a new version of whatever there is: of what somebody else has issued under
 * this name since the plan was made, too.
 */
async function requireUnchanged(run: IssuanceRun): Promise<void> {
  const { plan, services } = run;
  const bundle = await services.vault.get(plan.name);
  const newest = bundle?.der && bundle.version;
  const expected = plan.previous?.version;
  if (newest !== expected) throw changed(run, expected ?? 'none', bundle);
}

async function deleteAbandoned(run: IssuanceRun, requestId: string): Promise<void> {
  const { plan, services } = run;
  const operation = await services.vault.getPending(plan.name);
  if (operation?.requestId === requestId) await services.vault.deletePending(plan.name);
}

/**
 * Merges the chain (PEM) and returns the new version. Where the answer is lost, or a run before
 * this one had merged already, the newest version shows it by its thumbprint.
 */
export async function mergeChain(run: IssuanceRun, chain: string): Promise<string> {
  const { progress, services } = run;
  if (progress.version !== undefined) return progress.version;
  const der = services.pki.splitPemChain(chain);
  const merged =
    (run.resumed ? await mergedBefore(run, der) : undefined) ?? (await mergeOnce(run, der));
  await run.record({ version: merged.version, pending: undefined });
  return merged.version;
}

async function mergeOnce(
  run: IssuanceRun,
  chain: readonly Uint8Array[],
): Promise<CertificateBundle> {
  const { plan, services } = run;
  try {
    const merge = async (): Promise<CertificateBundle> => services.vault.merge(plan.name, chain);
    return await withSecondChance(run, merge, () => mergedBefore(run, chain));
  } catch (error) {
    // A refusal that will not change: there is nothing to come back for.
    if (isCertError(error, 'KeyVaultRefused') && error.facts.status < 500) {
      await run.record({ finalizing: false });
    }
    throw error;
  }
}

async function mergedBefore(
  run: IssuanceRun,
  chain: readonly Uint8Array[],
): Promise<CertificateBundle | undefined> {
  const [leaf] = chain;
  const bundle = await run.services.vault.get(run.plan.name);
  if (leaf === undefined || bundle?.thumbprint === undefined) return undefined;
  const { thumbprint } = run.services.pki.readCertificate(leaf);
  return bundle.thumbprint === thumbprint ? bundle : undefined;
}

/**
 * Takes the claim off the new version, reads it back and compares it with what was asked for.
 * @throws CertError CertificateMismatch, CertificateChanged
 */
export async function verifyMerged(
  run: IssuanceRun,
  chain: string,
  version: string,
): Promise<Omit<IssuedCertificate, 'chain' | 'steps'>> {
  const { plan, services } = run;
  await services.vault.replaceTags(plan.name, version, finalTags(run));
  const bundle = await services.vault.get(plan.name);
  const problem = problemWith(run, chain, version, bundle);
  if (problem !== undefined) {
    // It will not get better by coming back to it: the issuance ends here.
    await run.record({ finalizing: false });
    throw problem;
  }
  return {
    vault: plan.vault.name,
    name: plan.name,
    version,
    thumbprint: bundle?.thumbprint ?? '',
    dnsNames: plan.dnsNames,
    notAfter: bundle?.notAfter?.toISOString() ?? '',
  };
}

function problemWith(
  run: IssuanceRun,
  chain: string,
  version: string,
  bundle: CertificateBundle | undefined,
): CertError | undefined {
  if (bundle?.version !== version) return changed(run, version, bundle);
  const differences = versionDifferences(run, chain, bundle);
  if (differences.length === 0) return undefined;
  const { vault, name } = run.plan;
  return new CertError('CertificateMismatch', { vault: vault.name, name, differences });
}

function versionDifferences(
  run: IssuanceRun,
  chain: string,
  bundle: CertificateBundle,
): readonly string[] {
  const { plan, services } = run;
  if (bundle.der === undefined) return ['it holds no certificate'];
  const found = services.pki.readCertificate(bundle.der);
  const differences = [
    ...differencesFrom({ dnsNames: plan.dnsNames, key: plan.policy.key }, found),
  ];
  const [leaf] = services.pki.splitPemChain(chain);
  if (!leaf || services.pki.readCertificate(leaf).thumbprint !== found.thumbprint) {
    differences.push('it is not the certificate that the CA has issued');
  }
  if (!bundle.enabled) differences.push('it is disabled');
  return differences;
}

/** What the finished version carries: the owner's own tags, and what a renewal needs. */
export function finalTags({ plan, progress }: IssuanceRun): Tags {
  const { ca, profile } = plan;
  const recipe = formatRecipe({ ca: ca.id, profile, account: progress.accountUrl });
  return { ...plan.tags, [CA_TAG]: recipe };
}

function changed(
  { plan }: IssuanceRun,
  expected: string,
  bundle: CertificateBundle | undefined,
): CertError {
  return new CertError('CertificateChanged', {
    vault: plan.vault.name,
    name: plan.name,
    expected,
    found: bundle?.version ?? 'none',
  });
}

/** True if a request may have had its effect: unanswered, or refused for what it has done itself. */
function isUnclear(error: unknown): boolean {
  return (
    isLostAnswer(error) ||
    isCertError(error, 'KeyVaultRefused') ||
    isCertError(error, 'ForeignPendingOperation')
  );
}

/** True if a request may have had its effect although there was no answer. */
function isLostAnswer(error: unknown): boolean {
  return (
    isCertError(error, 'HostTimeout') ||
    isCertError(error, 'HostUnreachable') ||
    isCertError(error, 'UnexpectedAnswer') ||
    (isCertError(error, 'KeyVaultRefused') && error.facts.status >= 500)
  );
}
