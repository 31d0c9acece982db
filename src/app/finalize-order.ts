/** Handing in the CSR and taking the chain: the point from which there is no way back. */
import type { AcmeOrder, AcmeSession } from '../domain/acme.ts';
import type { ChainProblem } from '../domain/error-reasons.ts';
import { CertError, isCertError } from '../domain/errors.ts';
import type { IssuanceRun } from './issuance-run.ts';

/**
 * Returns the chain (PEM, leaf first), which is in the journal then.
 * @param csr - needed only while the order is `ready`
 * @param signal - honoured until the CA is told to issue, not afterwards
 */
export async function finalizeOrder(
  run: IssuanceRun,
  session: AcmeSession,
  order: AcmeOrder,
  csr: Uint8Array | undefined,
  signal: AbortSignal,
): Promise<string> {
  signal.throwIfAborted();
  await run.record({ finalizing: true });
  try {
    const isAsked = csr !== undefined && order.status === 'ready';
    const current = isAsked ? await session.finalize(order, csr) : order;
    // Some CAs have issued by the time that they answer.
    const isIssued = current.status === 'valid';
    const valid = isIssued ? current : await session.awaitOrder(order.url, ['valid']);
    const { preferredChain } = run.plan;
    const chain = await session.downloadCertificate(valid, { preferredChain });
    requireChain(run, order, chain, csr);
    await run.record({ chain });
    return chain;
  } catch (error) {
    await reconsider(run, session, order);
    throw error;
  }
}

/** If the CA still waits for a request, or has given up, nothing was issued and all can be undone. */
async function reconsider(run: IssuanceRun, session: AcmeSession, order: AcmeOrder): Promise<void> {
  try {
    const { status } = await session.order(order.url);
    if (status === 'processing' || status === 'valid') return;
    await run.record({ finalizing: false });
  } catch (error) {
    run.services.log.warn('the state of the order is unknown', { error: String(error) });
  }
}

/** @throws CertError ChainUnusable; UnexpectedAnswer if it cannot be read, which may pass */
export function requireChain(
  run: IssuanceRun,
  { url }: AcmeOrder,
  chain: string,
  csr: Uint8Array | undefined,
): void {
  const problem = orUnexpectedAnswer(url, () => problemWith(run, chain, csr));
  if (problem) throw new CertError('ChainUnusable', { ca: run.plan.ca.name, problem });
}

function orUnexpectedAnswer<T>(url: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isCertError(error, 'Unexpected')) throw error;
    const facts = { host: new URL(url).host, status: 200, excerpt: error.facts.message };
    throw new CertError('UnexpectedAnswer', facts, { cause: error });
  }
}

function problemWith(
  { plan, services: { pki } }: IssuanceRun,
  chain: string,
  csr: Uint8Array | undefined,
): ChainProblem | undefined {
  const certificates = pki.splitPemChain(chain);
  const [leaf] = certificates;
  if (leaf === undefined) return { kind: 'empty' };
  const problem = pki.chainProblem(certificates);
  if (problem !== undefined) return problem;
  const { dnsNames, publicKey } = pki.readCertificate(leaf);
  // Once it is merged, applications take it.
  const names = plan.dnsNames.filter((name) => !dnsNames.includes(name));
  if (names.length > 0) return { kind: 'names-missing', names };
  if (csr === undefined) return undefined;
  const signed = publicKey.fingerprint;
  // An account has one order for one set of names: another issuance may have been faster.
  return signed === pki.readCsr(csr).publicKey.fingerprint ? undefined : { kind: 'other-key' };
}
