/** Orders (RFC 8555 §7.1.3, §7.4). */
import type { AcmeOrder } from '../domain/acme.ts';
import { CertError } from '../domain/errors.ts';
import {
  isObject,
  listMember,
  objectOf,
  optionalDate,
  secureUrl,
  textMember,
  urlMember,
} from './answer.ts';
import { type CaConnection, type SigningAccount, post } from './ca-connection.ts';
import type { HttpAnswer } from './http.ts';
import { DECISION_LIMIT_MS, type Looked, poll } from './polling.ts';
import { isProblem, problemSentence, readProblem } from './problem.ts';

/** How long an order may lag behind its authorizations. */
const READINESS_LIMIT_MS = 30_000;

export async function fetchOrder(
  ca: CaConnection,
  account: SigningAccount,
  url: string,
  signal?: AbortSignal,
): Promise<AcmeOrder> {
  return (await lookAtOrder(ca, account, url, signal)).value;
}

/**
 * Hands in the request (PKCS#10, DER). `orderNotReady` has two meanings: the order lags behind its
 * authorizations, which passes; or an earlier attempt, whose answer was lost, has been accepted.
 * The order itself tells which.
 *
 * @throws CertError OrderInvalid if the order has become invalid
 */
export async function finalizeOrder(
  ca: CaConnection,
  account: SigningAccount,
  order: AcmeOrder,
  csr: Uint8Array,
  signal?: AbortSignal,
): Promise<AcmeOrder> {
  const { order: finalized } = await poll(
    {
      clock: ca.clock,
      limitMs: READINESS_LIMIT_MS,
      waitingFor: 'the order to become ready',
      look: (lookSignal) => submitCsr(ca, account, order, csr, lookSignal),
      settled: ({ order: { status }, refused }) => !refused || !isOpen(status),
      expired: ({ refused }, seconds) => refused ?? notFinished(ca.name, seconds),
    },
    signal,
  );
  return notInvalid(ca, finalized);
}

/**
 * Polls until the order has one of the states, or is valid, which no state follows.
 *
 * @throws CertError OrderInvalid unless that state is waited for; CaTimeout
 */
export async function awaitOrder(
  ca: CaConnection,
  account: SigningAccount,
  url: string,
  until: readonly string[],
  signal?: AbortSignal,
): Promise<AcmeOrder> {
  const order = await poll(
    {
      clock: ca.clock,
      limitMs: DECISION_LIMIT_MS,
      waitingFor: 'the order',
      look: (lookSignal) => lookAtOrder(ca, account, url, lookSignal),
      settled: ({ status }) => [...until, 'valid', 'invalid'].includes(status),
      expired: (_last, seconds) => notFinished(ca.name, seconds),
    },
    signal,
  );
  return until.includes(order.status) ? order : notInvalid(ca, order);
}

/** @param url - the order's own; its documents do not contain it */
export function readOrder(answer: HttpAnswer, url: string): AcmeOrder {
  const document = objectOf(answer);
  const { certificate, error, expires } = document;
  const problem = readProblem(error);
  return {
    url,
    status: textMember(answer, document, 'status'),
    names: listMember(answer, document, 'identifiers')
      .filter(isObject)
      .map((identifier) => textMember(answer, identifier, 'value')),
    authorizations: listMember(answer, document, 'authorizations').map((item) =>
      secureUrl(answer, item, 'an authorization'),
    ),
    finalize: urlMember(answer, document, 'finalize'),
    certificate: certificate === undefined ? undefined : urlMember(answer, document, 'certificate'),
    expires: optionalDate(expires),
    problem: problem && problemSentence(problem),
  };
}

interface Finalization {
  readonly order: AcmeOrder;
  /** Set where the CA did not take the request. */
  readonly refused: CertError | undefined;
}

async function submitCsr(
  ca: CaConnection,
  account: SigningAccount,
  order: AcmeOrder,
  csr: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<Looked<Finalization>> {
  const payload = { csr: Buffer.from(csr).toString('base64url') };
  try {
    const answer = await post(ca, account, { url: order.finalize, payload }, signal);
    return { value: { order: readOrder(answer, order.url), refused: undefined }, answer };
  } catch (error) {
    if (!isProblem(error, 'orderNotReady')) throw error;
    const { value, answer } = await lookAtOrder(ca, account, order.url, signal);
    return { value: { order: value, refused: error }, answer };
  }
}

export async function lookAtOrder(
  ca: CaConnection,
  account: SigningAccount,
  url: string,
  signal?: AbortSignal,
): Promise<Looked<AcmeOrder>> {
  const answer = await post(ca, account, { url }, signal);
  return { value: readOrder(answer, url), answer };
}

/** Before it is finalized (RFC 8555 §7.1.6). */
function isOpen(status: string): boolean {
  return status === 'pending' || status === 'ready';
}

/** @throws CertError OrderInvalid */
export function notInvalid(ca: CaConnection, order: AcmeOrder): AcmeOrder {
  if (order.status !== 'invalid') return order;
  throw new CertError('OrderInvalid', { ca: ca.name, detail: order.problem ?? '' });
}

function notFinished(ca: string, seconds: number): CertError {
  return new CertError('CaTimeout', { ca, waitedFor: { kind: 'order' }, seconds });
}
