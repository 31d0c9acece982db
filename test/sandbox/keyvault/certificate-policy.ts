/** The management policy of a certificate, in the service's own (wire) names and order. */

export interface CertificatePolicy {
  readonly key_props: KeyProperties;
  readonly secret_props: { readonly contentType: string };
  readonly x509_props: X509Properties;
  readonly lifetime_actions: readonly LifetimeAction[];
  readonly issuer: IssuerParameters;
  readonly attributes: PolicyAttributes;
}

export interface KeyProperties {
  readonly exportable: boolean;
  readonly kty: string;
  readonly key_size: number;
  readonly reuse_key: boolean;
  /** Last, and only for EC. */
  readonly crv?: string;
}

export interface X509Properties {
  readonly subject: string;
  readonly sans?: SubjectAlternativeNames;
  readonly ekus: readonly string[];
  readonly key_usage: readonly string[];
  readonly validity_months: number;
  readonly basic_constraints: { readonly ca: boolean };
}

export interface SubjectAlternativeNames {
  readonly dns_names?: readonly string[];
  readonly emails?: readonly string[];
  readonly upns?: readonly string[];
  readonly uris?: readonly string[];
  readonly ipAddresses?: readonly string[];
}

export interface LifetimeAction {
  readonly trigger: {
    readonly lifetime_percentage?: number;
    readonly days_before_expiry?: number;
  };
  readonly action: { readonly action_type: string };
}

export interface IssuerParameters {
  readonly name: string;
  readonly cty?: string;
  /** Shown only when the caller sent it. */
  readonly cert_transparency?: boolean;
}

export interface PolicyAttributes {
  readonly enabled: boolean;
  /** Seconds since the epoch. */
  readonly created: number;
  readonly updated: number;
}

/** A policy as a caller sends it: everything is optional. */
export interface PolicyParameters {
  readonly key_props?: Partial<KeyProperties>;
  readonly secret_props?: { readonly contentType?: string };
  readonly x509_props?: Partial<X509Properties>;
  readonly lifetime_actions?: readonly Partial<LifetimeAction>[];
  readonly issuer?: Partial<IssuerParameters>;
  readonly attributes?: { readonly enabled?: boolean };
}

/** RFC 5280, 4.2.1.3: the named bits in their order; the service's names are the RFC's. */
export const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];

/** Bits of each curve's key. */
export const CURVE_BITS: Readonly<Record<string, number>> = {
  'P-256': 256,
  'P-384': 384,
  'P-521': 521,
  'P-256K': 256,
};

/** serverAuth and clientAuth. */
const DEFAULT_EKUS = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'];

/** Fills what the caller left out, as recorded (azure-sdk-for-python, `crud_operations`). */
export function completePolicy(
  sent: PolicyParameters,
  attributes: PolicyAttributes,
): CertificatePolicy {
  const issuer = { ...sent.issuer, name: sent.issuer?.name ?? 'Unknown' };
  const { subject, sans, ekus, key_usage, validity_months } = sent.x509_props ?? {};
  return {
    key_props: completeKeyProperties(sent.key_props ?? {}),
    secret_props: { contentType: sent.secret_props?.contentType ?? 'application/x-pkcs12' },
    x509_props: {
      subject: subject ?? '',
      ...(sans === undefined ? {} : { sans }),
      ekus: ekus ?? DEFAULT_EKUS,
      key_usage: key_usage ?? ['digitalSignature', 'keyEncipherment'],
      validity_months: validity_months ?? 12,
      basic_constraints: { ca: false },
    },
    lifetime_actions:
      sent.lifetime_actions?.map(({ trigger, action }) => ({
        trigger: trigger ?? {},
        action: action ?? { action_type: '' },
      })) ?? defaultLifetimeActions(issuer.name),
    issuer,
    attributes: { ...attributes, enabled: sent.attributes?.enabled ?? attributes.enabled },
  };
}

/** What PATCH policy makes of an existing policy: member by member, lists as a whole. */
export function patchPolicy(
  policy: CertificatePolicy,
  sent: PolicyParameters,
  updated: number,
): CertificatePolicy {
  return completePolicy(
    {
      key_props: patchKeyProperties(policy.key_props, sent.key_props ?? {}),
      secret_props: { ...policy.secret_props, ...sent.secret_props },
      x509_props: { ...policy.x509_props, ...sent.x509_props },
      lifetime_actions: sent.lifetime_actions ?? policy.lifetime_actions,
      issuer: { ...policy.issuer, ...sent.issuer },
      attributes: { ...sent.attributes },
    },
    { ...policy.attributes, updated },
  );
}

/** A new type of key takes nothing over from the old one's size and curve. */
function patchKeyProperties(
  current: KeyProperties,
  sent: Partial<KeyProperties>,
): Partial<KeyProperties> {
  const { exportable, reuse_key } = current;
  if (sent.kty !== undefined && isEc(sent.kty) !== isEc(current.kty)) {
    return { exportable, reuse_key, ...sent };
  }
  if (sent.crv !== undefined) return { exportable, reuse_key, kty: current.kty, ...sent };
  return { ...current, ...sent };
}

function completeKeyProperties(sent: Partial<KeyProperties>): KeyProperties {
  const { kty = 'RSA', exportable = !kty.endsWith('-HSM'), reuse_key = false } = sent;
  if (!isEc(kty)) {
    const { key_size = 2048, crv } = sent;
    return { exportable, kty, key_size, reuse_key, ...(crv === undefined ? {} : { crv }) };
  }
  const { crv = 'P-256', key_size = CURVE_BITS[crv] ?? 256 } = sent;
  return { exportable, kty, key_size, reuse_key, crv };
}

export function isEc(kty: string): boolean {
  return kty === 'EC' || kty === 'EC-HSM';
}

function defaultLifetimeActions(issuer: string): LifetimeAction[] {
  return [
    {
      trigger: { lifetime_percentage: 80 },
      action: { action_type: issuer === 'Unknown' ? 'EmailContacts' : 'AutoRenew' },
    },
  ];
}
