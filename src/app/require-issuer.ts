import type { KnownIssuers } from '../domain/certificate-issuers.ts';
import { CertError, isCertError } from '../domain/errors.ts';
import { issuerKind } from '../domain/policy-change.ts';

/**
 * That a named issuer is one of the vault's. Who may not look is told by Key Vault itself.
 * @throws CertError IssuerNotFound
 */
export async function requireIssuer(
  issuers: KnownIssuers,
  vault: string,
  issuer: string,
  signal: AbortSignal,
): Promise<void> {
  if (issuerKind(issuer) !== 'named') return;
  try {
    if (await issuers.get(issuer, signal)) return;
    const known = (await issuers.list(signal)).map(({ name }) => name);
    throw new CertError('IssuerNotFound', { vault, issuer, known });
  } catch (error) {
    if (!isCertError(error, 'VaultForbidden')) throw error;
  }
}
