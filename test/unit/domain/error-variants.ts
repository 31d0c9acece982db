/** Errors whose sentences differ from those of the samples: other kinds, fewer or no facts. */
import type { CaaRefusal } from '../../../src/domain/caa.ts';
import { CertError, type VaultGate } from '../../../src/domain/errors.ts';
import { IMPORT_PROBLEMS } from './messages/sample-import-reasons.ts';
import {
  CA_WAITS,
  CHAIN_PROBLEMS,
  DIFFERENCES,
  CHAIN_FILE_PROBLEMS,
  NAME_PROBLEMS,
  NOT_RENEWABLE,
  samplesOf,
  SIGN_IN_ATTEMPTS,
  TAG_PROBLEMS,
  TRACES,
} from './messages/sample-reasons.ts';
import { POLICY_FAULTS } from './messages/sample-policy-faults.ts';
import { ACME_PROBLEM_TYPES } from './messages/acme-problem-types.ts';
import type {
  GoBackObstacle,
  TagProblem,
  VaultKeyProblem,
} from '../../../src/domain/error-reasons.ts';

const CERTIFICATE = { vault: 'contoso', name: 'www' };
const CA = { ca: 'ca.example' };
const CAA = { ...CA, name: '*.a.example', owner: 'a.example', identity: 'ca.example' };
const CAA_REFUSALS: readonly CaaRefusal[] = [
  { kind: 'critical-tag', tag: 'tbs' },
  { kind: 'nobody', property: 'issuewild' },
  { kind: 'other-issuers', property: 'issue', issuers: ['b.example'] },
  { kind: 'other-accounts', property: 'issue', accounts: ['https://ca.example/acct/1'] },
  { kind: 'other-methods', property: 'issue', methods: ['http-01', 'tls-alpn-01'] },
  { kind: 'other-methods', property: 'issue', methods: [] },
];
const DNS_FAILURES = [
  ...['ETIMEOUT', 'ECONNREFUSED', 'ENOTFOUND', 'EREFUSED', 'ESERVFAIL', 'ProxyRefused'],
  ...['TlsUntrusted', 'EBADRESP'],
];
const FOREIGN = { ...CERTIFICATE, issuer: 'DigiCert' };
const PROBLEM = { ...CA, type: 'odd', status: 400, detail: '', subproblems: [] };
const TERMS_URL = 'https://ca.example/terms';
const PAGE_URL = 'https://ca.example/agree?token=7';
const TIMEOUT = { record: 'r', expected: ['v'], missingAt: ['ns1'], seconds: 300 };
const KEY_PROBLEMS: Readonly<Record<VaultKeyProblem, null>> = {
  missing: null,
  deleted: null,
  disabled: null,
  'outside-validity': null,
  'may-not-sign': null,
  'wrong-kind': null,
  'of-certificate': null,
  'of-other-ca': null,
};
const GO_BACK: Readonly<Record<GoBackObstacle, null>> = {
  newest: null,
  expired: null,
  disabled: null,
  'not-exportable': null,
};
const GATES: Readonly<Record<VaultGate, null>> = {
  rbac: null,
  'access-policy': null,
  firewall: null,
  'private-link': null,
  policy: null,
  other: null,
};

function first<T>([sample]: readonly [T, string]): T {
  return sample;
}

export const ERROR_VARIANTS: readonly CertError[] = [
  ...samplesOf(NAME_PROBLEMS).map(
    ([problem]) => new CertError('InvalidDnsName', { name: 'a', problem }),
  ),
  ...(Object.keys(TAG_PROBLEMS) as readonly TagProblem[]).map(
    (problem) => new CertError('InvalidTag', { tag: 'team', problem, limit: 256 }),
  ),
  new CertError('ContactNotFound', { vault: 'v', email: 'a@b.example', known: [] }),
  new CertError('PurgeProtected', { vault: 'v', name: 'n', until: '' }),
  new CertError('BackupRefused', { vault: 'v', taken: true, message: 'It is there.' }),
  new CertError('BackupRefused', { vault: 'v', taken: true, message: '' }),
  new CertError('BackupRefused', { vault: 'v', taken: false, message: '' }),
  ...samplesOf(CHAIN_FILE_PROBLEMS).map(
    ([problem]) =>
      new CertError('ChainFileUnusable', { vault: 'v', name: 'n', file: 'f', problem }),
  ),
  ...samplesOf(IMPORT_PROBLEMS).map(
    ([problem]) =>
      new CertError('ImportFileUnusable', { vault: 'v', name: 'n', file: 'f', problem }),
  ),
  new CertError('ImportFileUnusable', {
    ...{ vault: 'v', name: 'n', file: 'f' },
    problem: { kind: 'foreign-format', what: 'request' },
  }),
  ...['Microsoft.KeyVault/vaults/write', 'Microsoft.Authorization/roleAssignments/write'].map(
    (action) =>
      new CertError('ArmForbidden', {
        ...{ action, message: 'no' },
        scope: '/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v',
      }),
  ),
  new CertError('ResourceGroupNotFound', { group: 'g', subscription: 's', known: [] }),
  new CertError('CannotExport', { ...CERTIFICATE, version: '7', problem: 'disabled' }),
  new CertError('OperationEnded', { vault: 'v', name: 'n', status: '' }),
  new CertError('NoOperation', { vault: 'v', name: 'n', requestId: 'r' }),
  ...POLICY_FAULTS.map(
    ([fault]) => new CertError('InvalidPolicy', { problems: [{ field: 'issuer.name', fault }] }),
  ),
  new CertError('UnknownProfile', { ...CA, profile: 'p', offered: [] }),
  new CertError('ExternalAccountRequired', CA),
  new CertError('AccountNotFound', { ...CA, choice: 'zerossl' }),
  new CertError('AccountNotFound', { ...CA, choice: 'zerossl', url: 'https://ca/acct/1' }),

  new CertError('NotSignedIn', { tried: [] }),
  new CertError('NotSignedIn', { tried: samplesOf(SIGN_IN_ATTEMPTS).map(first) }),
  new CertError('SignInFailed', { method: 'env', reason: '' }),
  new CertError('SignInFailed', { method: 'env', reason: '', tenant: 't' }),
  new CertError('SignInFailed', { method: 'azure-cli', reason: 'AADSTS50076: No.', tenant: 't' }),
  new CertError('SignInPackageNeeded', { installed: false }),
  new CertError('SignInPackageNeeded', { installed: true }),
  new CertError('SignInNeeded', { account: 'anna@contoso.example', tenant: '' }),
  new CertError('SignInAgain', { tenant: '', resource: 'vault.azure.example' }),

  new CertError('NoVault', { accounts: [], elsewhere: 0 }),
  new CertError('NoVault', { accounts: ['anna@contoso.example'], elsewhere: 0 }),
  new CertError('CertificateNotFound', { vault: 'v', name: 'n', version: 'x' }),
  new CertError('NoVault', { accounts: ['anna@contoso.example'], elsewhere: 1 }),
  new CertError('IssuerNotFound', { vault: 'v', issuer: 'DigiCert', known: [] }),
  ...['Certificate issuer error', 'Request rejected'].flatMap((code) =>
    ['', 'No such domain.'].map(
      (message) =>
        new CertError('IssuerRefused', { ...CERTIFICATE, issuer: 'GlobalSign', code, message }),
    ),
  ),
  new CertError('IssuerRefused', {
    ...{ vault: 'v', name: 'n', issuer: 'GlobalSign', code: 'cancelled', message: '' },
  }),
  new CertError('SubscriptionNotFound', { subscription: 's', visible: 1 }),
  new CertError('VaultNotFound', { vault: 'v', visible: 0 }),
  new CertError('VaultNotFound', { vault: 'v', visible: 1 }),
  new CertError('ForeignPendingOperation', { ...FOREIGN, pendingNames: [], differences: [] }),
  new CertError('ForeignPendingOperation', {
    ...FOREIGN,
    issuer: '',
    pendingNames: [],
    differences: [],
  }),
  new CertError('CertificateChanged', { ...CERTIFICATE, expected: '', found: 'v2' }),
  new CertError('CertificateChanged', { ...CERTIFICATE, expected: 'v1', found: '' }),
  new CertError('ForeignPendingOperation', {
    ...FOREIGN,
    pendingNames: ['a', 'b'],
    differences: samplesOf(DIFFERENCES).map(first),
  }),
  ...samplesOf(NOT_RENEWABLE).map(
    ([reason]) => new CertError('NotRenewable', { ...CERTIFICATE, reason }),
  ),
  ...samplesOf(DIFFERENCES).flatMap(([difference]) => {
    const facts = { ...CERTIFICATE, differences: [difference] };
    return [
      new CertError('CertificateMismatch', facts),
      new CertError('CertificateMismatch', { ...facts, of: 'request' }),
    ];
  }),
  ...(Object.keys(GATES) as readonly VaultGate[]).flatMap((gate) => [
    new CertError('VaultForbidden', { vault: 'v', gate, message: '' }),
    ...['keys sign', 'Microsoft.KeyVault/vaults/keys/sign/action'].map(
      (action) => new CertError('VaultForbidden', { vault: 'v', gate, action, message: '' }),
    ),
    new CertError('VaultForbidden', {
      vault: 'v',
      gate,
      action: 'x/keys/create/action',
      message: '',
    }),
    new CertError('VaultForbidden', {
      vault: 'v',
      gate,
      action: 'get',
      caller: 'appid=7',
      clientAddress: '192.0.2.1',
      message: 'no',
    }),
  ]),
  ...(Object.keys(GO_BACK) as readonly GoBackObstacle[]).map(
    (problem) => new CertError('CannotGoBack', { ...CERTIFICATE, version: '7', problem, id: 'i' }),
  ),
  ...['secrets get', 'x/secrets/getSecret/action'].map((action) => {
    const gate = action.startsWith('x') ? 'rbac' : 'access-policy';
    return new CertError('VaultForbidden', { vault: 'v', gate, action, message: '' });
  }),
  ...(Object.keys(KEY_PROBLEMS) as readonly VaultKeyProblem[]).map(
    (problem) => new CertError('VaultKeyUnusable', { vault: 'v', name: 'k', problem }),
  ),
  new CertError('KeyVaultRefused', { vault: 'v', status: 400, serviceCode: 'Bad', message: '' }),

  ...[0, 1, 2].flatMap((visibleZones) => [
    new CertError('ZoneNotFound', { name: 'a', visibleZones }),
    new CertError('ZoneNotFound', { name: 'a', visibleZones, aliasOf: 'b' }),
  ]),
  new CertError('ZoneNotDelegated', { name: 'a', zone: 'b', expected: ['c'], found: [] }),
  new CertError('ZoneNotDelegated', { name: 'a', zone: 'b', expected: [], found: ['c'] }),
  new CertError('ZoneNotDelegated', { name: 'a', zone: 'b', expected: [], found: [] }),
  new CertError('ZoneNotFound', { name: 'a', visibleZones: 0, absent: ['b', 'c'] }),
  new CertError('ZoneNotDelegated', {
    ...{ name: 'a', zone: 'b', expected: ['c'], found: [], absent: ['d'] },
  }),
  ...['', 'AADSTS50076: No.'].flatMap((reason) => {
    const unseen = [{ id: 't', name: 'Fabrikam', reason }];
    const many = Array.from({ length: 5 }, () => unseen).flat();
    return [
      new CertError('ZoneNotFound', { name: 'a', visibleZones: 1, unseen: many }),
      new CertError('ZoneNotFound', { name: 'a', visibleZones: 1, unseen }),
      new CertError('ZoneNotDelegated', {
        ...{ name: 'a', zone: 'b', expected: ['c'], found: [] },
        unseen,
      }),
    ];
  }),
  new CertError('ArmRefused', { status: 400, serviceCode: 'Bad', message: '', resource: 'a' }),
  new CertError('ResourceLocked', { resource: 'a', message: '' }),
  new CertError('TxtRecordSetFull', {
    ...{ record: 'r', limit: 20, present: 20, needed: 1 },
    ...{ holders: [], strangers: 0, seconds: 0 },
  }),
  new CertError('PropagationTimeout', { ...TIMEOUT, unreachable: [] }),
  new CertError('NameServersUnreachable', { record: 'r', servers: [] }),
  ...DNS_FAILURES.map((failure) => {
    return new CertError('NameServersUnreachable', {
      record: 'r',
      servers: [{ server: 'ns1', failure }],
    });
  }),
  ...CAA_REFUSALS.map((reason) => new CertError('CaaForbids', { ...CAA, reason })),

  new CertError('TermsNotAgreed', { ...CA, terms: TERMS_URL, instance: PAGE_URL }),
  new CertError('NotOfferedByCa', { ...CA, what: 'revocation' }),
  new CertError('RateLimited', { ...CA, detail: '' }),
  ...ACME_PROBLEM_TYPES.flatMap((type) =>
    [{}, { detail: 'no', instance: PAGE_URL }].map(
      (more) => new CertError('AcmeProblem', { ...PROBLEM, type, ...more }),
    ),
  ),
  ...['caa', 'connection', 'dns', 'incorrectResponse', 'serverInternal', 'tls'].map(
    (type) =>
      new CertError('ChallengeFailed', { ...CA, failures: [{ name: 'a', type, detail: '' }] }),
  ),
  new CertError('AcmeProblem', PROBLEM),
  new CertError('AcmeProblem', {
    ...PROBLEM,
    detail: 'no',
    subproblems: [{ name: '', type: 'caa', detail: '' }],
    retryAt: '2026-11-22T15:04:05Z',
  }),
  new CertError('ChallengeFailed', {
    ...CA,
    failures: [{ name: 'a', type: 'invalid', detail: '' }],
  }),
  new CertError('ChallengeNotOffered', { ...CA, name: 'n', offered: [] }),
  new CertError('OrderInvalid', { ...CA, detail: '' }),
  new CertError('OrderInvalid', { ...CA, detail: '', forgotten: true }),
  ...samplesOf(CHAIN_PROBLEMS).map(
    ([problem]) => new CertError('ChainUnusable', { ...CA, problem }),
  ),
  ...samplesOf(CA_WAITS).map(
    ([waitedFor]) =>
      new CertError('CaTimeout', { ...CA, waitedFor, seconds: 300, lastProblem: 'no record' }),
  ),

  new CertError('HostUnreachable', { host: 'h', reason: '' }),
  new CertError('TlsUntrusted', { host: 'h', reason: '' }),
  new CertError('ProxyRefused', { proxy: '', host: 'h', status: 403 }),
  new CertError('Throttled', { host: 'h' }),
  new CertError('UnexpectedAnswer', { host: 'h', status: 200, excerpt: '' }),
  new CertError('UnexpectedAnswer', { host: 'h', status: 503, excerpt: '' }),
  new CertError('UnexpectedAnswer', { host: 'h', status: 503, excerpt: 'Down for maintenance' }),

  new CertError('StateUnwritable', { path: '/state', reason: '' }),
  new CertError('StateUnreadable', { path: '/state', reason: '' }),
  new CertError('StateUnreadable', { path: '/state', reason: '', content: 'no-account' }),
  new CertError('StateUnreadable', { path: '/state', reason: '', content: 'other-version' }),
  new CertError('CleanupIncomplete', {
    leftovers: samplesOf(TRACES).map(([trace]) => ({
      trace,
      error: { code: 'HostTimeout', facts: { host: 'h', seconds: 30 } },
    })),
  }),
  new CertError('Cancelled', { during: '' }),
  new CertError('Unexpected', { message: '' }),
];
