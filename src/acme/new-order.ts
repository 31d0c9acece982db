/** New orders (RFC 8555 §7.4), with what they replace (RFC 9773 §5). */
import type { AcmeOrder, AcmeOrderRequest } from '../domain/acme.ts';
import { type CertError, isCertError } from '../domain/errors.ts';
import { locationOf } from './answer.ts';
import { type CaConnection, type SigningAccount, post } from './ca-connection.ts';
import { readOrder } from './order.ts';

export async function createOrder(
  ca: CaConnection,
  account: SigningAccount,
  { replaces, ...wanted }: AcmeOrderRequest,
  signal?: AbortSignal,
): Promise<AcmeOrder> {
  const { renewalInfo } = await ca.resources(signal);
  // Nobody else knows the member (RFC 9773 §5).
  if (replaces === undefined || renewalInfo === undefined) {
    return submit(ca, account, payloadOf(wanted), signal);
  }
  try {
    return await submit(ca, account, { ...payloadOf(wanted), replaces }, signal);
  } catch (error) {
    if (!mayRefuseReplacing(error)) throw error;
    ca.log.warn('the CA refuses what an order replaces', { replaces, error: String(error) });
    const order = await submit(ca, account, payloadOf(wanted), signal);
    return { ...order, replacesDropped: true };
  }
}

function payloadOf({ names, profile, notAfter }: AcmeOrderRequest): object {
  return {
    identifiers: names.map((value) => ({ type: 'dns', value })),
    ...(profile !== undefined && { profile }),
    ...(notAfter !== undefined && { notAfter: notAfter.toISOString() }),
  };
}

async function submit(
  ca: CaConnection,
  account: SigningAccount,
  payload: object,
  signal: AbortSignal | undefined,
): Promise<AcmeOrder> {
  const { newOrder: url } = await ca.resources(signal);
  const answer = await post(ca, account, { url, payload }, signal);
  return readOrder(answer, locationOf(answer));
}

/** Types of problems that say what else is wrong: without `replaces` it would be, too. */
const ABOUT_SOMETHING_ELSE = new Set([
  ...['accountDoesNotExist', 'userActionRequired', 'badNonce', 'badPublicKey'],
  ...['badSignatureAlgorithm', 'invalidContact', 'unsupportedContact', 'invalidProfile'],
  ...['rejectedIdentifier', 'unsupportedIdentifier', 'caa', 'dns', 'compound'],
]);

/** Of a server's own trouble (5xx) only words can tell that it is about the predecessor. */
const ABOUT_PREDECESSOR =
  /replac|predecessor|\bARI\b|cert-?id|(given|existing|previous) (cert|order)/i;

/**
 * CAs say no in types and words of their own: that another order replaces it already, that it is of
 * another account, that they cannot find it. So whatever can be about it is tried without it; what
 * is wrong besides comes again.
 */
function mayRefuseReplacing(error: unknown): error is CertError<'AcmeProblem'> {
  if (!isCertError(error, 'AcmeProblem')) return false;
  const { type, status, detail, subproblems } = error.facts;
  if (type === 'alreadyReplaced') return true;
  if (ABOUT_SOMETHING_ELSE.has(type)) return false;
  const said = [detail, ...subproblems.map((problem) => problem.detail)].join(' ');
  return status < 500 || ABOUT_PREDECESSOR.test(said);
}
