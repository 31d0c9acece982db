/** What nobody trusts must not take the place of what is trusted by mistake. */
import { isStagingCa, resolveCa } from '../domain/certificate-authorities.ts';
import { CertError, isCertError } from '../domain/errors.ts';
import type { IssuanceCa } from '../domain/issuance.ts';
import type { IssuanceWish } from '../domain/issuance-wish.ts';
import type { CertificateBundle } from '../domain/key-vault.ts';
import type { Pki } from '../domain/pki.ts';
import { CA_TAG, parseRecipe } from '../domain/renewal-tag.ts';

/** @throws CertError StagingOverTrusted, unless the wish says that it may be */
export function requireNoTrustLost(
  pki: Pick<Pki, 'readCertificate'>,
  ca: IssuanceCa,
  { kind, target, ca: wished, forceStaging }: IssuanceWish,
  bundle: CertificateBundle | undefined,
): void {
  // A renewal for which nobody names a CA goes to the one that the certificate names.
  if (kind === 'renew' && wished === undefined) return;
  if (forceStaging === true || !isStagingCa(ca) || bundle?.der === undefined) return;
  const { subject, issuer } = pki.readCertificate(bundle.der);
  // Nobody trusts what has signed itself.
  if (subject === issuer || wasStaged(bundle)) return;
  throw new CertError('StagingOverTrusted', { ...target, ca: ca.name, issuer });
}

/** A tag that says nothing of a CA, or something that is none, says nothing against trust. */
function wasStaged({ tags }: CertificateBundle): boolean {
  const recipe = parseRecipe(tags[CA_TAG]);
  if (recipe === undefined) return false;
  try {
    return isStagingCa(resolveCa(recipe.ca));
  } catch (error) {
    if (isCertError(error, 'InvalidCa')) return false;
    throw error;
  }
}
