/** What the vault has to say about a certificate: identifiers, policy, who renews it and how. */
import type { CertificateDetails } from '../../domain/certificate-details.ts';
import { certificateIdentifiers } from '../../domain/certificate-identifiers.ts';
import { KNOWN_CAS } from '../../domain/certificate-authorities.ts';
import type { CertificatePolicy } from '../../domain/certificate-policy.ts';
import { describePolicyKey } from '../../domain/key-type.ts';
import type { Translate } from '../../domain/translate.ts';
import type { Section } from '../../webview/details/details-protocol.ts';
import { fact, moment, type CopyBook } from './details-words.ts';
import { extendedKeyUsage } from './usage-words.ts';

/** Absent where nothing is under way. */
export function pendingSection(
  { pending, claim }: CertificateDetails,
  t: Translate,
): readonly Section[] {
  if (!pending && !claim) return [];
  return [
    {
      heading: t('Operation under way'),
      facts: [
        ...fact(t('Who is at work'), claim?.owner),
        ...fact(t('Since'), claim && moment(new Date(claim.since * 1000))),
        ...fact(t('Others may take over from'), claim && moment(new Date(claim.until * 1000))),
        ...fact(t('Issuer of the pending operation'), pending?.issuer),
        ...fact(t('Request'), pending?.requestId, { isCode: true }),
      ],
    },
  ];
}

export function renewalSection({ recipe }: CertificateDetails, t: Translate): Section {
  const heading = t('Renewal');
  if (!recipe) {
    const note = t(
      'No tag of the certificate says which certificate authority has issued it. A renewal asks for one.',
    );
    return { heading, note, facts: [] };
  }
  const known = KNOWN_CAS.find(({ id }) => id === recipe.ca);
  return {
    heading,
    facts: [
      ...fact(t('Certificate authority'), known?.name ?? recipe.ca),
      ...fact(t('Profile'), recipe.profile ?? t('Default of the certificate authority')),
      ...fact(t('Account'), recipe.account, { isCode: true }),
    ],
  };
}

export function identifierSection(
  { vault, bundle, facts }: CertificateDetails,
  copies: CopyBook,
  t: Translate,
): Section {
  const version = facts && bundle.version;
  const ids = certificateIdentifiers(vault, bundle.name, version);
  const identifier = (id: string, label: string, copy: string, text: string | undefined) =>
    text === undefined ? [] : fact(label, text, { isCode: true, copy: copies.add(id, copy, text) });
  return {
    heading: t('Identifiers'),
    facts: [
      ...identifier(
        'certificate',
        t('Certificate, newest version'),
        t('Copy certificate identifier without version'),
        ids.certificate,
      ),
      ...identifier(
        'certificate-version',
        t('Certificate, this version'),
        t('Copy certificate identifier with version'),
        ids.certificateVersion,
      ),
      ...identifier(
        'secret',
        t('Secret, newest version'),
        t('Copy secret identifier without version'),
        ids.secret,
      ),
      ...identifier(
        'secret-version',
        t('Secret, this version'),
        t('Copy secret identifier with version'),
        ids.secretVersion,
      ),
      ...identifier('vault', t('Vault'), t('Copy vault address'), vault.uri),
      ...identifier(
        'vault-resource',
        t('Resource ID of the vault'),
        t('Copy resource ID of the vault'),
        vault.id,
      ),
    ],
  };
}

/** Absent where the vault has told none. */
export function policySection(
  policy: CertificatePolicy | undefined,
  t: Translate,
): readonly Section[] {
  if (!policy) return [];
  const { key } = policy;
  const yesOrNo = (is: boolean): string => (is ? t('yes') : t('no'));
  return [
    {
      heading: t('Policy for the next version'),
      facts: [
        ...fact(t('Issuer'), issuerWords(policy.issuer, t)),
        ...fact(t('Subject'), policy.subject),
        ...fact(t('DNS names'), policy.dnsNames),
        ...fact(t('Key'), describePolicyKey(key)),
        ...fact(t('Private key can be exported'), yesOrNo(key.exportable)),
        ...fact(t('Key is used again by the next version'), yesOrNo(key.reuse)),
        ...fact(t('Format of the secret'), contentType(policy.contentType)),
        ...fact(
          t('Extended key usage'),
          policy.ekus?.map((oid) => extendedKeyUsage({ oid, name: undefined }, t)),
        ),
        ...fact(
          t('Validity asked for, in months'),
          policy.validityMonths === undefined ? undefined : String(policy.validityMonths),
        ),
      ],
    },
  ];
}

function issuerWords(issuer: string, t: Translate): string {
  return issuer === 'Unknown' ? t('Unknown (signed outside of the vault)') : issuer;
}

function contentType(type: string): string {
  switch (type) {
    case 'application/x-pkcs12':
      return 'PKCS #12';
    case 'application/x-pem-file':
      return 'PEM';
    default:
      return type;
  }
}
