/** An order to work on: the one that the journal names if it can still be used, else a new one. */
import type { AcmeOrder, AcmeSession } from '../domain/acme.ts';
import { CertError, isCertError } from '../domain/errors.ts';
import { isFinal } from '../domain/finality.ts';
import { openSession, reopenSession } from './ca-session.ts';
import type { IssuanceRun } from './issuance-run.ts';

export interface OpenOrder {
  readonly session: AcmeSession;
  readonly order: AcmeOrder;
}

/** Statuses of an order that is under way or done (RFC 8555 §7.1.6). */
const UNDER_WAY = new Set(['processing', 'valid']);
/** Statuses in which it waits for us; not after it has expired, although some CAs still say so. */
const WAITING = new Set(['pending', 'ready']);

export async function openOrder(run: IssuanceRun, signal: AbortSignal): Promise<OpenOrder> {
  const { plan, services } = run;
  const opened = await openSession(services, plan.ca, signal, plan.account);
  await run.record({ accountUrl: opened.accountUrl });
  const known = await knownOrder(run, opened.session, signal);
  if (known) return { session: opened.session, order: known };
  try {
    return await newOrder(run, opened.session, signal);
  } catch (error) {
    if (!isCertError(error, 'AcmeProblem') || error.facts.type !== 'accountDoesNotExist')
      throw error;
    const reopened = await reopenSession(services, plan.ca, signal, plan.account);
    await run.record({ accountUrl: reopened.accountUrl });
    return newOrder(run, reopened.session, signal);
  }
}

/** A new order is not cut short by a cancellation: nobody could find the half-made one again. */
async function newOrder(
  run: IssuanceRun,
  session: AcmeSession,
  signal: AbortSignal,
): Promise<OpenOrder> {
  const { dnsNames, profile, replaces, validDays } = run.plan;
  signal.throwIfAborted();
  const order = await session.newOrder({
    names: dnsNames,
    ...(profile === undefined ? {} : { profile }),
    ...(replaces === undefined ? {} : { replaces }),
    ...(validDays === undefined ? {} : { notAfter: endOf(validDays, run.services.clock.now()) }),
  });
  await run.record({ orderUrl: order.url });
  return { session, order };
}

/** In whole seconds, as certificates count. */
function endOf(days: number, now: number): Date {
  return new Date((Math.floor(now / 1000) + days * 86_400) * 1000);
}

/** undefined: there is none, or it cannot be used any more and nothing depends on it. */
async function knownOrder(
  run: IssuanceRun,
  session: AcmeSession,
  signal: AbortSignal,
): Promise<AcmeOrder | undefined> {
  const { orderUrl, finalizing } = run.progress;
  if (orderUrl === undefined) return undefined;
  const order = await orderAt(session, orderUrl, signal);
  if (order !== undefined && isUsable(order, run.services.clock.now())) return order;
  if (finalizing) {
    throw new CertError('OrderInvalid', {
      ca: run.plan.ca.name,
      detail: order?.problem ?? '',
      ...(order === undefined ? { forgotten: true } : {}),
    });
  }
  await run.record({ orderUrl: undefined });
  return undefined;
}

function isUsable({ status, expires }: AcmeOrder, now: number): boolean {
  return UNDER_WAY.has(status) || (WAITING.has(status) && (expires?.getTime() ?? Infinity) > now);
}

/** undefined: the CA does not know the order, or not for this account. */
async function orderAt(
  session: AcmeSession,
  url: string,
  signal: AbortSignal,
): Promise<AcmeOrder | undefined> {
  try {
    return await session.order(url, signal);
  } catch (error) {
    if (isCertError(error) && isFinal(error)) return undefined;
    throw error;
  }
}
