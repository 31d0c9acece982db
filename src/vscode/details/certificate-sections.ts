/** What the X.509 certificate itself says (RFC 5280), in the order in which people ask for it. */
import { describeKey } from '../../domain/key-type.ts';
import type { AlternativeName, CertificateFacts, DistinguishedName } from '../../domain/pki.ts';
import type { Translate } from '../../domain/translate.ts';
import type { Fact, Section } from '../../webview/details/details-protocol.ts';
import { fact, inPairs, moment, type CopyBook, type FactOptions } from './details-words.ts';
import { certificatePolicy, extendedKeyUsage, identified, keyUsage } from './usage-words.ts';

/** All but the names. */
export function certificateSections(
  facts: CertificateFacts,
  copies: CopyBook,
  t: Translate,
): readonly Section[] {
  return [
    fingerprintSection(facts, copies, t),
    validitySection(facts, copies, t),
    usageSection(facts, t),
    issuerSection(facts, copies, t),
    extensionSection(facts, t),
  ];
}

export function nameSection(facts: CertificateFacts, copies: CopyBook, t: Translate): Section {
  const ofKind = (kind: AlternativeName['kind']): readonly string[] =>
    facts.alternativeNames.filter((name) => name.kind === kind).map(({ value }) => value);
  const dnsNames = ofKind('dns');
  return {
    heading: t('Names'),
    facts: [
      ...fact(
        t('DNS names'),
        dnsNames,
        copied(copies, 'dns-names', t('Copy DNS names'), dnsNames.join('\n')),
      ),
      ...fact(t('IP addresses'), ofKind('ip')),
      ...fact(t('E-mail addresses'), ofKind('email')),
      ...fact(t('URIs'), ofKind('uri')),
      ...fact(t('User principal names'), ofKind('upn')),
      ...fact(t('Directory names'), ofKind('directory')),
      ...fact(t('Registered identifiers'), ofKind('registered-id')),
      ...fact(t('Other names'), ofKind('other')),
      ...fact(t('Subject'), nameLines(facts.subjectName, t)),
      ...fact(t('Issuer'), nameLines(facts.issuerName, t)),
    ],
  };
}

function fingerprintSection(facts: CertificateFacts, copies: CopyBook, t: Translate): Section {
  const { thumbprint, thumbprintSha256, publicKey } = facts;
  const hex = (id: string, label: string, copy: string, digits: string): readonly Fact[] =>
    fact(label, inPairs(digits), code(copies, id, copy, digits.toUpperCase()));
  return {
    heading: t('Fingerprints'),
    facts: [
      ...hex('sha-1', t('SHA-1 thumbprint'), t('Copy SHA-1 thumbprint'), thumbprint),
      ...hex('sha-256', t('SHA-256 thumbprint'), t('Copy SHA-256 thumbprint'), thumbprintSha256),
      ...hex(
        'public-key',
        t('SHA-256 of the public key'),
        t('Copy SHA-256 of the public key'),
        publicKey.fingerprint,
      ),
    ],
  };
}

function validitySection(facts: CertificateFacts, copies: CopyBook, t: Translate): Section {
  const { serialNumber, publicKey, signatureAlgorithm } = facts;
  return {
    heading: t('Validity and key'),
    facts: [
      ...fact(t('Valid from'), moment(facts.notBefore)),
      ...fact(t('Expires'), moment(facts.notAfter)),
      ...fact(
        t('Serial number'),
        inPairs(serialNumber),
        code(copies, 'serial-number', t('Copy serial number'), serialNumber.toUpperCase()),
      ),
      ...fact(t('Public key'), describeKey(publicKey)),
      ...fact(t('Signature algorithm'), identified(signatureAlgorithm)),
      ...fact(t('Self-signed'), facts.selfSigned ? t('yes') : t('no')),
    ],
  };
}

function usageSection(facts: CertificateFacts, t: Translate): Section {
  return {
    heading: t('Usage'),
    facts: [
      ...fact(
        t('Key usage'),
        facts.keyUsages.map((name) => keyUsage(name, t)),
      ),
      ...fact(
        t('Extended key usage'),
        facts.extendedKeyUsages.map((usage) => extendedKeyUsage(usage, t)),
      ),
      ...fact(t('May issue certificates'), authorityWords(facts.basicConstraints, t)),
      ...fact(
        t('Policies'),
        facts.policies.flatMap((policy) => [certificatePolicy(policy, t), ...policy.cps]),
      ),
      ...fact(t('OCSP stapling'), facts.mustStaple ? t('required') : t('not required')),
    ],
  };
}

/** Addresses are shown and never opened: whoever wrote them has put them into the certificate. */
function issuerSection(facts: CertificateFacts, copies: CopyBook, t: Translate): Section {
  const { subjectKeyId, authorityKeyId, sctCount } = facts;
  const keyId = (id: string, label: string, copy: string, digits: string | undefined) =>
    digits === undefined
      ? []
      : fact(label, inPairs(digits), code(copies, id, copy, digits.toUpperCase()));
  return {
    heading: t('Issuer and revocation'),
    facts: [
      ...keyId(
        'subject-key',
        t('Subject key identifier'),
        t('Copy subject key identifier'),
        subjectKeyId,
      ),
      ...keyId(
        'authority-key',
        t('Authority key identifier'),
        t('Copy authority key identifier'),
        authorityKeyId,
      ),
      ...fact(t('Certificate of the issuer'), facts.caIssuerUrls, { isCode: true }),
      ...fact(t('OCSP'), facts.ocspUrls, { isCode: true }),
      ...fact(t('Revocation lists'), facts.crlUrls, { isCode: true }),
      ...fact(
        t('Signed certificate timestamps'),
        sctCount === undefined ? t('none') : String(sctCount),
      ),
    ],
  };
}

function extensionSection({ extensions }: CertificateFacts, t: Translate): Section {
  return {
    heading: t('Extensions'),
    ...(extensions.length === 0 && { note: t('The certificate has no extensions.') }),
    facts: [
      ...fact(
        t('In their order'),
        extensions.map(({ critical, reading, ...extension }) =>
          [
            identified(extension),
            ...(critical ? [t('critical')] : []),
            ...(reading === 'unreadable' ? [t('cannot be read')] : []),
          ].join(', '),
        ),
      ),
    ],
  };
}

/** One line for each relative distinguished name; nearly all have one attribute. */
function nameLines(name: DistinguishedName, t: Translate): readonly string[] {
  if (name.length === 0) return [t('empty')];
  return name.map((attributes) =>
    attributes.map(({ type, value }) => `${type} = ${value}`).join(' + '),
  );
}

function authorityWords(constraints: CertificateFacts['basicConstraints'], t: Translate): string {
  if (!constraints?.ca) return t('no');
  const { pathLength } = constraints;
  return pathLength === undefined
    ? t('yes')
    : t('yes, with at most {0} further authorities below', pathLength);
}

function code(copies: CopyBook, id: string, label: string, text: string): FactOptions {
  return { isCode: true, ...copied(copies, id, label, text) };
}

function copied(copies: CopyBook, id: string, label: string, text: string): FactOptions {
  return text === '' ? {} : { copy: copies.add(id, label, text) };
}
