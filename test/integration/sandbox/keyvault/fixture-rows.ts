/** Every recorded exchange with Key Vault: what was there before, and what is called otherwise here. */
import type { Vault } from '../../../sandbox/keyvault/vault.ts';
import { recorded } from './recorded.ts';
import type { Stage } from './stage.ts';
import { TENANT, VAULT_ID } from './vault-under-test.ts';
import { keyPath } from './wire.ts';

export interface Row {
  readonly fixture: string;
  /** What happens before; what it returns takes the place of what the recording does not hold. */
  readonly given?: (stage: Stage) => Promise<Replaced | undefined> | Promise<void>;
  /** The Certificates Officer where it is not given. */
  readonly as?: string;
  readonly vault?: Partial<Vault>;
  /** Names in the recording that are others here. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** The sandbox says so only when it is told to: why. */
  readonly byFault?: string;
}

export interface Replaced {
  readonly path?: string;
  readonly body?: unknown;
}

const OLD_LOGIN = { 'login.windows.net': 'login.microsoftonline.com' };
const CALLER = {
  '{appid}': 'officer-app',
  '{oid}': 'officer-object',
  '{tenant}': TENANT,
};
const SELF = recorded('create-self-202').request.body;
const EXPLICIT = recorded('create-self-202-explicit-policy').request.body;
const UNKNOWN = recorded('create-unknown-202').request.body;
const PEM = { secret_props: { contentType: 'application/x-pem-file' } };
const KEY = 'livekvtestec-verify-P-256d6e52da3';

const CREATION: readonly Row[] = [
  { fixture: 'challenge-401', as: '', renamed: OLD_LOGIN },
  {
    fixture: 'challenge-401-older-text',
    as: '',
    renamed: {
      ...{ ...OLD_LOGIN, '{tenant}': TENANT },
      '"Request is missing': '"AKV10000: Request is missing',
    },
  },
  {
    fixture: 'challenge-401-2025',
    as: '',
    renamed: { '408b7351-82bd-44b5-aed5-59198cd1c1c6': TENANT },
  },
  {
    fixture: 'invalid-issuer-401',
    as: 'tenant',
    renamed: { '{tenant 1}': TENANT },
  },
  { fixture: 'create-self-202' },
  { fixture: 'create-unknown-202' },
  { fixture: 'create-self-202-explicit-policy' },
  {
    fixture: 'property-invalid-400',
    given: () => Promise.resolve({ body: { policy: 'none' } }),
  },
  { fixture: 'create-409-while-pending', given: ({ create }) => again(create('x', UNKNOWN)) },
  {
    fixture: 'create-409-deleted-but-recoverable',
    given: async ({ issue, remove }) => {
      await issue('hotsqa', SELF);
      await remove('hotsqa');
      return { body: SELF };
    },
  },
  { fixture: 'bad-name-400' },
];

const OPERATIONS: readonly Row[] = [
  { fixture: 'pending-self-inprogress', given: ({ create }) => create('livekvtestcert', SELF) },
  { fixture: 'pending-self-completed', given: ({ issue }) => issue('listcert0', SELF) },
  { fixture: 'pending-unknown-inprogress', given: ({ create }) => create('pending-cert', UNKNOWN) },
  { fixture: 'pending-404' },
  {
    fixture: 'get-cert-while-only-pending-unknown',
    given: ({ create }) => create('mergecert', UNKNOWN),
  },
  {
    fixture: 'get-cert-while-only-pending-self',
    given: ({ create }) => create('opcert', named('Self', 'cn=MyCert')),
  },
  { fixture: 'cancel-patch-200', given: ({ create }) => create('cancelcert', SELF) },
  { fixture: 'pending-after-cancel-5s', given: ({ cancel }) => cancel('cancelcert', 5) },
  { fixture: 'pending-cancelled', given: ({ cancel }) => cancel('cancelcert', 10) },
  { fixture: 'pending-delete-200', given: ({ cancel }) => cancel('cancelcert', 10) },
  {
    fixture: 'pending-delete-inprogress-200',
    given: ({ create }) => create('pending-cert', UNKNOWN),
  },
  {
    fixture: 'patch-pending-403-not-inprogress',
    given: async ({ cancel }) => {
      await cancel('op', 10);
      return { body: { cancellation_requested: true } };
    },
  },
  {
    fixture: 'patch-pending-conflict',
    byFault: 'It is the answer to a race inside of the service.',
  },
  {
    fixture: 'merge-201',
    given: async ({ create, sign }) => {
      await create('mergecert', UNKNOWN);
      return { body: { x5c: await sign('mergecert') } };
    },
  },
  {
    fixture: 'merge-400-key-mismatch',
    given: async ({ create, sign }) => {
      await create('pending-cert', UNKNOWN);
      await create('other', UNKNOWN);
      return { body: { x5c: await sign('other'), attributes: { enabled: true } } };
    },
  },
  {
    fixture: 'merge-400-no-pem-item',
    given: async ({ create }) => {
      await create('x', UNKNOWN);
      return { body: { x5c: [Buffer.from('-----BEGIN PKCS7-----').toString('base64')] } };
    },
  },
  {
    // The text of 2018; the one above is newer.
    fixture: 'merge-400-asn1',
    given: async ({ create }) => {
      await create('x', UNKNOWN);
      return { body: { x5c: ['TUlJ'] } };
    },
    renamed: {
      'ASN1 bad tag value met':
        'Property x5c has invalid value X5C must has at least one valid item',
    },
  },
  {
    fixture: 'merge-403-issuer',
    given: async ({ create, setIssuer, sign }) => {
      await setIssuer('mydigicert');
      await create('x', named('mydigicert', 'CN=x'));
      return { body: { x5c: await sign('x') } };
    },
  },
];

const CERTIFICATES: readonly Row[] = [
  { fixture: 'cert-404' },
  { fixture: 'cert-delete-404' },
  { fixture: 'patch-cert-tags-200', given: ({ issue }) => issue('livekvtestcert', SELF) },
  {
    fixture: 'delete-cert-200',
    given: ({ issue }) =>
      issue('livekvtestcert', { ...(SELF as object), tags: { tag1: 'updated_value1' } }),
  },
  { fixture: 'deletedcert-404-crud', given: ({ remove }) => remove('livekvtestcert', SELF) },
  { fixture: 'delete-cert-never-issued-200', given: ({ abandon }) => abandon('cancelcert') },
  {
    fixture: 'deletedcert-404-while-deleting',
    given: async ({ abandon, remove }) => {
      await abandon('cancelcert');
      await remove('cancelcert');
    },
  },
  {
    fixture: 'deletedcert-get-200',
    given: async ({ abandon, remove, vault }) => {
      await abandon('cancelcert');
      await remove('cancelcert');
      vault.advance(10);
    },
  },
  {
    fixture: 'purge-204',
    given: async ({ remove, vault }) => {
      await remove('x', SELF);
      vault.advance(10);
    },
  },
  { fixture: 'purge-409-being-deleted', given: ({ remove }) => remove('x', SELF) },
  {
    fixture: 'deleted-list-200',
    given: async ({ remove, vault }) => {
      await remove('del0', SELF);
      vault.advance(10);
    },
  },
  {
    fixture: 'deleted-list-200-never-issued',
    given: async ({ create, remove, vault }) => {
      await create('del0', UNKNOWN);
      await remove('del0');
      vault.advance(10);
    },
    // The end of the item was not recorded.
    renamed: { 'Recoverable+Purgeable"}}': 'Recoverable+Purgeable"},"subject":""}' },
  },
  { fixture: 'list-200', given: ({ fill }) => fill('cctest1', 'cctest2') },
  { fixture: 'list-include-pending-200', given: ({ create }) => create('pending-cert', UNKNOWN) },
  { fixture: 'list-without-pending-200', given: ({ create }) => create('pending-cert', UNKNOWN) },
  {
    fixture: 'list-include-pending-false-200',
    given: ({ create }) => create('pending-cert', UNKNOWN),
  },
  { fixture: 'policy-get-200', given: ({ create }) => create('policycert', EXPLICIT) },
  { fixture: 'policy-patch-200-ec', given: ({ create }) => create('policycert', EXPLICIT) },
  { fixture: 'contacts-put-200' },
  { fixture: 'contacts-get-200', given: ({ replay }) => replay('contacts-put-200') },
  { fixture: 'contacts-delete-200', given: ({ replay }) => replay('contacts-put-200') },
  { fixture: 'contacts-404' },
  { fixture: 'issuer-put-200' },
  { fixture: 'issuers-list-200', given: ({ replay }) => replay('issuer-put-200') },
  { fixture: 'issuer-get-200', given: ({ replay }) => replay('issuer-put-200') },
  { fixture: 'issuer-delete-200', given: ({ replay }) => replay('issuer-put-200') },
  { fixture: 'issuer-404' },
];

const IMPORTS: readonly Row[] = [
  {
    fixture: 'import-pfx-200-no-policy',
    given: ({ files }) => Promise.resolve({ body: { value: files.pfx } }),
  },
  {
    fixture: 'import-400-not-pkcs12',
    given: ({ files }) => Promise.resolve({ body: { value: files.pfx, pwd: 'wrong' } }),
  },
  {
    fixture: 'import-400-bad-pem',
    given: ({ files }) => {
      const value = `${files.key}${files.certificate}`.replaceAll('\n', '\r\n');
      return Promise.resolve({ body: { value, policy: PEM } });
    },
  },
  {
    fixture: 'import-400-pem-without-key',
    given: ({ files }) => Promise.resolve({ body: { value: files.certificate, policy: PEM } }),
  },
];

const SECRETS_AND_KEYS: readonly Row[] = [
  {
    fixture: 'secret-of-cert-pem-200',
    as: 'auditor',
    given: async ({ issue }) => {
      await issue('pemcert', { policy: { ...namedPolicy('Self', 'CN=x'), ...PEM } });
      return { path: '/secrets/pemcert?api-version=7.0' };
    },
  },
  { fixture: 'secret-disabled-403', as: 'auditor', given: ({ create }) => create('x', UNKNOWN) },
  {
    fixture: 'secret-delete-managed-403',
    as: 'administrator',
    given: ({ fill }) => fill('certname'),
  },
  {
    fixture: 'secrets-list-shows-cert-secrets',
    as: 'administrator',
    given: async ({ issue }) => {
      await issue('pfxcert', SELF);
      await issue('pemcert', { policy: { ...namedPolicy('Self', 'CN=x'), ...PEM } });
    },
  },
  { fixture: 'key-delete-managed-403', as: 'administrator', given: ({ fill }) => fill('certname') },
  {
    fixture: 'keys-list-cert-managed-200',
    as: 'administrator',
    given: ({ fill }) => fill('cctest1'),
    // Recorded in a vault without soft delete, which no longer exist.
    renamed: { '"Purgeable"': '"Recoverable+Purgeable"' },
  },
  { fixture: 'key-create-ec-200', as: 'administrator' },
  {
    fixture: 'key-sign-200',
    as: 'administrator',
    given: async ({ send }) => {
      const { body } = recorded('key-create-ec-200').request;
      const created = await send('POST', `/keys/${KEY}/create`, body, 'administrator');
      return { path: `${keyPath(created)}/sign?api-version=7.3` };
    },
  },
  {
    fixture: 'key-operation-403-forbiddenbypolicy',
    byFault: 'The sandbox does not decrypt.',
  },
  { fixture: 'key-op-forbidden-403', byFault: 'The sandbox does not decrypt.' },
  { fixture: 'throttled-429', byFault: 'The sandbox has no limits of its own.' },
];

const REFUSALS: readonly Row[] = [
  {
    fixture: 'rbac-403',
    renamed: {
      ...CALLER,
      '/subscriptions/{sub}/resourcegroups/{rg}/providers/microsoft.keyvault/vaults/{vault}':
        VAULT_ID.toLowerCase(),
      ...{ '{vault}': 'vaultname', '{name}': 'x', canadacentral: 'westeurope' },
    },
  },
  {
    fixture: 'accesspolicy-403',
    vault: { accessPolicies: [] },
    renamed: { ...CALLER, MyAzureKeyVault: 'vaultname', eastus: 'westeurope' },
  },
  {
    fixture: 'firewall-403',
    vault: { network: 'firewall' },
    renamed: { ...CALLER, '{vault}': 'vaultname', '20.61.146.97': '127.0.0.1' },
  },
  {
    fixture: 'private-only-403',
    vault: { network: 'private' },
    renamed: { ...CALLER, '{vault}': 'vaultname', westus2: 'westeurope' },
  },
];

export const ROWS: readonly Row[] = [
  ...CREATION,
  ...OPERATIONS,
  ...CERTIFICATES,
  ...IMPORTS,
  ...SECRETS_AND_KEYS,
  ...REFUSALS,
];

function namedPolicy(issuer: string, subject: string) {
  return { x509_props: { subject, sans: {} }, issuer: { name: issuer } };
}

function named(issuer: string, subject: string) {
  return { policy: namedPolicy(issuer, subject) };
}

async function again(first: Promise<void>): Promise<Replaced> {
  await first;
  return { body: UNKNOWN };
}
