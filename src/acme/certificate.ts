/** Certificates (RFC 8555 §7.4.2, §9.1). */
import type { AcmeOrder } from '../domain/acme.ts';
import { CertError } from '../domain/errors.ts';
import { unexpectedAnswer } from './answer.ts';
import { type CaConnection, type SigningAccount, post } from './ca-connection.ts';
import { hostOf } from './http.ts';

const BLOCK = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/**
 * The chain that the CA offers first, PEM, leaf first. Nothing but certificates is passed on,
 * whatever else stands in the answer.
 *
 * @throws CertError UnexpectedAnswer if the order names no certificate or there is none
 */
export async function downloadCertificate(
  ca: CaConnection,
  account: SigningAccount,
  order: AcmeOrder,
  signal?: AbortSignal,
): Promise<string> {
  const { certificate: url, status } = order;
  if (url === undefined) {
    const excerpt = `the order is ${status} and names no certificate`;
    throw new CertError('UnexpectedAnswer', { host: hostOf(order.url), status: 200, excerpt });
  }
  const accept = 'application/pem-certificate-chain';
  const answer = await post(ca, account, { url, accept }, signal);
  const blocks = answer.body.match(BLOCK);
  if (!blocks) throw unexpectedAnswer(answer, 'no certificate');
  return `${blocks.join('\n')}\n`;
}
