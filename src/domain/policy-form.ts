/** The form that edits the policy of a certificate: filled in from it, and what an edit changes. */
import { subjectFor } from './acme-policy.ts';
import { CONTENT_TYPES, isExportable, type FormValues } from './certificate-form.ts';
import type { CertificatePolicy } from './certificate-policy.ts';
import type { CertificateTarget } from './certificate-target.ts';
import { DEFAULT_KEY_TYPE, keyTypeOf } from './key-type.ts';
import { defaultPolicy, issuerKind, type PolicyChange } from './policy-change.ts';
import { policyChangeOf, policyFieldsOf } from './policy-fields.ts';
import { parseVaultKeyType, VAULT_KEY_TYPES } from './vault-key-type.ts';

/** `keyType` is empty for kinds of key that cannot be asked for. */
export function policyFormOf(target: CertificateTarget, policy: CertificatePolicy): FormValues {
  const { key } = policy;
  const keyType = keyTypeOf(key);
  return {
    ...target,
    dnsNames: policy.dnsNames,
    ca: '',
    profile: '',
    keyType: VAULT_KEY_TYPES.includes(keyType) ? keyType : '',
    contentType: policy.contentType === CONTENT_TYPES.pem ? 'pem' : 'pkcs12',
    exportable: key.exportable,
    reuseKey: key.reuse,
    tags: [],
    agreedTerms: '',
    rehearse: false,
    forceStaging: false,
    ...policyFieldsOf(policy),
    madeBy: issuerKind(policy.issuer),
  };
}

/**
 * Only what was edited: whatever the form cannot show stays as it is. A field that was emptied takes
 * Key Vault's default.
 * @param before - `policyFormOf` of the certificate's policy
 * @throws CertError InvalidKeyType
 */
export function policyEditOf(values: FormValues, before: FormValues): PolicyChange {
  const now = changeOf(values);
  const old = changeOf(before);
  const {
    ekus = [],
    keyUsages = [],
    lifetimeActions = [],
    validityMonths = 12,
  } = defaultPolicy(now.issuer ?? '');
  const usual: PolicyChange = {
    ...{ ekus, keyUsages, lifetimeActions, validityMonths },
    subject: subjectFor(now.dnsNames ?? []),
    certificateType: '',
  };
  const edited = MEMBERS.filter((one) => JSON.stringify(now[one]) !== JSON.stringify(old[one]));
  const key = keyEdit(values, before);
  return {
    ...Object.fromEntries(edited.map((one) => [one, now[one] ?? usual[one]])),
    ...(Object.keys(key).length > 0 && { key }),
  };
}

const MEMBERS = [
  ...(['issuer', 'certificateType', 'certificateTransparency', 'subject', 'dnsNames'] as const),
  ...(['emails', 'upns', 'uris', 'ipAddresses', 'contentType', 'ekus', 'keyUsages'] as const),
  ...(['validityMonths', 'lifetimeActions'] as const),
];

/** Of the key, see `keyEdit`. */
function changeOf(values: FormValues): PolicyChange {
  const contentType = CONTENT_TYPES[values.contentType];
  return policyChangeOf({ ...values, contentType, keyType: DEFAULT_KEY_TYPE });
}

function keyEdit(values: FormValues, before: FormValues): NonNullable<PolicyChange['key']> {
  const { keyType, reuseKey } = values;
  const exportable = isExportable(values);
  return {
    ...(keyType === '' || keyType === before.keyType ? {} : parseVaultKeyType(keyType)),
    ...(exportable === isExportable(before) ? {} : { exportable }),
    ...(reuseKey === before.reuseKey ? {} : { reuse: reuseKey }),
  };
}
