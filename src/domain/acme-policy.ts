/** The policy under which Key Vault makes key and CSR for an ACME certificate. */
import type { CertificatePolicy, ContentType, PolicyKey } from './certificate-policy.ts';
import type { Difference } from './error-reasons.ts';
import { CertError } from './errors.ts';
import type { IssuanceWish } from './issuance-wish.ts';
import {
  algorithmOf,
  DEFAULT_KEY_TYPE,
  describeKey,
  isHsmType,
  isInHsm,
  isKeyOfPolicy,
  keyTypeOf,
  policyKeyOf,
  publicKindOf,
  type KeyType,
} from './key-type.ts';
import type { PublicKeyFacts } from './pki.ts';

/**
 * serverAuth and nothing else: Key Vault adds clientAuth by itself, Google Trust Services rejects
 * it and Let's Encrypt has dropped it (2026-02-11).
 */
export const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

/** As a policy names the issuer of what is signed outside. */
const ACME_ISSUER = 'Unknown';

/** What Key Vault itself takes when nothing is asked (recorded default policy). */
export const DEFAULT_CONTENT_TYPE: ContentType = 'application/x-pkcs12';

/** X.520 `ub-common-name` (RFC 5280, appendix A.1). */
const MAX_COMMON_NAME = 64;

/**
 * @param dnsNames - A-labels; the first that fits becomes the CN, because a CN that is not among
 *   the names is rejected by Let's Encrypt; with none that fits there is no CN.
 */
export function acmePolicy(
  dnsNames: readonly string[],
  key: PolicyKey,
  contentType: ContentType = DEFAULT_CONTENT_TYPE,
): CertificatePolicy {
  return {
    issuer: ACME_ISSUER,
    subject: subjectFor(dnsNames),
    dnsNames,
    key,
    contentType,
    ekus: [SERVER_AUTH],
    validityMonths: undefined,
  };
}

/**
 * The same certificate once more: everything that its owner chose stays, ACME's rules hold. What
 * belongs to an issuer does not survive a change of issuer: the service refuses AutoRenew for
 * `Unknown`, and its defaults differ by issuer.
 */
export function renewalPolicy(
  previous: CertificatePolicy,
  dnsNames: readonly string[],
  key: PolicyKey = previous.key,
  contentType: CertificatePolicy['contentType'] = previous.contentType,
): CertificatePolicy {
  return {
    ...(previous.issuer === ACME_ISSUER ? previous : ownersChoice(previous)),
    issuer: ACME_ISSUER,
    subject: subjectFor(dnsNames),
    dnsNames,
    key,
    contentType,
    ekus: [SERVER_AUTH],
  };
}

/** What no issuer has a say in. */
function ownersChoice({
  otherNames,
  keyUsages,
  validityMonths,
}: CertificatePolicy): Pick<CertificatePolicy, 'otherNames' | 'keyUsages' | 'validityMonths'> {
  return { ...(otherNames && { otherNames }), ...(keyUsages && { keyUsages }), validityMonths };
}

type WishedPolicy = Pick<IssuanceWish, 'keyType' | 'contentType' | 'exportable' | 'reuseKey'>;

/**
 * The policy for a wish: what it leaves open stays as it is on the certificate, or is the default.
 * What is in an HSM is never exportable; whoever wishes for that is told by `requireExportable`.
 * @param previous - of the certificate that a new version is made of
 */
export function wishedPolicy(
  wish: WishedPolicy,
  dnsNames: readonly string[],
  previous: CertificatePolicy | undefined,
): CertificatePolicy {
  const before = previous?.key ?? policyKeyOf(DEFAULT_KEY_TYPE);
  const kind = keyOfKind(wish.keyType, before);
  const key = {
    ...kind,
    exportable: !isInHsm(kind) && (wish.exportable ?? before.exportable),
    reuse: wish.reuseKey ?? before.reuse,
  };
  return previous === undefined
    ? acmePolicy(dnsNames, key, wish.contentType)
    : renewalPolicy(previous, dnsNames, key, wish.contentType);
}

/**
 * @param keyType - the kind that it is going to be
 * @throws CertError HsmKeyNotExportable
 */
export function requireExportable(exportable: boolean | undefined, keyType: string): void {
  if (exportable !== true || !isHsmType(keyType)) return;
  throw new CertError('HsmKeyNotExportable', { keyType, instead: algorithmOf(keyType) });
}

function keyOfKind(keyType: KeyType | undefined, before: PolicyKey): PolicyKey {
  return keyType === undefined || keyType === keyTypeOf(before) ? before : policyKeyOf(keyType);
}

/** How a CSR or a certificate differs from what was asked; empty when it does not. */
export function differencesFrom(
  wanted: { readonly dnsNames: readonly string[]; readonly key: PolicyKey },
  found: { readonly dnsNames: readonly string[]; readonly publicKey: PublicKeyFacts },
): readonly Difference[] {
  const differences: Difference[] = [];
  const missing = wanted.dnsNames.filter((name) => !found.dnsNames.includes(name));
  const unasked = found.dnsNames.filter((name) => !wanted.dnsNames.includes(name));
  if (missing.length > 0) differences.push({ kind: 'names-missing', names: missing });
  if (unasked.length > 0) differences.push({ kind: 'names-unasked', names: unasked });
  if (!isKeyOfPolicy(found.publicKey, wanted.key)) {
    const asked = describeKey(publicKindOf(wanted.key));
    differences.push({ kind: 'other-key', found: describeKey(found.publicKey), asked });
  }
  return differences;
}

/** The CN that the names give: the first that fits into one. */
export function subjectFor(dnsNames: readonly string[]): string {
  const commonName = dnsNames.find((name) => name.length <= MAX_COMMON_NAME);
  return commonName === undefined ? '' : `CN=${commonName}`;
}
