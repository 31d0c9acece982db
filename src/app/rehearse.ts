/**
 * The rehearsal of an issuance: the same names, places and profile through a CA that nobody trusts,
 * with a key and a CSR of its own. The vault is not touched, and the CA that is meant is not asked.
 * It has an entry of its own in the journal, which can only be undone: what it has published is
 * taken away whatever comes of it, now or at the next start.
 */
import type { AcmeOrder, AcmeSession } from '../domain/acme.ts';
import { rehearsalCaOf } from '../domain/certificate-authorities.ts';
import { errorRecord } from '../domain/error-catalogue.ts';
import { CertError } from '../domain/errors.ts';
import { NOT_BEGUN, type IssuanceCa, type IssuancePlan } from '../domain/issuance.ts';
import type { StepReporter } from '../domain/issuance-news.ts';
import type { IssuanceWish } from '../domain/issuance-wish.ts';
import { claimFor } from '../domain/ownership.ts';
import { agreeOnOccasion } from './agree-on-occasion.ts';
import { agreeWithCa } from './ca-session.ts';
import { requireChain } from './finalize-order.ts';
import type { IssuanceDesk } from './issuance-desk.ts';
import { cancellation, IssuanceRun } from './issuance-run.ts';
import { openOrder } from './open-order.ts';
import { requireProfile } from './plan-issuance.ts';
import { proveControl } from './prove-control.ts';
import { undoIssuance } from './undo-issuance.ts';

/**
 * Resolves when the other CA has issued for the names of the plan.
 * @throws CertError NoRehearsal, and all that an issuance can end with
 */
export async function rehearse(
  desk: IssuanceDesk,
  plan: IssuancePlan,
  wish: IssuanceWish,
  reporter: StepReporter,
  signal: AbortSignal,
): Promise<void> {
  const ca = wish.rehearsalCa ?? rehearsalCaOf(plan.ca);
  requireAnother(ca, plan.ca);
  try {
    await agreeWithRehearsalCa(desk, ca, plan, wish, signal);
    const rehearsed = rehearsalOf(desk, plan, ca);
    const services = desk.servicesFor(rehearsed, withinOneStep(reporter));
    const run = new IssuanceRun({ plan: rehearsed, progress: NOT_BEGUN }, services);
    try {
      await haveIssued(run, signal);
    } finally {
      await undo(run, reporter);
    }
    signal.throwIfAborted();
    reporter.detail('rehearse', { kind: 'rehearsed', ca: ca.name });
  } catch (error) {
    reporter.note({ kind: 'rehearsal-failed', ca: plan.ca.name });
    throw signal.aborted ? cancellation(signal, 'rehearse') : error;
  }
}

/** What is rehearsed where it is meant to be issued counts against the limits there, and is trusted. */
function requireAnother(ca: IssuanceCa, meant: IssuanceCa): void {
  if (ca.directoryUrl === meant.directoryUrl) {
    throw new CertError('NoRehearsal', { ca: meant.name });
  }
}

async function agreeWithRehearsalCa(
  desk: IssuanceDesk,
  ca: IssuanceCa,
  { profile }: IssuancePlan,
  { occasion, agreedTerms }: IssuanceWish,
  signal: AbortSignal,
): Promise<void> {
  const known = desk.registrarOf(ca.directoryUrl);
  const registrar = { ...known, agree: agreeOnOccasion(known.agree, occasion) };
  const { profiles } = await agreeWithCa(registrar, ca, signal, { agreedTerms });
  requireProfile(profile, ca, Object.keys(profiles));
}

/** What it would replace and whose chain is wished for mean nothing to the other CA. */
function rehearsalOf(
  { randomHex, owner, clock }: IssuanceDesk,
  { kind, vault, name, dnsNames, profile, validDays, policy, places, occasion }: IssuancePlan,
  ca: IssuanceCa,
): IssuancePlan {
  const id = randomHex(8);
  const target = { vault: vault.name, name };
  return {
    ...{ id, kind, vault, name, dnsNames, ca, profile, policy, places, rehearsal: true },
    ...(validDays === undefined ? {} : { validDays }),
    claim: claimFor(target, { run: id, owner }, clock.now()),
    tags: undefined,
    abandonedRequest: undefined,
    previous: undefined,
    ...(occasion ? { occasion } : {}),
  };
}

async function haveIssued(run: IssuanceRun, signal: AbortSignal): Promise<void> {
  const { pki } = run.services;
  const { dnsNames, policy } = run.plan;
  const { session, order } = await run.step('order', () => openOrder(run, signal));
  const proven =
    order.status === 'pending' ? await proveControl(run, session, order, signal) : order;
  const csr = await pki.throwawayRequest(dnsNames, policy.key);
  await run.step('finalize', () => finalize(run, session, proven, csr, signal));
}

/** What nobody trusts can be given up at any moment: there is no point of no return. */
async function finalize(
  run: IssuanceRun,
  session: AcmeSession,
  order: AcmeOrder,
  csr: Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  const finalized = await session.finalize(order, csr, signal);
  const valid =
    finalized.status === 'valid'
      ? finalized
      : await session.awaitOrder(order.url, ['valid'], signal);
  const chain = await session.downloadCertificate(valid, {}, signal);
  requireChain(run, order, chain, csr);
}

/** What could not be taken away is told, stays in the journal, and keeps nobody from going on. */
async function undo(run: IssuanceRun, reporter: StepReporter): Promise<void> {
  try {
    await undoIssuance(run);
  } catch (error) {
    reporter.note({ kind: 'failure', error: errorRecord(error) });
  }
}

/** To a person all of it is one step of the issuance. */
function withinOneStep(reporter: StepReporter): StepReporter {
  return {
    started: (step) => {
      reporter.detail('rehearse', { kind: 'rehearsing', step });
    },
    detail: (_step, detail) => {
      reporter.detail('rehearse', detail);
    },
    finished: () => undefined,
    note: (note) => {
      reporter.note(note);
    },
  };
}
