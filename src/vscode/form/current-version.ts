/** From the newest version of a certificate to what its renewal begins with. */
import { KNOWN_CAS } from '../../domain/certificate-authorities.ts';
import type { CertificateDetails } from '../../domain/certificate-details.ts';
import { caOfManager, otherManager } from '../../domain/certificate-managers.ts';
import { CertError } from '../../domain/errors.ts';
import { describeCertificateKey, describePolicyKey } from '../../domain/key-type.ts';
import { plainLine } from '../../domain/plain-text.ts';
import { BY_HAND, defaultPolicy } from '../../domain/policy-change.ts';
import { policyFormOf } from '../../domain/policy-form.ts';
import { renewalForm } from '../../domain/renewal-form.ts';
import type { CurrentVersion, FormEntries } from '../../webview/form/state-protocol.ts';

export interface RenewalBeginning {
  readonly current: CurrentVersion;
  readonly initial: FormEntries;
}

/**
 * @param vault - key of the choice among the vaults
 * @param defaultCa - where no tag says who has issued it
 * @throws CertError CertificateNotFound where nothing was issued yet
 */
export function renewalBeginning(
  details: CertificateDetails,
  vault: string,
  defaultCa: string,
): RenewalBeginning {
  const { bundle, facts, recipe } = details;
  if (!facts) {
    throw new CertError('CertificateNotFound', { vault: details.vault.name, name: bundle.name });
  }
  const isKnown = KNOWN_CAS.some(({ id }) => id === recipe?.ca);
  const named = recipe && !isKnown ? recipe.ca : undefined;
  const tool = otherManager(bundle.tags);
  const ofTool = tool === undefined ? undefined : caOfManager(bundle.tags);
  const entries = { ...renewalForm(details), vault };
  return {
    current: {
      notAfter: facts.notAfter.toISOString(),
      key: describeCertificateKey(facts.publicKey, bundle.policy?.key),
      entries,
      ...(named !== undefined && { namedAuthority: named }),
      ...(tool !== undefined && { managedBy: plainLine(tool) }),
    },
    initial: {
      ...entries,
      // What a tag names is not asked before the person has chosen it.
      ca: named === undefined ? (recipe?.ca ?? ofTool ?? defaultCa) : '',
      // Those that it has stay in any case.
      tags: [],
    },
  };
}

/** What the form that edits the policy begins with. */
export function policyBeginning(details: CertificateDetails, vault: string): RenewalBeginning {
  const { bundle } = details;
  const policy = bundle.policy ?? defaultPolicy(BY_HAND);
  const entries = { ...policyFormOf({ vault, name: bundle.name }, policy), vault };
  return { current: { key: describePolicyKey(policy.key), entries }, initial: entries };
}
