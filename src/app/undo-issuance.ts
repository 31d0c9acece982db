/** Undoing an issuance that came to nothing: everything is as it was before. */
import type { AcmeSession } from '../domain/acme.ts';
import { OWNER_TAG, parseClaim } from '../domain/ownership.ts';
import { signerOf } from './accounts/account-signer.ts';
import {
  previousClaim,
  publishedValues,
  requireNothingLeft,
  takeBack,
  type Takeback,
} from './clean-up.ts';
import type { IssuanceRun } from './issuance-run.ts';
import { ownOperation } from './pending-operation.ts';

/** @throws CertError CleanupIncomplete; the journal then still names the issuance */
export async function undoIssuance(run: IssuanceRun): Promise<void> {
  const leftovers = await takeBack(run, [...publishedValues(run), ...vaultChanges(run)]);
  await releaseAuthorizations(run);
  await requireNothingLeft(run, leftovers);
}

function vaultChanges(run: IssuanceRun): readonly Takeback[] {
  const { plan, progress } = run;
  if (progress.pending === undefined) return previousClaim(run);
  return [
    {
      trace: { kind: 'pending-operation', vault: plan.vault.name, name: plan.name },
      work: async (signal) => {
        const operation = await ownOperation(run, signal);
        if (operation) await run.services.vault.deletePending(plan.name, signal);
        await (plan.previous ? restorePolicy(run, signal) : clearEmptyEntry(run, signal));
        await Promise.all(previousClaim(run).map(({ work }) => work(signal)));
      },
    },
  ];
}

/**
 * After an undone first creation Key Vault keeps an entry of that name, disabled and without a
 * certificate. It counts as free; what we wrote on it is taken off.
 */
async function clearEmptyEntry(run: IssuanceRun, signal: AbortSignal): Promise<void> {
  const { plan, services } = run;
  const entry = await services.vault.get(plan.name, signal);
  if (entry === undefined || entry.der !== undefined) return;
  if (parseClaim(entry.tags[OWNER_TAG])?.run !== plan.id) return;
  await services.vault.replaceTags(plan.name, entry.version, {}, signal);
}

/**
 * Our operation has replaced the policy of a certificate that had one. Where somebody else has made
 * a version since, the policy is theirs.
 */
async function restorePolicy(run: IssuanceRun, signal: AbortSignal): Promise<void> {
  const { plan, services } = run;
  const before = plan.previous?.policy;
  if (before === undefined) return;
  const now = await services.vault.get(plan.name, signal);
  if (now?.version !== plan.previous?.version) return;
  if (JSON.stringify(now?.policy) === JSON.stringify(before)) return;
  await services.vault.replacePolicy(plan.name, before, signal);
}

/**
 * Authorizations that nobody will use count against limits of the CA until they expire. They hold
 * nothing of the user's, so a failure here is no leftover.
 */
async function releaseAuthorizations(run: IssuanceRun): Promise<void> {
  const { plan, progress, services } = run;
  if (progress.orderUrl === undefined || progress.accountUrl === undefined) return;
  const signal = AbortSignal.timeout(10_000);
  try {
    const account = await services.accounts.load(plan.ca.directoryUrl, progress.accountUrl);
    if (account?.url !== progress.accountUrl || (await isShared(run))) return;
    const signer = signerOf(services, account.key);
    const session = services.ca.session({ signer, url: account.url });
    const order = await session.order(progress.orderUrl, signal);
    if (order.status === 'pending') await deactivatePending(session, order, signal);
  } catch (error) {
    services.log.debug('authorizations were not released', { error: String(error) });
  }
}

/** An account has one order for one set of names; another issuance may still need it. */
async function isShared({ plan, progress, services }: IssuanceRun): Promise<boolean> {
  const entries = await services.journal.list();
  return entries.some(
    (entry) => entry.plan.id !== plan.id && entry.progress.orderUrl === progress.orderUrl,
  );
}

async function deactivatePending(
  session: AcmeSession,
  order: Parameters<AcmeSession['authorizations']>[0],
  signal: AbortSignal,
): Promise<void> {
  const authorizations = await session.authorizations(order, signal);
  const pending = authorizations.filter(({ status }) => status === 'pending');
  await Promise.all(pending.map(({ url }) => session.deactivate(url, signal)));
}
