/** The form that asks for a policy, as a person would fill it in. */
import type fc from 'fast-check';
import { CONTENT_TYPES, type FormValues } from '../../../src/domain/certificate-form.ts';
import type { CertificatePolicy } from '../../../src/domain/certificate-policy.ts';
import { keyTypeOf } from '../../../src/domain/key-type.ts';
import { defaultPolicy, issuerKind } from '../../../src/domain/policy-change.ts';
import { policyFieldsOf } from '../../../src/domain/policy-fields.ts';
import { soundPolicy } from './policies.ts';

export function formOf(policy: CertificatePolicy): FormValues {
  return {
    vault: 'contoso-prod',
    name: 'www',
    dnsNames: policy.dnsNames,
    ca: 'letsencrypt',
    profile: '',
    keyType: keyTypeOf(policy.key),
    contentType: policy.contentType === CONTENT_TYPES.pem ? 'pem' : 'pkcs12',
    exportable: policy.key.exportable,
    reuseKey: policy.key.reuse,
    tags: [],
    agreedTerms: '',
    rehearse: false,
    forceStaging: false,
    ...policyFieldsOf(policy),
    madeBy: issuerKind(policy.issuer),
  };
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
