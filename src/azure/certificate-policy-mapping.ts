/** The port's policy from and to the SDK's. */
import type {
  CertificatePolicy as SdkPolicy,
  LifetimeAction as SdkLifetimeAction,
} from '@azure/keyvault-certificates';
import type {
  CertificatePolicy,
  LifetimeAction,
  OtherNames,
} from '../domain/certificate-policy.ts';

type SdkNames = NonNullable<SdkPolicy['subjectAlternativeNames']>;

/** undefined: the SDK makes an empty object of a bundle without a policy. */
export function fromSdkPolicy(policy: SdkPolicy | undefined): CertificatePolicy | undefined {
  if (policy?.keyType === undefined && policy?.issuerName === undefined) return undefined;
  const { certificateType, certificateTransparency, lifetimeActions } = policy;
  const otherNames = otherNamesOf(policy.subjectAlternativeNames);
  return {
    issuer: policy.issuerName ?? '',
    ...(certificateType !== undefined && { certificateType }),
    ...(certificateTransparency !== undefined && { certificateTransparency }),
    subject: policy.subject ?? '',
    dnsNames: policy.subjectAlternativeNames?.dnsNames ?? [],
    ...(otherNames && { otherNames }),
    key: {
      kty: policy.keyType ?? '',
      size: policy.keySize,
      curve: policy.keyCurveName,
      exportable: policy.exportable ?? false,
      reuse: policy.reuseKey ?? false,
    },
    contentType: policy.contentType ?? '',
    ...(policy.enhancedKeyUsage && { ekus: policy.enhancedKeyUsage }),
    ...(policy.keyUsage && { keyUsages: policy.keyUsage }),
    validityMonths: policy.validityInMonths,
    ...(lifetimeActions && { lifetimeActions: lifetimeActions.map(fromSdkAction) }),
  };
}

function otherNamesOf(names: Partial<SdkNames> = {}): OtherNames | undefined {
  const {
    emails = [],
    userPrincipalNames: upns = [],
    uniformResourceIdentifiers: uris = [],
    ipAddresses = [],
  } = names;
  const others = { emails, upns, uris, ipAddresses };
  return Object.values(others).some((list) => list.length > 0) ? others : undefined;
}

function fromSdkAction(action: SdkLifetimeAction): LifetimeAction {
  const { action: name = '', daysBeforeExpiry, lifetimePercentage } = action;
  return { action: name, daysBeforeExpiry, lifetimePercentage };
}

/** The SDK's types know no undefined members and want names; its serializer takes what is there. */
export function toSdkPolicy(policy: CertificatePolicy): SdkPolicy {
  const { key, lifetimeActions } = policy;
  return {
    issuerName: policy.issuer,
    certificateType: policy.certificateType,
    certificateTransparency: policy.certificateTransparency,
    subject: policy.subject,
    subjectAlternativeNames: sdkNames(policy),
    keyType: key.kty,
    keySize: key.size,
    keyCurveName: key.curve,
    exportable: key.exportable,
    reuseKey: key.reuse,
    contentType: policy.contentType,
    enhancedKeyUsage: policy.ekus && [...policy.ekus],
    keyUsage: policy.keyUsages && [...policy.keyUsages],
    validityInMonths: policy.validityMonths,
    lifetimeActions: lifetimeActions?.map((action) => ({ ...action })),
  } as SdkPolicy;
}

/** Without the kinds of which there are none, as the service itself writes it. */
function sdkNames({ dnsNames, otherNames }: CertificatePolicy): Partial<SdkNames> {
  const { emails = [], upns = [], uris = [], ipAddresses = [] } = otherNames ?? {};
  const all = {
    dnsNames,
    emails,
    userPrincipalNames: upns,
    uniformResourceIdentifiers: uris,
    ipAddresses,
  };
  return Object.fromEntries(Object.entries(all).filter(([, list]) => list.length > 0));
}
