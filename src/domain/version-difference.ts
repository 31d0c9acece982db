/** Where two versions of a certificate differ. Texts in it come from outside. */
import { describeKey } from './key-type.ts';
import type { CertificateBundle } from './key-vault.ts';
import type { CertificateFacts } from './pki.ts';

export interface VersionDifference {
  readonly of: VersionMember;
  /** What the one has, and the other; lists as they stand there. */
  readonly one: readonly string[];
  readonly other: readonly string[];
}

export type VersionMember = keyof typeof MEMBERS;

export interface ComparedVersion {
  readonly bundle: Pick<CertificateBundle, 'enabled' | 'tags'>;
  readonly facts: CertificateFacts;
}

type Reader = (version: ComparedVersion) => readonly string[];

const MEMBERS = {
  subject: ({ facts }) => [facts.subject],
  names: ({ facts }) => facts.alternativeNames.map(({ kind, value }) => `${kind}:${value}`),
  issuer: ({ facts }) => [facts.issuer],
  'serial-number': ({ facts }) => [facts.serialNumber],
  'not-before': ({ facts }) => [facts.notBefore.toISOString()],
  'not-after': ({ facts }) => [facts.notAfter.toISOString()],
  'kind-of-key': ({ facts }) => [describeKey(facts.publicKey)],
  /** A fingerprint: renewed with the same key, or with a new one. */
  key: ({ facts }) => [facts.publicKey.fingerprint],
  'key-usage': ({ facts }) => facts.keyUsages,
  'extended-key-usage': ({ facts }) => facts.extendedKeyUsages.map(({ oid, name }) => name ?? oid),
  signature: ({ facts }) => [facts.signatureAlgorithm.name ?? facts.signatureAlgorithm.oid],
  thumbprint: ({ facts }) => [facts.thumbprint],
  enabled: ({ bundle }) => [String(bundle.enabled)],
  tags: ({ bundle }) => Object.entries(bundle.tags).map(([name, value]) => `${name}=${value}`),
} as const satisfies Readonly<Record<string, Reader>>;

/** In the order in which a person would look; what is the same in both is not told. */
export function versionDifferences(
  one: ComparedVersion,
  other: ComparedVersion,
): readonly VersionDifference[] {
  return (Object.entries(MEMBERS) as [VersionMember, Reader][])
    .map(([of, read]) => ({ of, one: read(one), other: read(other) }))
    .filter((difference) => !isSame(difference.one, difference.other));
}

/** The order in a list means nothing. */
function isSame(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify(one.toSorted()) === JSON.stringify(other.toSorted());
}
