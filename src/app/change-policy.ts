/** The policy of a certificate that exists: it counts from the next version on. */
import type { KnownIssuers } from '../domain/certificate-issuers.ts';
import type { CertificatePolicy } from '../domain/certificate-policy.ts';
import { isCertError } from '../domain/errors.ts';
import type { CertificateBundle, CertificateVault, Vault } from '../domain/key-vault.ts';
import { changedPolicy, defaultPolicy, type PolicyChange } from '../domain/policy-change.ts';
import { policyDifferences, type PolicyDifference } from '../domain/policy-difference.ts';
import { requireSoundPolicy } from '../domain/policy-rules.ts';
import { CA_TAG } from '../domain/renewal-tag.ts';
import type { CertificatePlace } from './find-vault.ts';
import { requireHsm } from './require-hsm.ts';
import { requireIssuer } from './require-issuer.ts';
import {
  changeCertificate,
  findCertificate,
  type UpkeepServices,
} from './upkeep/found-certificate.ts';
import { remembered, type Tell } from './upkeep/remembered.ts';

export interface PolicyServices extends Omit<UpkeepServices, 'upkeepOf'> {
  readonly issuersOf: (vault: Vault) => KnownIssuers;
}

export interface PolicyWish {
  readonly target: CertificatePlace;
  readonly change: PolicyChange;
}

/** What would change, to be looked at before it does. */
export interface PolicyChanging {
  readonly vault: string;
  readonly name: string;
  /** Empty: nothing. */
  readonly differences: readonly PolicyDifference[];
  /** ACME renews it, and sets issuer, DNS names and extended key usages itself. */
  readonly isRenewedByAcme: boolean;
  /**
   * Laid over the policy as it is then: what others have changed meanwhile stays. The history hears
   * of it, whatever comes of it.
   * @returns what the service has made of it
   * @throws CertError InvalidPolicy, OperationRunning, WorkInProgress, KeyVaultRefused
   */
  readonly carryOut: (reporter: Tell, signal: AbortSignal) => Promise<PolicyOutcome>;
}

export interface PolicyOutcome {
  readonly policy: CertificatePolicy;
  readonly differences: readonly PolicyDifference[];
}

/**
 * @throws CertError VaultNotFound, CertificateNotFound, InvalidPolicy, HsmNeedsPremium,
 *   IssuerNotFound
 */
export async function preparePolicyChange(
  services: PolicyServices,
  { target, change }: PolicyWish,
  signal: AbortSignal,
): Promise<PolicyChanging> {
  const { vault, bundle } = await findCertificate(services, target, signal);
  const before = policyOf(bundle);
  const wanted = soundPolicy(before, change);
  await requireHsm(services.inventory, vault, wanted.key, signal);
  if (wanted.issuer !== before.issuer) {
    await requireIssuer(services.issuersOf(vault), vault.name, wanted.issuer, signal);
  }
  const { name, der } = bundle;
  const dnsNames = der === undefined ? [] : services.pki.readCertificate(der).dnsNames;
  const what = { vault: vault.name, name, dnsNames };
  return {
    ...{ vault: vault.name, name, differences: policyDifferences(before, wanted) },
    isRenewedByAcme: CA_TAG in bundle.tags,
    carryOut: (reporter, abort) =>
      remembered(services, 'change-policy', what, reporter, () =>
        changeCertificate(services, { vault, name }, abort, async (newest) => {
          const certificates = services.vaultOf(vault);
          const present = policyOf(newest);
          const sent = soundPolicy(present, change);
          await certificates.replacePolicy(name, sent);
          const policy = (await readBack(certificates, name)) ?? sent;
          return { policy, differences: policyDifferences(present, policy) };
        }),
      ),
  };
}

/** What is changed is changed, whether or not it can be read; undefined: it cannot. */
async function readBack(
  certificates: CertificateVault,
  name: string,
): Promise<CertificatePolicy | undefined> {
  try {
    return (await certificates.get(name))?.policy;
  } catch (error) {
    if (!isCertError(error)) throw error;
    return undefined;
  }
}

function soundPolicy(before: CertificatePolicy, change: PolicyChange): CertificatePolicy {
  const wanted = changedPolicy(before, change);
  requireSoundPolicy(wanted, before);
  return wanted;
}

function policyOf({ policy }: CertificateBundle): CertificatePolicy {
  return policy ?? defaultPolicy('Unknown');
}
