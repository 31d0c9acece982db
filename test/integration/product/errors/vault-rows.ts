/** What a vault holds, refuses, or does otherwise than it was asked. */
import type { ErrorCode } from '../../../../src/domain/errors.ts';
import { setTimeout } from 'node:timers/promises';
import { VAULT } from '../client.ts';
import { vaultUrl } from '../azure-caller.ts';
import { startHeld } from '../interruption.ts';
import type { Row } from './row.ts';
import { ALWAYS, inAHurry, SCRIPTED_CA, type Scene } from './scene.ts';

const TAGS = Array.from({ length: 14 }, (_, n) => ['--tag', `tag-${n}=x`]).flat();

/** A version, and a policy, of an issuer in Key Vault. */
async function issuedBySelf({ stranger, name }: Scene): Promise<void> {
  const sans = { dns_names: [`${name}.example.com`] };
  const policy = { issuer: { name: 'Self' }, x509_props: { subject: '', sans } };
  await stranger.ask('POST', vaultUrl(VAULT, `/certificates/${name}/create`), { policy });
  let status = '';
  while (status !== 'completed') {
    await setTimeout(50);
    const pending = await stranger.ask('GET', vaultUrl(VAULT, `/certificates/${name}/pending`));
    status = (pending as { readonly status: string }).status;
  }
}

function operationOf(name: string, more: object): object {
  const id = `https://${VAULT}.vault.azure.net/certificates/${name}/pending`;
  const issuer = { name: 'Self' };
  return { id, issuer, cancellation_requested: false, request_id: 'a'.repeat(32), ...more };
}

async function begin({ stranger }: Scene, name: string, tags: object = {}): Promise<object> {
  const names = { dns_names: ['foreign.example.com'] };
  const policy = {
    issuer: { name: 'Unknown' },
    key_props: { kty: 'EC', crv: 'P-256', key_size: 256 },
    x509_props: { subject: '', sans: names },
  };
  const url = vaultUrl(VAULT, `/certificates/${name}/create`);
  return (await stranger.ask('POST', url, { policy, tags })) as object;
}

export const vaultRows = {
  VaultNotFound: {
    exit: 2,
    says: 'There is no vault "no-such-vault" among the 3 that the signed-in account can see.',
    remedies: [
      'See which vaults there are. $ kvcert vaults',
      'If it exists, the account needs the role Reader on it to see it.',
    ],
    provoke: (s) => s.run('show', 'no-such-vault/x'),
  },
  CertificateNotFound: {
    exit: 2,
    says: 'The vault contoso-prod has no certificate "no-such".',
    remedies: [
      'See which there are. $ kvcert list --vault contoso-prod',
      'Make it with kvcert create.',
    ],
    provoke: (s) => s.run('show', `${VAULT}/no-such`),
  },
  CertificateExists: {
    exit: 2,
    says: 'The vault contoso-prod has a certificate "certificateexists" already.',
    remedies: [
      'Renew it with the names it has. $ kvcert renew contoso-prod/certificateexists',
      'Add --new-version to make a new version of it from what is given here.',
      'Choose another name.',
    ],
    provoke: (s) => s.create(),
  },
  StagingOverTrusted: {
    why: 'the certificate that is there has to come from a CA, whose name is another each time',
    test: 'test/integration/product/preflight.test.ts',
  },
  ForeignPendingOperation: {
    exit: 1,
    says: 'Another operation is pending on "foreignpendingoperation" in the vault contoso-prod (issuer Unknown, for foreign.example.com). It was not touched. It differs from what is asked: foreignpendingoperation.example.com is missing and foreign.example.com was not asked for.',
    remedies: [
      'Look at it; wait until it is merged, or ask whoever began it. $ kvcert pending show contoso-prod/foreignpendingoperation',
      'If nobody needs it, delete the operation (not the certificate). $ kvcert pending delete contoso-prod/foreignpendingoperation',
      'Choose another name.',
    ],
    provoke: async (s) => {
      await begin(s, s.name);
      return s.create();
    },
  },
  WorkInProgress: {
    exit: 1,
    says: 'ann@build-7 has been at work on "workinprogress" in the vault contoso-prod since <time>.',
    remedies: ['Wait for the result. What is unfinished at <time> can be taken over.'],
    provoke: async (s) => {
      const at = (minutes: number) => Math.floor(Date.now() / 1000) + minutes * 60;
      const times = `since=${at(-1)} until=${at(29)}`;
      const claim = `run=0123456789abcdef ${times} by=ann@build-7 for=${VAULT}/${s.name}`;
      const tags = { 'kvcert-ca': 'letsencrypt', 'kvcert-owner': claim };
      await s.stranger.ask('PATCH', vaultUrl(VAULT, `/certificates/${s.name}`), { tags });
      return s.run('renew', `${VAULT}/${s.name}`);
    },
  },
  NotRenewable: {
    exit: 1,
    says: '"notrenewable" in the vault contoso-prod cannot be renewed: its tag kvcert-ca names "buypass", which is no CA that is known here.',
    remedies: [
      'Say which CA is to issue it. $ kvcert renew contoso-prod/notrenewable --ca letsencrypt',
      'Make a CSR with --csr for a CA that is not asked by ACME; it waits for its merge.',
    ],
    provoke: (s) => s.run('renew', `${VAULT}/${s.name}`),
  },
  IssuerNotFound: {
    exit: 2,
    says: `The vault ${VAULT} knows no issuer "Nobody", and no other either.`,
    remedies: ['Choose one that it knows, Self, or Unknown for a CSR that you take to a CA.'],
    provoke: (s) =>
      s.run('create', `${VAULT}/${s.name}`, '--issuer', 'Nobody', '--subject', 'CN=example.com'),
  },
  IssuerPending: {
    exit: 1,
    says: 'The issuer Self has not yet issued "issuerpending" in the vault contoso-prod. Key Vault waits for it, and makes the new version by itself.',
    remedies: ['Look at it later. $ kvcert pending show contoso-prod/issuerpending'],
    provoke: async (s) => {
      await issuedBySelf(s);
      const body = operationOf(s.name, { status: 'inProgress' });
      const answer = { kind: 'fail', status: 202, body } as const;
      await s.client.fault({ ...answer, match: { method: 'POST', path: '/create' } });
      const match = { method: 'GET', path: '/pending' };
      // The first look at it is taken before anything is begun.
      await s.client.fault({ ...answer, status: 200, nth: 2, count: ALWAYS, match });
      return s.runIn(inAHurry(s.client.env), 'renew', `${VAULT}/${s.name}`);
    },
  },
  IssuerRefused: {
    exit: 1,
    says: 'The issuer Self did not issue "issuerrefused" in the vault contoso-prod (Issuer error): The organisation is not validated.',
    remedies: [
      'Check the account that the vault has at the issuer, and the policy. $ az keyvault certificate issuer show --vault-name contoso-prod --issuer-name Self',
    ],
    provoke: async (s) => {
      await issuedBySelf(s);
      const error = { code: 'Issuer error', message: 'The organisation is not validated.' };
      const body = operationOf(s.name, { status: 'failed', error });
      const match = { method: 'POST', path: '/create' };
      await s.client.fault({ kind: 'fail', status: 202, body, match });
      return s.run('renew', `${VAULT}/${s.name}`);
    },
  },
  TooManyTags: {
    exit: 1,
    says: '"toomanytags" in the vault contoso-prod carries 14 tags; Azure allows 15, and two are needed for renewals.',
    remedies: ['Remove tags that nobody needs.'],
    provoke: (s) => s.create(...TAGS),
  },
  CertificateMismatch: {
    exit: 1,
    says: 'The CSR that the vault contoso-prod has made for "certificatemismatch" is not what was asked for: certificatemismatch.example.com is missing and foreign.example.com was not asked for. The CA has not been given it.',
    remedies: ['Begin again; if it happens again, look whether another tool works on the name.'],
    provoke: async (s) => {
      const body = await begin(s, 'mismatching');
      const match = { method: 'POST', path: `/${s.name}/create` };
      await s.client.fault({ kind: 'fail', status: 202, body, match });
      return s.create();
    },
  },
  CertificateChanged: {
    exit: 1,
    says: '"certificatechanged" in the vault contoso-prod was changed by somebody else meanwhile: version <version> was the newest, now it is <version>.',
    remedies: [
      'Look at it, then begin again if a new version is still needed. $ kvcert show contoso-prod/certificatechanged',
    ],
    provoke: async (s) => {
      const args = ['renew', `${VAULT}/${s.name}`, ...SCRIPTED_CA, '--output', 'json'];
      const hold = { match: { host: 'acme.scripted.test', path: '^/acme/order/' } };
      const { running, fault } = await startHeld(s.client, args, hold);
      await issuedBySelf(s);
      await s.world.control.release(fault);
      return running.ended;
    },
  },
  VaultForbidden: {
    exit: 1,
    says: 'The signed-in account has no role in the vault fabrikam-locked that allows Microsoft.KeyVault/vaults/certificates/read. Caller: appid=c11e0000-0000-4000-8000-000000000001;oid=0b1ec000-0000-4000-8000-000000000001;iss=https://sts.windows.net/7e57c0de-0000-4000-8000-00000000c0de/.',
    remedies: [
      'Grant the role Key Vault Certificates Officer on the vault; it takes effect within minutes. $ az role assignment create --role \'Key Vault Certificates Officer\' --assignee YOUR_ACCOUNT --scope "$(az keyvault show --name fabrikam-locked --query id --output tsv)"',
    ],
    provoke: (s) => s.run('create', 'fabrikam-locked/x', '--dns', 'x.example.com'),
  },
  CannotGoBack: {
    exit: 1,
    says: 'Version <version> is what the newest version of certificateexists in the vault contoso-prod holds: there is nothing to go back to.',
    remedies: [],
    provoke: async (s) => {
      const { versions } = await s.world.control.certificate(VAULT, 'certificateexists');
      const newest = versions.at(-1)?.id ?? '';
      return s.run('go-back', `${VAULT}/certificateexists`, '--to', newest, '--yes');
    },
  },
  HsmNeedsPremium: {
    exit: 1,
    says: 'The vault contoso-dev is of the standard tier, which has no HSM: only vaults of the premium tier make keys in one.',
    remedies: [
      'Choose another vault, or a kind of key outside of an HSM.',
      'Raise the vault to the premium tier, where keys in the HSM are billed monthly. $ az keyvault update --name contoso-dev --set properties.sku.name=premium',
    ],
    provoke: (s) =>
      s.run('create', 'contoso-dev/in-hsm', '--dns', 'in-hsm.example.com', '--key', 'ec-p256-hsm'),
  },
  VaultKeyUnusable: {
    exit: 1,
    says: 'The key "disabled" in the vault contoso-prod is disabled, so it signs nothing.',
    remedies: [
      'Enable it, if it was not disabled on purpose. $ az keyvault key set-attributes --vault-name contoso-prod --name disabled --enabled true',
    ],
    provoke: async (s) => {
      const innererror = { code: 'KeyDisabled' };
      const error = { code: 'Forbidden', message: 'Operation sign is not allowed.', innererror };
      const match = { path: '/keys/disabled' };
      await s.world.control.fault({ kind: 'fail', status: 403, body: { error }, match });
      return s.run(
        ...['account', 'create', '--ca', 'letsencrypt', '--key-vault', VAULT],
        ...['--key-name', 'disabled'],
      );
    },
  },
  KeyVaultRefused: {
    exit: 1,
    says: 'The vault contoso-prod refused the request (400 BadParameter): Property policy has an invalid value.',
    remedies: [],
    provoke: async (s) => {
      const error = { code: 'BadParameter', message: 'Property policy has an invalid value.' };
      const match = { method: 'POST', path: '/create' };
      await s.client.fault({ kind: 'fail', status: 400, body: { error }, match });
      return s.create();
    },
  },
  Unexpected: {
    exit: 1,
    says: 'Something went wrong that should not be possible: the pending operation holds no CSR.',
    remedies: ['Run it again with --verbose and report what it says.'],
    provoke: async (s) => {
      const body = operationOf(s.name, { status: 'inProgress' });
      const match = { method: 'POST', path: '/create' };
      await s.client.fault({ kind: 'fail', status: 202, body, match });
      return s.run('renew', `${VAULT}/${s.name}`, '--csr');
    },
  },
} satisfies Partial<Record<ErrorCode, Row>>;
