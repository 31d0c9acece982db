/** A certificate with everything that its page can show, and versions of it. */
import type { CertificateDetails } from '../../../../src/domain/certificate-details.ts';
import { DEFAULT_THRESHOLDS } from '../../../../src/domain/expiry.ts';
import type { CertificateVersion } from '../../../../src/domain/key-vault.ts';
import type { CertificateFacts } from '../../../../src/domain/pki.ts';
import { english } from '../../../../src/domain/translate.ts';
import type { DetailsOptions } from '../../../../src/vscode/details/details-view.ts';

export const NOW = new Date('2026-11-22T12:00:00Z');
const DAY = 86_400_000;

export const OPTIONS: DetailsOptions = { now: NOW, thresholds: DEFAULT_THRESHOLDS, t: english };

export const SUBJECT = {
  directory: 'account/tenant',
  vaultId:
    '/subscriptions/0b1f6471-1bf0-4dda-aec3-cb9272f09590/resourceGroups/web/providers/Microsoft.KeyVault/vaults/contoso-web',
  vault: 'contoso-web',
  name: 'www-contoso-com',
};

export function inDays(days: number): Date {
  return new Date(NOW.getTime() + days * DAY);
}

/** As Let's Encrypt issues them: 90 days, domain validated, two timestamps. */
export const FACTS: CertificateFacts = {
  subject: 'CN=www.contoso.com',
  issuer: "C=US, O=Let's Encrypt, CN=R11",
  subjectName: [[{ type: 'CN', oid: '2.5.4.3', value: 'www.contoso.com' }]],
  issuerName: [
    [{ type: 'C', oid: '2.5.4.6', value: 'US' }],
    [{ type: 'O', oid: '2.5.4.10', value: "Let's Encrypt" }],
    [{ type: 'CN', oid: '2.5.4.3', value: 'R11' }],
  ],
  serialNumber: '04a1b2c3d4e5f60718293a4b5c6d7e8f9012',
  notBefore: inDays(-68),
  notAfter: inDays(22),
  dnsNames: ['www.contoso.com', 'contoso.com', '*.shop.contoso.com'],
  alternativeNames: [
    { kind: 'dns', value: 'www.contoso.com' },
    { kind: 'dns', value: 'contoso.com' },
    { kind: 'dns', value: '*.shop.contoso.com' },
    { kind: 'ip', value: '192.0.2.10' },
  ],
  ekus: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
  keyUsages: ['digitalSignature', 'keyEncipherment'],
  extendedKeyUsages: [
    { oid: '1.3.6.1.5.5.7.3.1', name: 'serverAuth' },
    { oid: '1.3.6.1.5.5.7.3.2', name: 'clientAuth' },
  ],
  basicConstraints: { ca: false, pathLength: undefined },
  subjectKeyId: '9f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c',
  authorityKeyId: 'c5cf46a4eaf4c3c07a6c95c42db05e922f26e3b9',
  crlUrls: ['http://r11.c.lencr.org/42.crl'],
  ocspUrls: [],
  caIssuerUrls: ['http://r11.i.lencr.org/'],
  policies: [{ oid: '2.23.140.1.2.1', name: 'domain-validated', cps: [] }],
  sctCount: 2,
  mustStaple: false,
  publicKey: {
    type: 'RSA',
    size: 2048,
    curve: undefined,
    fingerprint: '3f'.repeat(32),
  },
  signatureAlgorithm: { oid: '1.2.840.113549.1.1.11', name: 'sha256WithRSAEncryption' },
  selfSigned: false,
  extensions: [
    { oid: '2.5.29.15', name: 'keyUsage', critical: true, reading: 'read' },
    { oid: '2.5.29.17', name: 'subjectAltName', critical: false, reading: 'read' },
    { oid: '1.2.3.4', name: undefined, critical: false, reading: 'other' },
    { oid: '2.5.29.32', name: 'certificatePolicies', critical: false, reading: 'unreadable' },
  ],
  thumbprint: '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d',
  thumbprintSha256: 'ab'.repeat(32),
};

const VERSION = '5c1a0f3b7d2e4a6c9b8d7f6e5a4c3b2d';

export const DETAILS: CertificateDetails = {
  vault: {
    id: SUBJECT.vaultId,
    name: SUBJECT.vault,
    uri: 'https://contoso-web.vault.azure.net',
    subscriptionId: '0b1f6471-1bf0-4dda-aec3-cb9272f09590',
    resourceGroup: 'web',
    tenantId: 'tenant',
    location: 'westeurope',
  },
  bundle: {
    vault: SUBJECT.vault,
    name: SUBJECT.name,
    version: VERSION,
    thumbprint: FACTS.thumbprint,
    enabled: true,
    notBefore: FACTS.notBefore,
    notAfter: FACTS.notAfter,
    tags: {
      'kvcert-ca': 'letsencrypt profile=classic account=https://acme.example/acct/1',
      team: 'web',
    },
    der: new Uint8Array([1]),
    policy: {
      issuer: 'Unknown',
      subject: 'CN=www.contoso.com',
      dnsNames: ['www.contoso.com', 'contoso.com', '*.shop.contoso.com'],
      key: { kty: 'RSA', size: 2048, curve: undefined, exportable: true, reuse: false },
      contentType: 'application/x-pkcs12',
      ekus: ['1.3.6.1.5.5.7.3.1'],
      validityMonths: 12,
    },
    hasOperation: false,
  },
  facts: FACTS,
  pem: '-----BEGIN CERTIFICATE-----\nAQ==\n-----END CERTIFICATE-----\n',
  pending: undefined,
  recipe: { ca: 'letsencrypt', profile: 'classic', account: 'https://acme.example/acct/1' },
  claim: undefined,
};

/** Nothing but what a first, unfinished creation leaves. */
export const UNISSUED: CertificateDetails = {
  ...DETAILS,
  bundle: {
    ...DETAILS.bundle,
    thumbprint: undefined,
    enabled: false,
    notBefore: undefined,
    notAfter: undefined,
    tags: {},
    der: undefined,
  },
  facts: undefined,
  pem: undefined,
  recipe: undefined,
};

/** Newest first: the current one, one still valid, one disabled, two expired. */
export const VERSIONS: readonly CertificateVersion[] = [
  version(VERSION, FACTS.thumbprint, -68, 22),
  version('b'.repeat(32), 'b'.repeat(40), -80, 10),
  version('c'.repeat(32), 'c'.repeat(40), -85, 5, false),
  version('d'.repeat(32), 'd'.repeat(40), -185, -95),
  version('e'.repeat(32), 'e'.repeat(40), -245, -155),
];

function version(
  id: string,
  thumbprint: string,
  from: number,
  to: number,
  enabled = true,
): CertificateVersion {
  return {
    version: id,
    thumbprint,
    enabled,
    notBefore: inDays(from),
    notAfter: inDays(to),
    createdOn: inDays(from),
  };
}
