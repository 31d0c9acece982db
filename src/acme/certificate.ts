/** Certificates (RFC 8555 §7.4.2, §9.1). */
import type { AcmeOrder } from '../domain/acme.ts';
import { CertError } from '../domain/errors.ts';
import { issuerNameOf } from './acme-client.ts';
import { optionalUrl, unexpectedAnswer } from './answer.ts';
import { type CaConnection, type SigningAccount, post } from './ca-connection.ts';
import { throwIfCancelled } from './cancellation.ts';
import { type HttpAnswer, hostOf } from './http.ts';
import { linkTargets } from './link-header.ts';

const BEGINNING = /-----BEGIN CERTIFICATE-----/g;
const BLOCK = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

const ACCEPT = 'application/pem-certificate-chain';

/** More than this no CA has roots. */
const MOST_ALTERNATES = 10;

/**
 * A chain, PEM, leaf first: the one that the CA offers first unless another one was wished for. Of
 * the alternates no more are fetched than it takes to find it; where none fits, or they are not to
 * be had, the first one will do. Nothing but certificates is passed on, whatever else stands in the
 * answer.
 *
 * @throws CertError UnexpectedAnswer if the order names no certificate or there is none
 */
export async function downloadCertificate(
  ca: CaConnection,
  account: SigningAccount,
  order: AcmeOrder,
  { preferredChain }: { readonly preferredChain?: string | undefined } = {},
  signal?: AbortSignal,
): Promise<string> {
  const { certificate: url, status } = order;
  if (url === undefined) {
    const excerpt = `the order is ${status} and names no certificate`;
    throw new CertError('UnexpectedAnswer', { host: hostOf(order.url), status: 200, excerpt });
  }
  const answer = await post(ca, account, { url, accept: ACCEPT }, signal);
  const usual = chainIn(answer);
  if (preferredChain === undefined || topIssuerOf(usual) === preferredChain) return pemOf(usual);
  for (const alternate of alternatesOf(answer)) {
    const chain = await alternateChain(ca, account, alternate, signal);
    if (chain && topIssuerOf(chain) === preferredChain) return pemOf(chain);
  }
  ca.log.warn('the CA has no chain as it is preferred', { preferredChain });
  return pemOf(usual);
}

/** undefined, and logged, where it is not to be had: there is a certificate already. */
async function alternateChain(
  ca: CaConnection,
  account: SigningAccount,
  url: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[] | undefined> {
  try {
    return chainIn(await post(ca, account, { url, accept: ACCEPT }, signal));
  } catch (error) {
    throwIfCancelled(signal, 'looking for another chain');
    ca.log.warn('an alternate chain cannot be had', { url, error: String(error) });
    return undefined;
  }
}

function alternatesOf(answer: HttpAnswer): readonly string[] {
  return linkTargets(answer.headers['link'], 'alternate')
    .flatMap((target) => optionalUrl(URL.parse(target, answer.url)?.href) ?? [])
    .slice(0, MOST_ALTERNATES);
}

function chainIn(answer: HttpAnswer): readonly string[] {
  const blocks = answer.body.match(BLOCK);
  if (!blocks) throw unexpectedAnswer(answer, 'no certificate');
  // A chain whose end is missing would pass for one that needs no intermediate certificate.
  const begun = answer.body.match(BEGINNING)?.length ?? 0;
  if (begun > blocks.length) {
    const excerpt = 'the chain breaks off within a certificate';
    throw new CertError('UnexpectedAnswer', { host: hostOf(answer.url), status: 200, excerpt });
  }
  return blocks;
}

function topIssuerOf(chain: readonly string[]): string | undefined {
  return issuerNameOf(chain.at(-1) ?? '');
}

function pemOf(chain: readonly string[]): string {
  return `${chain.join('\n')}\n`;
}
