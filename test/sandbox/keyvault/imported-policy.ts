/** The policy that an import leaves: what was not sent is read from the certificate (recorded). */
import type { X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { CURVE_BITS, completePolicy, KEY_USAGES } from './certificate-policy.ts';
import type {
  CertificatePolicy,
  KeyProperties,
  PolicyAttributes,
  PolicyParameters,
  SubjectAlternativeNames,
  X509Properties,
} from './certificate-policy.ts';
import { formatX500Name } from './x500-name.ts';

/**
 * @param sent where something was sent; the key's type is what the key is, whatever was sent
 * @param contentType of the policy that the name has already, where nothing else was sent
 */
export function importedPolicy(
  sent: PolicyParameters,
  leaf: X509Certificate,
  contentType: string,
  attributes: PolicyAttributes,
): CertificatePolicy {
  const certificate = new x509.X509Certificate(leaf.raw);
  const key = keyProperties(leaf);
  const kty = sent.key_props?.kty?.endsWith('-HSM') === true ? `${key.kty}-HSM` : key.kty;
  const policy = completePolicy(
    {
      ...sent,
      key_props: { ...sent.key_props, ...key, kty },
      secret_props: { contentType },
      x509_props: { ...x509Properties(certificate), ...sent.x509_props },
    },
    attributes,
  );
  const ca = certificate.getExtension(x509.BasicConstraintsExtension)?.ca ?? false;
  return { ...policy, x509_props: { ...policy.x509_props, basic_constraints: { ca } } };
}

/** Node's name of each curve. */
const CURVES: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
  secp256k1: 'P-256K',
};

function keyProperties({ publicKey }: X509Certificate): KeyTypeProperties {
  const { modulusLength = 0, namedCurve = '' } = publicKey.asymmetricKeyDetails ?? {};
  if (publicKey.asymmetricKeyType === 'rsa') return { kty: 'RSA', key_size: modulusLength };
  const crv = CURVES[namedCurve] ?? namedCurve;
  return { kty: 'EC', key_size: CURVE_BITS[crv] ?? 0, crv };
}

type KeyTypeProperties = Pick<KeyProperties, 'kty' | 'key_size' | 'crv'>;

/** Without `sans` where there are none, with empty lists where the extensions are missing. */
function x509Properties(certificate: x509.X509Certificate): Partial<X509Properties> {
  const usages = certificate.getExtension(x509.KeyUsagesExtension)?.usages ?? 0;
  const extendedUsages = certificate.getExtension(x509.ExtendedKeyUsageExtension)?.usages ?? [];
  const sans = alternativeNames(certificate);
  return {
    subject: formatX500Name(certificate.subjectName.toJSON().toReversed()),
    ...(Object.keys(sans).length === 0 ? {} : { sans }),
    ekus: Array.from(extendedUsages, (usage) => usage.toString()),
    key_usage: KEY_USAGES.filter((_, bit) => (usages & (1 << bit)) !== 0),
    validity_months: monthsBetween(certificate.notBefore, certificate.notAfter),
  };
}

const NAME_LISTS: Readonly<Record<string, keyof SubjectAlternativeNames>> = {
  dns: 'dns_names',
  email: 'emails',
  upn: 'upns',
  url: 'uris',
  ip: 'ipAddresses',
};

function alternativeNames(certificate: x509.X509Certificate): SubjectAlternativeNames {
  const names = certificate.getExtension(x509.SubjectAlternativeNameExtension)?.names.items ?? [];
  const lists: Partial<Record<keyof SubjectAlternativeNames, string[]>> = {};
  for (const { type, value } of names) {
    const list = NAME_LISTS[type];
    if (list !== undefined) (lists[list] ??= []).push(value);
  }
  return lists;
}

/** Begun months count; a hundred years of 365 days are 1200 (recorded), which is the most there is. */
function monthsBetween(from: Date, to: Date): number {
  const months =
    (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  const start = new Date(from);
  start.setUTCMonth(start.getUTCMonth() + months);
  return Math.min(1200, Math.max(1, months + (start < to ? 1 : 0)));
}
