/** What the extensions of a certificate say, each read on its own: a broken one hides no other. */
import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CRLDistributionPointsExtension,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  type GeneralName,
} from '@peculiar/x509';
import { KEY_USAGES } from '../domain/certificate-policy.ts';
import type { ExtensionContents, ExtensionFacts, Identifier, PolicyFacts } from '../domain/pki.ts';
import { derValues, oidOf, oneValue, TAG, tagged, type DerValue } from './der.ts';
import { readGeneralName } from './general-name.ts';
import { EKU_NAMES, EXTENSION_NAMES, POLICY_NAMES, type OidNames } from './oid-names.ts';
import type { RawExtension } from './tbs-certificate.ts';

// The library's lists are subclasses of Array, which map and flatMap would hand on: hence the copies.

type Reader = (extension: RawExtension) => Partial<ExtensionContents>;

const READERS: Readonly<Record<string, Reader>> = {
  '2.5.29.14': ({ der }) => ({ subjectKeyId: new SubjectKeyIdentifierExtension(der).keyId }),
  '2.5.29.15': ({ der }) => ({ keyUsages: usagesIn(new KeyUsagesExtension(der).usages) }),
  '2.5.29.17': ({ value }) => ({ alternativeNames: valuesIn(value).map(readGeneralName) }),
  '2.5.29.19': ({ der }) => {
    const { ca, pathLength } = new BasicConstraintsExtension(der);
    return { basicConstraints: { ca, pathLength } };
  },
  '2.5.29.31': ({ der }) => ({ crlUrls: crlUrlsIn(new CRLDistributionPointsExtension(der)) }),
  '2.5.29.32': ({ value }) => ({ policies: valuesIn(value).map(readPolicy) }),
  '2.5.29.35': ({ der }) => ({ authorityKeyId: new AuthorityKeyIdentifierExtension(der).keyId }),
  '2.5.29.37': ({ value }) => ({
    extendedKeyUsages: valuesIn(value).map((usage) =>
      identifier(oidOf(tagged(usage, TAG.oid)), EKU_NAMES),
    ),
  }),
  '1.3.6.1.5.5.7.1.1': ({ der }) => {
    const { ocsp, caIssuers } = new AuthorityInfoAccessExtension(der);
    return { ocspUrls: urlsIn(ocsp), caIssuerUrls: urlsIn(caIssuers) };
  },
  '1.3.6.1.5.5.7.1.24': ({ value }) => ({ mustStaple: valuesIn(value).some(isStatusRequest) }),
  '1.3.6.1.4.1.11129.2.4.2': ({ value }) => ({
    sctCount: sctsIn(oneValue(value, TAG.octetString).content),
  }),
};

const NOTHING: ExtensionContents = {
  alternativeNames: [],
  keyUsages: [],
  extendedKeyUsages: [],
  basicConstraints: undefined,
  subjectKeyId: undefined,
  authorityKeyId: undefined,
  crlUrls: [],
  ocspUrls: [],
  caIssuerUrls: [],
  policies: [],
  sctCount: undefined,
  mustStaple: false,
};

export interface ReadExtensions {
  readonly contents: ExtensionContents;
  readonly extensions: readonly ExtensionFacts[];
}

/** Never throws: what cannot be read is told in `extensions`. */
export function readExtensions(raw: readonly RawExtension[]): ReadExtensions {
  const seen = new Set<string>();
  const readings = raw.map((extension) => {
    const isFirst = !seen.has(extension.oid);
    seen.add(extension.oid);
    return readExtension(extension, isFirst);
  });
  return {
    contents: Object.assign(
      {},
      NOTHING,
      ...readings.map(({ contents }) => contents),
    ) as typeof NOTHING,
    extensions: readings.map(({ facts }) => facts),
  };
}

/** An extension stands once in a certificate (RFC 5280 §4.2): what comes after is not believed. */
function readExtension(extension: RawExtension, isFirst: boolean) {
  const { oid, critical, value } = extension;
  const facts = { ...identifier(oid, EXTENSION_NAMES), critical };
  const read = READERS[oid];
  if (read === undefined) return { contents: {}, facts: { ...facts, reading: 'other' as const } };
  try {
    if (!isFirst) throw new Error('it stands there twice');
    if (derValues(value).length !== 1) throw new Error('its content is not one value');
    return { contents: read(extension), facts: { ...facts, reading: 'read' as const } };
  } catch {
    return { contents: {}, facts: { ...facts, reading: 'unreadable' as const } };
  }
}

export function identifier(oid: string, names: OidNames): Identifier {
  return { oid, name: names[oid] };
}

/** By bit, the first one first. */
function usagesIn(bits: number): readonly string[] {
  return KEY_USAGES.filter((_, bit) => (bits & (1 << bit)) !== 0);
}

function valuesIn(value: Uint8Array<ArrayBuffer>): readonly DerValue[] {
  return derValues(oneValue(value, TAG.sequence).content);
}

function urlsIn(names: readonly GeneralName[]): readonly string[] {
  return names.filter(({ type }) => type === 'url').map(({ value }) => value);
}

function crlUrlsIn({ distributionPoints }: CRLDistributionPointsExtension): readonly string[] {
  return [...distributionPoints]
    .flatMap(({ distributionPoint }) => distributionPoint?.fullName ?? [])
    .flatMap(({ uniformResourceIdentifier: url }) => url ?? []);
}

/** The qualifier that names a Certification Practice Statement (RFC 5280 §4.2.1.4). */
const CPS = '1.3.6.1.5.5.7.2.1';

function readPolicy(policy: DerValue): PolicyFacts {
  const [id, qualifiers] = derValues(tagged(policy, TAG.sequence).content);
  const cps = (qualifiers === undefined ? [] : derValues(qualifiers.content)).flatMap((one) => {
    const [kind, text] = derValues(tagged(one, TAG.sequence).content);
    const isCps = text !== undefined && oidOf(tagged(kind, TAG.oid)) === CPS;
    return isCps ? [Buffer.from(text.content).toString('latin1')] : [];
  });
  return { ...identifier(oidOf(tagged(id, TAG.oid)), POLICY_NAMES), cps };
}

/** The TLS extension `status_request` has the number 5 (RFC 7633 §4). */
function isStatusRequest({ tag, content }: DerValue): boolean {
  return tag === TAG.integer && content.length === 1 && content[0] === 5;
}

/** A list of timestamps, each after its length in two bytes (RFC 6962 §3.3). */
function sctsIn(bytes: Uint8Array): number {
  const list = Buffer.from(bytes);
  if (list.length < 2 || list.readUInt16BE() !== list.length - 2) {
    throw new Error('the list of timestamps has another length');
  }
  let count = 0;
  let at = 2;
  for (; at + 2 <= list.length; count++) at += 2 + list.readUInt16BE(at);
  if (at !== list.length) throw new Error('the last timestamp ends too early');
  return count;
}
