/** The port's policy from and to the SDK's. */
import type {
  CertificatePolicy as SdkPolicy,
  LifetimeAction as SdkLifetimeAction,
} from '@azure/keyvault-certificates';
import type { CertificatePolicy, LifetimeAction } from '../domain/certificate-policy.ts';

/** undefined: the SDK makes an empty object of a bundle without a policy. */
export function fromSdkPolicy(policy: SdkPolicy | undefined): CertificatePolicy | undefined {
  if (policy?.keyType === undefined && policy?.issuerName === undefined) return undefined;
  return {
    issuer: policy.issuerName ?? '',
    subject: policy.subject ?? '',
    dnsNames: policy.subjectAlternativeNames?.dnsNames ?? [],
    key: {
      kty: policy.keyType ?? '',
      size: policy.keySize,
      curve: policy.keyCurveName,
      exportable: policy.exportable ?? false,
      reuse: policy.reuseKey ?? false,
    },
    contentType: policy.contentType ?? '',
    ekus: policy.enhancedKeyUsage ?? [],
    validityMonths: policy.validityInMonths,
    ...(policy.lifetimeActions
      ? { lifetimeActions: policy.lifetimeActions.map(fromSdkAction) }
      : {}),
    raw: policy,
  };
}

function fromSdkAction(action: SdkLifetimeAction): LifetimeAction {
  const { action: name = '', daysBeforeExpiry, lifetimePercentage } = action;
  return { action: name, daysBeforeExpiry, lifetimePercentage };
}

/**
 * What is modelled comes from the policy itself, everything else (key usage, lifetime actions,
 * other kinds of names) from `raw`. What belongs to an issuer does not survive a change of issuer:
 * the service refuses AutoRenew for `Unknown`, and its defaults differ by issuer.
 */
export function toSdkPolicy(policy: CertificatePolicy): SdkPolicy {
  const before: Partial<SdkPolicy> = isSdkPolicy(policy.raw) ? policy.raw : {};
  const { lifetimeActions, certificateType, certificateTransparency, ...kept } = before;
  const ofIssuer =
    before.issuerName === policy.issuer
      ? { lifetimeActions, certificateType, certificateTransparency }
      : {};
  // The SDK's types know no undefined members and no empty lists of names; its serializer does.
  return {
    ...kept,
    ...ofIssuer,
    issuerName: policy.issuer,
    subject: policy.subject,
    subjectAlternativeNames: { ...before.subjectAlternativeNames, dnsNames: [...policy.dnsNames] },
    keyType: policy.key.kty,
    keySize: policy.key.size,
    keyCurveName: policy.key.curve,
    exportable: policy.key.exportable,
    reuseKey: policy.key.reuse,
    contentType: policy.contentType,
    enhancedKeyUsage: [...policy.ekus],
    validityInMonths: policy.validityMonths,
  } as SdkPolicy;
}

/** The port's `raw` is opaque; nobody but fromSdkPolicy makes one. */
function isSdkPolicy(raw: unknown): raw is Partial<SdkPolicy> {
  return typeof raw === 'object' && raw !== null;
}
