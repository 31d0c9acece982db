/** The policy under which Key Vault makes key and CSR for an ACME certificate. */
import type { CertificatePolicy, PolicyKey } from './certificate-policy.ts';
import { describeKey, isKeyOfPolicy, publicKindOf } from './key-type.ts';
import { listOf } from './messages/explanation.ts';
import type { PublicKeyFacts } from './pki.ts';

/**
 * serverAuth and nothing else: Key Vault adds clientAuth by itself, Google Trust Services rejects
 * it and Let's Encrypt has dropped it (2026-02-11).
 */
export const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

/** X.520 `ub-common-name` (RFC 5280, appendix A.1). */
const MAX_COMMON_NAME = 64;

/**
 * @param dnsNames - A-labels; the first that fits becomes the CN, because a CN that is not among
 *   the names is rejected by Let's Encrypt; with none that fits there is no CN.
 */
export function acmePolicy(dnsNames: readonly string[], key: PolicyKey): CertificatePolicy {
  return {
    issuer: 'Unknown',
    subject: subjectFor(dnsNames),
    dnsNames,
    key,
    contentType: 'application/x-pkcs12',
    ekus: [SERVER_AUTH],
    validityMonths: undefined,
  };
}

/** The same certificate once more: everything that its owner chose stays, ACME's rules hold. */
export function renewalPolicy(
  previous: CertificatePolicy,
  dnsNames: readonly string[],
  key: PolicyKey = previous.key,
): CertificatePolicy {
  return {
    ...previous,
    issuer: 'Unknown',
    subject: subjectFor(dnsNames),
    dnsNames,
    key,
    ekus: [SERVER_AUTH],
  };
}

/** How a CSR or a certificate differs from what was asked; empty when it does not. */
export function differencesFrom(
  wanted: { readonly dnsNames: readonly string[]; readonly key: PolicyKey },
  found: { readonly dnsNames: readonly string[]; readonly publicKey: PublicKeyFacts },
): readonly string[] {
  const differences: string[] = [];
  const missing = wanted.dnsNames.filter((name) => !found.dnsNames.includes(name));
  const surplus = found.dnsNames.filter((name) => !wanted.dnsNames.includes(name));
  if (missing.length > 0) {
    differences.push(`${listOf(missing)} ${missing.length === 1 ? 'is' : 'are'} missing`);
  }
  if (surplus.length > 0) {
    differences.push(`${listOf(surplus)} ${surplus.length === 1 ? 'was' : 'were'} not asked for`);
  }
  if (!isKeyOfPolicy(found.publicKey, wanted.key)) {
    const asked = describeKey(publicKindOf(wanted.key));
    differences.push(`the key is ${describeKey(found.publicKey)} instead of ${asked}`);
  }
  return differences;
}

function subjectFor(dnsNames: readonly string[]): string {
  const commonName = dnsNames.find((name) => name.length <= MAX_COMMON_NAME);
  return commonName === undefined ? '' : `CN=${commonName}`;
}
