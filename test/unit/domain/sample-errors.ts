/**
 * One error of every code, with facts as they occur. `satisfies` makes the table complete: a new
 * code does not compile without its sample.
 */
import { CertError, type ErrorCode, type ErrorFacts } from '../../../src/domain/errors.ts';

export const SAMPLE_FACTS = {
  InvalidCertificateName: { name: 'w w w' },
  InvalidVaultName: { name: '1vault' },
  InvalidTarget: { target: 'no-slash' },
  InvalidDnsName: { name: 'a_b.example', problem: { kind: 'underscore' } },
  TooManyDnsNames: { count: 101, limit: 100 },
  NoDnsName: {},
  InvalidKeyType: { keyType: 'ec-p521', allowed: ['rsa-2048', 'ec-p256'] },
  KeyTypeRefusedByCa: { keyType: 'ec-p521', ca: "Let's Encrypt", accepted: ['rsa-2048'] },
  UnknownProfile: { profile: 'fast', ca: "Let's Encrypt", offered: ['classic', 'tlsserver'] },
  InvalidCa: { ca: 'ftp://ca.example', known: ['letsencrypt'] },
  InvalidTag: { tag: 'kvcert-ca', problem: 'reserved', limit: 256 },
  InvalidNameServer: { server: 'ns1.example' },
  InvalidDohServer: { server: 'http://dns.example' },
  InvalidUsage: { message: "Unknown option '--nmae'." },
  InvalidOption: { option: '--expiring', value: 'soon', expected: 'a number of days' },
  NotSignedIn: {
    tried: [
      { kind: 'variables-missing', variables: [['AZURE_CLIENT_ID']] },
      { kind: 'cli-missing' },
    ],
  },
  SignInFailed: { method: 'the Azure CLI', reason: 'the token has expired' },
  SignInPackageNeeded: { installed: false },
  SignInNeeded: { account: 'ada@contoso.example', tenant: '9f5c2f8c-0000-4000-8000-000000000001' },
  SignInAgain: {
    tenant: '9f5c2f8c-0000-4000-8000-000000000001',
    resource: 'management.azure.com',
    azureCli: { scope: 'https://management.azure.com/.default', claims: 'eyJhIjp7fX0=' },
  },
  NoSubscription: { accounts: ['ada@contoso.example'] },
  NoVault: { accounts: ['ada@contoso.example', 'bob@contoso.example'], elsewhere: 3 },
  SubscriptionNotFound: { subscription: 'Contoso Production', visible: 3 },
  VaultNotFound: { vault: 'contoso-prod', visible: 3 },
  CertificateNotFound: { vault: 'contoso-prod', name: 'www' },
  CertificateExists: { vault: 'contoso-prod', name: 'www' },
  StagingOverTrusted: {
    vault: 'contoso-prod',
    name: 'www',
    ca: "Let's Encrypt (staging)",
    issuer: "CN=R13, O=Let's Encrypt",
  },
  NameSoftDeleted: { vault: 'contoso-prod', name: 'www' },
  ForeignPendingOperation: {
    vault: 'contoso-prod',
    name: 'www',
    issuer: 'DigiCert',
    pendingNames: ['a.example'],
    differences: [{ kind: 'names-missing', names: ['b.example'] }],
  },
  WorkInProgress: {
    vault: 'contoso-prod',
    name: 'www',
    owner: 'anna@pc',
    since: '2026-11-22T15:04:05.000Z',
    until: '2026-11-22T15:34:05.000Z',
  },
  NotRenewable: { vault: 'contoso-prod', name: 'www', reason: { kind: 'no-dns-name' } },
  IssuerPending: { vault: 'contoso-prod', name: 'www', issuer: 'DigiCert' },
  IssuerRefused: {
    ...{ vault: 'contoso-prod', name: 'www', issuer: 'DigiCert' },
    ...{ code: 'Certificate issuer error', message: 'The organisation is not validated.' },
  },
  TooManyTags: { vault: 'contoso-prod', name: 'www', count: 14, limit: 15 },
  CertificateMismatch: { vault: 'contoso-prod', name: 'www', differences: [{ kind: 'disabled' }] },
  CertificateChanged: { vault: 'contoso-prod', name: 'www', expected: 'v1', found: 'v2' },
  VaultForbidden: {
    vault: 'contoso-prod',
    gate: 'rbac',
    action: 'certificates/create',
    caller: 'app 7',
    message: 'Caller is not authorized',
  },
  VaultKeyUnusable: { vault: 'contoso-prod', name: 'kvcert-acme', problem: 'disabled' },
  KeyVaultRefused: { vault: 'contoso-prod', status: 400, serviceCode: 'Bad', message: 'no policy' },
  ZoneNotFound: { name: '_acme-challenge.a.example', visibleZones: 2 },
  ZoneNotDelegated: {
    name: '_acme-challenge.a.example',
    zone: 'a.example',
    expected: ['ns1.azure'],
    found: ['ns.elsewhere.example'],
  },
  ArmForbidden: {
    action: 'Microsoft.Network/dnszones/TXT/write',
    scope: '/subscriptions/1/resourceGroups/dns',
    message: 'does not have authorization',
  },
  ArmRefused: { status: 400, serviceCode: 'BadRequest', message: 'no', resource: 'a.example' },
  ResourceLocked: { resource: 'a.example', message: 'locked by lock-1' },
  TxtRecordSetFull: {
    record: '_acme-challenge.a.example',
    limit: 20,
    present: 19,
    needed: 2,
    holders: [{ certificate: 'contoso/www', owner: 'anna@pc', since: '2026-11-01T10:00:00.000Z' }],
    strangers: 17,
    seconds: 600,
  },
  TxtConflict: { record: '_acme-challenge.a.example', attempts: 12 },
  PropagationTimeout: {
    record: '_acme-challenge.a.example',
    expected: ['value-1'],
    missingAt: ['ns1.azure'],
    unreachable: ['ns2.azure'],
    seconds: 300,
  },
  NameServersUnreachable: {
    record: '_acme-challenge.a.example',
    servers: [{ server: 'ns1.azure', failure: 'HTTP 503' }],
  },
  CnameLoop: { record: '_acme-challenge.a.example', chain: ['a.example', 'b.example'] },
  CaaForbids: {
    name: 'www.a.example',
    ca: "Let's Encrypt",
    owner: 'a.example',
    identity: 'letsencrypt.org',
    reason: { kind: 'other-issuers', property: 'issue', issuers: ['digicert.com', 'pki.goog'] },
  },
  TermsNotAgreed: { ca: "Let's Encrypt", terms: 'https://le.example/terms.pdf' },
  ExternalAccountRequired: { ca: 'ca.example', choice: 'zerossl', guide: 'https://ca.example/eab' },
  AccountNotFound: { ca: 'ca.example', choice: 'zerossl', eabKid: 'kid-1' },
  InvalidEabKey: { ca: 'ca.example', kid: 'kid-1' },
  NotOfferedByCa: { ca: 'ca.example', what: 'key-rollover' },
  RateLimited: { ca: "Let's Encrypt", detail: 'too many certificates' },
  AcmeProblem: {
    ca: "Let's Encrypt",
    type: 'rejectedIdentifier',
    status: 400,
    detail: 'two names were refused',
    subproblems: [{ name: 'a.example', type: 'rejectedIdentifier', detail: 'forbidden by policy' }],
  },
  ChallengeFailed: {
    ca: "Let's Encrypt",
    failures: [{ name: 'a.example', type: 'unauthorized', detail: 'no TXT record' }],
  },
  ChallengeNotOffered: { ca: 'ca.example', name: 'a.example', offered: ['http-01'] },
  OrderInvalid: { ca: "Let's Encrypt", detail: 'the order has expired' },
  ChainUnusable: { ca: "Let's Encrypt", problem: { kind: 'ca-first', subject: 'CN=CA' } },
  CaTimeout: {
    ca: "Let's Encrypt",
    waitedFor: { kind: 'validation', name: 'a.example' },
    seconds: 300,
  },
  HostUnreachable: { host: 'vault.azure.example', reason: 'connect ECONNREFUSED 192.0.2.1:443' },
  HostTimeout: { host: 'vault.azure.example', seconds: 30 },
  TlsUntrusted: { host: 'vault.azure.example', reason: 'self-signed certificate' },
  ProxyRefused: { proxy: 'proxy.example:3128', host: 'vault.azure.example', status: 403 },
  Throttled: { host: 'vault.azure.example', retryAt: '2026-11-22T15:04:05Z' },
  UnexpectedAnswer: { host: 'vault.azure.example', status: 200, excerpt: '<html>' },
  StateUnwritable: { path: '/home/anna/state', reason: 'EACCES: permission denied' },
  StateUnreadable: { path: '/home/anna/state', reason: 'EACCES: permission denied' },
  OperationRunning: { id: '0123456789abcdef', pid: 4711 },
  OperationNotFound: { id: '0123456789abcdef' },
  CleanupIncomplete: {
    leftovers: [
      {
        trace: { kind: 'txt-values', record: '_acme-challenge.a.example' },
        error: {
          code: 'ResourceLocked',
          facts: { resource: 'a.example', message: 'locked by lock-1' },
        },
      },
    ],
  },
  Cancelled: { during: 'publish' },
  Unexpected: { message: 'the CA sent no certificate' },
} satisfies { readonly [C in ErrorCode]: ErrorFacts[C] };

export const ERROR_CODES = Object.keys(SAMPLE_FACTS) as readonly ErrorCode[];

export function sampleError(code: ErrorCode): CertError {
  return new CertError(code, SAMPLE_FACTS[code]);
}
