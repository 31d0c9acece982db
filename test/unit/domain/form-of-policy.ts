/** The form that asks for a policy, as a person would fill it in. */
import type fc from 'fast-check';
import type { FormValues } from '../../../src/domain/certificate-form.ts';
import type { CertificatePolicy } from '../../../src/domain/certificate-policy.ts';
import { defaultPolicy } from '../../../src/domain/policy-change.ts';
import { policyFormOf } from '../../../src/domain/policy-form.ts';
import { soundPolicy } from './policies.ts';

export function formOf(policy: CertificatePolicy): FormValues {
  return policyFormOf({ vault: 'contoso-prod', name: 'www' }, policy);
}

/** With nothing left to Key Vault's default: a form says that with an empty field. */
export const spelledOutPolicy: fc.Arbitrary<CertificatePolicy> = soundPolicy.map((policy) => {
  const usual = defaultPolicy(policy.issuer);
  const { ekus = [], keyUsages = [], lifetimeActions = [], key } = policy;
  const actions = lifetimeActions.toSorted((a, b) => a.action.localeCompare(b.action));
  return {
    ...policy,
    // The bits of a curve say nothing that the curve does not.
    key: key.curve === undefined ? key : { ...key, size: undefined },
    ekus: ekus.length > 0 ? ekus : (usual.ekus ?? []),
    keyUsages: keyUsages.length > 0 ? keyUsages : (usual.keyUsages ?? []),
    lifetimeActions: actions.length > 0 ? actions : (usual.lifetimeActions ?? []),
  };
});
