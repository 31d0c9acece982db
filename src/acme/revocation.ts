/** Revoking a certificate (RFC 8555 §7.6). */
import type { RevocationReason } from '../domain/acme.ts';
import { CertError } from '../domain/errors.ts';
import { type CaConnection, type SigningAccount, post } from './ca-connection.ts';

/** RFC 5280 §5.3.1. */
const REASON_CODE: Readonly<Record<RevocationReason, number>> = {
  unspecified: 0,
  keyCompromise: 1,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
};

/**
 * @param by - the account that it was issued to, or its own key, without a URL
 * @param der - the certificate
 * @throws CertError NotOfferedByCa; AcmeProblem `alreadyRevoked`, `badRevocationReason`, …
 */
export async function revoke(
  ca: CaConnection,
  by: SigningAccount,
  der: Uint8Array,
  reason: RevocationReason,
  signal?: AbortSignal,
): Promise<void> {
  const { revokeCert: url } = await ca.resources(signal);
  if (url === undefined) throw new CertError('NotOfferedByCa', { ca: ca.name, what: 'revocation' });
  const certificate = Buffer.from(der).toString('base64url');
  await post(ca, by, { url, payload: { certificate, reason: REASON_CODE[reason] } }, signal);
}
