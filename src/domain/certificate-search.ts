/** Which certificates are meant by what somebody looks for. Case means nothing anywhere. */
import type { CertificateSummary, Tags } from './key-vault.ts';
import { ownerTags } from './owner-tags.ts';
import type { CertificateFacts } from './pki.ts';

/** Everything that is given has to fit; nothing given: all certificates. */
export interface CertificateQuery {
  /** Part of the certificate's name, of a tag, of its issuer or thumbprint, or a name it is for. */
  readonly text?: string;
  /** Part of the certificate's name. */
  readonly name?: string;
  /** A name that it is for, by a wildcard, too, or a part of one. */
  readonly dnsName?: string;
  /** The beginning of the SHA-1 in hex, or the SHA-256; colons and blanks do not matter. */
  readonly thumbprint?: string;
  /** Part of the issuer, as the certificate or its policy names it. */
  readonly issuer?: string;
  readonly tag?: TagQuery;
}

export interface TagQuery {
  readonly name: string;
  /** Absent: whatever it is. */
  readonly value?: string;
}

/** What has to be read of a certificate to know. */
export interface SearchedCertificate {
  readonly summary: Pick<CertificateSummary, 'name' | 'thumbprint' | 'tags'>;
  /** Absent where nothing was issued. */
  readonly facts:
    | Pick<CertificateFacts, 'alternativeNames' | 'subject' | 'issuer' | 'thumbprintSha256'>
    | undefined;
  readonly policyIssuer: string | undefined;
}

/** Of a SHA-1. What is longer can only be the beginning of a SHA-256. */
const SHA1_DIGITS = 40;

/** False: what the vault's listing tells is enough to know that it is not meant. */
export function mayBeMeant(
  { name, thumbprint, tag }: CertificateQuery,
  { name: found, thumbprint: sha1, tags }: SearchedCertificate['summary'],
): boolean {
  const digits = thumbprint === undefined ? undefined : hexDigits(thumbprint);
  return (
    (name === undefined || holds(found, name)) &&
    (digits === undefined || mayHaveThumbprint(sha1, digits)) &&
    (tag === undefined || hasTag(tags, tag))
  );
}

export function isMeant(query: CertificateQuery, certificate: SearchedCertificate): boolean {
  const { text, dnsName, thumbprint, issuer } = query;
  return (
    mayBeMeant(query, certificate.summary) &&
    (thumbprint === undefined || hasThumbprint(certificate, thumbprint)) &&
    (dnsName === undefined || isFor(certificate, dnsName)) &&
    (issuer === undefined || hasIssuer(certificate, issuer)) &&
    (text === undefined || fitsText(certificate, text))
  );
}

function fitsText(certificate: SearchedCertificate, text: string): boolean {
  const { name, tags } = certificate.summary;
  return (
    holds(name, text) ||
    hasThumbprint(certificate, text) ||
    isFor(certificate, text) ||
    hasIssuer(certificate, text) ||
    holds(certificate.facts?.subject ?? '', text) ||
    Object.entries(ownerTags(tags)).some(([tag, value]) => holds(`${tag}=${value}`, text))
  );
}

function isFor({ facts }: SearchedCertificate, wanted: string): boolean {
  return (facts?.alternativeNames ?? []).some(
    ({ kind, value }) => holds(value, wanted) || (kind === 'dns' && covers(value, wanted)),
  );
}

/** A wildcard stands for exactly one label (RFC 6125 §6.4.3). */
function covers(pattern: string, host: string): boolean {
  const [first, ...parent] = pattern.toLowerCase().split('.');
  const [label = '', ...rest] = host.toLowerCase().split('.');
  return first === '*' && label !== '' && parent.join('.') === rest.join('.');
}

function hasIssuer({ facts, policyIssuer }: SearchedCertificate, wanted: string): boolean {
  return holds(facts?.issuer ?? '', wanted) || holds(policyIssuer ?? '', wanted);
}

function mayHaveThumbprint(sha1: string | undefined, digits: string): boolean {
  if (digits === '' || sha1 === undefined) return false;
  return digits.length > SHA1_DIGITS || sha1.startsWith(digits);
}

function hasThumbprint({ summary, facts }: SearchedCertificate, wanted: string): boolean {
  const digits = hexDigits(wanted);
  const isLong = digits.length > SHA1_DIGITS;
  const found = isLong ? facts?.thumbprintSha256 : summary.thumbprint;
  return digits !== '' && found?.startsWith(digits) === true;
}

function hasTag(tags: Tags, { name, value }: TagQuery): boolean {
  return Object.entries(tags).some(
    ([tag, found]) =>
      tag.toLowerCase() === name.toLowerCase() &&
      (value === undefined || found.toLowerCase() === value.toLowerCase()),
  );
}

/** As it is copied from anywhere; empty: it is no hex. Shorter ones fit too much by chance. */
function hexDigits(text: string): string {
  const digits = text.replaceAll(/[\s:]/g, '').toLowerCase();
  return /^[0-9a-f]{6,64}$/.test(digits) ? digits : '';
}

function holds(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}
