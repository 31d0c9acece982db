/** What the service refuses in a policy. The rules are documented; most texts are assumed. */
import type { CertificatePolicy, LifetimeAction } from './certificate-policy.ts';
import { CURVE_BITS, isEc } from './certificate-policy.ts';
import { badParameter, invalidProperty, noHsm } from './errors.ts';
import { findIssuer } from './issuers.ts';
import type { VaultStore } from './vault-store.ts';
import type { Vault } from './vault.ts';
import { parseX500Name } from './x500-name.ts';

const KEY_TYPES = ['RSA', 'RSA-HSM', 'EC', 'EC-HSM'];
const RSA_SIZES = [2048, 3072, 4096];
const CONTENT_TYPES = ['application/x-pkcs12', 'application/x-pem-file'];
/** Those that are no objects of the vault. */
const RESERVED_ISSUERS = ['Self', 'Unknown'];
const OBJECT_IDENTIFIER = /^[0-2](\.(0|[1-9]\d*))+$/;

interface Rule {
  /** Wire name of the property that the error names. */
  readonly property: string;
  readonly holds: (policy: CertificatePolicy) => boolean;
}

const RULES: readonly Rule[] = [
  { property: 'kty', holds: ({ key_props }) => KEY_TYPES.includes(key_props.kty) },
  {
    property: 'key_size',
    holds: ({ key_props: { kty, key_size, crv } }) =>
      isEc(kty) ? key_size === CURVE_BITS[crv ?? ''] : RSA_SIZES.includes(key_size),
  },
  { property: 'crv', holds: ({ key_props: { kty, crv } }) => isEc(kty) || crv === undefined },
  {
    property: 'exportable',
    holds: ({ key_props: { kty, exportable } }) => !(kty.endsWith('-HSM') && exportable),
  },
  {
    property: 'contentType',
    holds: ({ secret_props }) => CONTENT_TYPES.includes(secret_props.contentType),
  },
  {
    property: 'subject',
    holds: ({ x509_props: { subject } }) => parseX500Name(subject) !== undefined,
  },
  {
    property: 'x509_props',
    holds: ({ x509_props: { subject, sans } }) =>
      subject !== '' ||
      Object.values(sans ?? {}).some((names: readonly string[]) => names.length > 0),
  },
  {
    property: 'sans',
    holds: ({ x509_props: { sans } }) =>
      Object.values(sans ?? {}).every((names: readonly string[]) =>
        names.every((name) => name.trim() !== ''),
      ),
  },
  {
    property: 'ekus',
    holds: ({ x509_props }) => x509_props.ekus.every((eku) => OBJECT_IDENTIFIER.test(eku)),
  },
  {
    property: 'validity_months',
    holds: ({ x509_props: { validity_months: months } }) => months >= 1 && months <= 1200,
  },
  {
    property: 'lifetime_actions',
    holds: (policy) => policy.lifetime_actions.every((action) => isPossible(action, policy)),
  },
];

/** @throws ApiError 400 that names the first property that is wrong, or that there is no HSM */
export function checkPolicy(
  policy: CertificatePolicy,
  store: Pick<VaultStore, 'vault' | 'issuers'>,
): void {
  const broken = RULES.find((rule) => !rule.holds(policy));
  if (broken !== undefined) throw invalidProperty(broken.property);
  requireHsm(policy.key_props.kty, store.vault);
  if (RESERVED_ISSUERS.includes(policy.issuer.name)) return;
  if (findIssuer(store, policy.issuer.name) === undefined) throw badParameter('Issuer not found');
}

/** @throws ApiError 400 where the key is to be in an HSM that a standard vault does not have */
export function requireHsm(kty: string, { tier }: Vault): void {
  if (kty.endsWith('-HSM') && tier !== 'premium') throw noHsm();
}

/** Percentage 1–99, or days from 1 to 27 for each month of validity; never both. */
function isPossible({ trigger, action }: LifetimeAction, policy: CertificatePolicy): boolean {
  const { lifetime_percentage: percentage, days_before_expiry: days } = trigger;
  const inRange =
    percentage === undefined
      ? days !== undefined && days >= 1 && days <= 27 * policy.x509_props.validity_months
      : days === undefined && percentage >= 1 && percentage <= 99;
  const renewable = policy.issuer.name !== 'Unknown' && action.action_type === 'AutoRenew';
  return inRange && (renewable || action.action_type === 'EmailContacts');
}
