/**
 * The issuance, as the process that it is: order → publish → propagate → validate → CSR → finalize
 * → merge → verify → clean up (RFC 8555 §7.1 for the CA's part). Each step is journalled before its
 * side effect, and each step looks first whether it was done already: taking an interrupted
 * issuance up again is the same function called with its journal entry.
 *
 * Whatever ends it early undoes what was begun. Only once the CA has been told to issue there is no
 * way back: then the only way is forward, now or at the next start, unless nothing would be different
 * then.
 */
import { asCertError, errorRecord } from '../domain/error-catalogue.ts';
import type { IssuedCertificate } from '../domain/issuance.ts';
import { isFinal } from '../domain/finality.ts';
import { awaitAll } from './await-all.ts';
import { claimPrevious } from './certificate-tags.ts';
import {
  previousClaim,
  publishedValues,
  requireNothingLeft,
  takeBack,
  type Leftovers,
  type Takeback,
} from './clean-up.ts';
import { finalizeOrder } from './finalize-order.ts';
import { cancellation, type IssuanceRun } from './issuance-run.ts';
import { mergeChain, verifyMerged } from './merge-chain.ts';
import { openOrder } from './open-order.ts';
import { makeCsr } from './pending-operation.ts';
import { proveControl } from './prove-control.ts';
import { undoIssuance } from './undo-issuance.ts';

/**
 * @param signal - honoured until the CA is told to issue; from then on the issuance completes
 * @throws CertError; nothing is left behind then, except what the journal still names
 */
export async function issueCertificate(
  run: IssuanceRun,
  signal: AbortSignal,
): Promise<IssuedCertificate> {
  const tellTooLate = (): void => {
    if (!run.progress.finalizing) return;
    run.services.reporter.note({ kind: 'too-late-to-cancel' });
  };
  signal.addEventListener('abort', tellTooLate);
  try {
    return await carryOut(run, signal);
  } catch (error) {
    const cancelled = signal.aborted && !run.progress.finalizing;
    const reason = cancelled ? cancellation(signal, run.progress.step) : asCertError(error);
    if (isFinal(reason)) await run.record({ finalizing: false });
    await run.step('clean-up', () => endEarly(run));
    throw reason;
  } finally {
    signal.removeEventListener('abort', tellTooLate);
  }
}

async function carryOut(run: IssuanceRun, signal: AbortSignal): Promise<IssuedCertificate> {
  const { chain, removed } = await haveSigned(run, signal);
  const version = await run.step('merge', () => mergeChain(run, chain));
  const issued = await run.step('verify', () => verifyMerged(run, chain, version));
  const leftovers = await run.step('clean-up', async () =>
    settle(run, [...(await removed), ...(await takeBack(run, previousClaim(run)))]),
  );
  return { ...issued, chain, leftovers, steps: run.progress.steps };
}

/** The certificate is there, whatever is left: that is told with it, and remembered. */
async function settle(run: IssuanceRun, leftovers: Leftovers): Promise<Leftovers> {
  const forget: Takeback = { trace: { kind: 'journal-entry' }, work: () => run.forget() };
  const left = leftovers.length > 0 ? leftovers : await takeBack(run, [forget]);
  if (left.length > 0) await tolerate(run, () => run.record({ reported: true }));
  return left;
}

/** What an issuance has left that was told to be done. Its certificate may be long renewed. */
export async function cleanUpReported(run: IssuanceRun): Promise<void> {
  const leftovers = await takeBack(run, [...publishedValues(run), ...previousClaim(run)]);
  await requireNothingLeft(run, leftovers);
}

interface Signed {
  /** PEM, leaf first. */
  readonly chain: string;
  /** Nobody looks at the challenge values any more; taking them away does not hold up the rest. */
  readonly removed: Promise<Leftovers>;
}

/** The CA's part. A chain that is in the journal needs neither the CA nor its order any more. */
async function haveSigned(run: IssuanceRun, signal: AbortSignal): Promise<Signed> {
  const { chain } = run.progress;
  if (chain !== undefined) return { chain, removed: takeBack(run, publishedValues(run)) };
  const [{ session, order }] = await run.step('order', () =>
    awaitAll([openOrder(run, signal), claimPrevious(run)]),
  );
  const proven =
    order.status === 'pending' ? await proveControl(run, session, order, signal) : order;
  const removed = takeBack(run, publishedValues(run));
  const csr =
    proven.status === 'ready' ? await run.step('csr', () => makeCsr(run, signal)) : undefined;
  const signed = await run.step('finalize', () => finalizeOrder(run, session, proven, csr, signal));
  return { chain: signed, removed };
}

/** Undoes everything, or, after the point of no return, what is no longer needed. */
async function endEarly(run: IssuanceRun): Promise<void> {
  if (!run.progress.finalizing) {
    await tolerate(run, () => undoIssuance(run));
    return;
  }
  await takeBack(run, publishedValues(run));
  run.services.reporter.note({ kind: 'left-to-complete' });
}

/** What fails here is told, and does not hide how the issuance itself ended. */
async function tolerate(run: IssuanceRun, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    run.services.reporter.note({ kind: 'failure', error: errorRecord(error) });
  }
}
