/** What stands in the way of changing, deleting or getting back what is in a vault. */
import type { ErrorCode } from '../../../../src/domain/errors.ts';
import { vaultUrl } from '../azure-caller.ts';
import { VAULT } from '../client.ts';
import type { Row } from './row.ts';

const UPKEEP = 'test/integration/product/upkeep.test.ts';
const VAULTS = 'test/integration/product/vault-create.test.ts';
const TRANSFER = 'test/integration/product/transfer.test.ts';
const PENDING = 'test/integration/product/pending.test.ts';

export const upkeepRows = {
  NameSoftDeleted: {
    exit: 1,
    says: 'The name "namesoftdeleted" belongs to a deleted certificate that the vault contoso-prod still keeps; it cannot be used until that one is recovered or purged.',
    remedies: [
      'Recover the deleted certificate. $ kvcert recover contoso-prod/namesoftdeleted',
      'Purge it, for ever. $ kvcert purge contoso-prod/namesoftdeleted',
      'Choose another name.',
    ],
    provoke: async (s) => {
      await s.stranger.ask('DELETE', vaultUrl(VAULT, `/certificates/${s.name}`));
      return s.create();
    },
  },
  InvalidIssuerName: {
    exit: 2,
    says: '"Self" cannot be the name of an issuer: letters, digits and hyphens are allowed, at most 127 of them, and neither Self nor Unknown.',
    remedies: ['Choose a name such as digicert-prod.'],
    provoke: (s) => s.run('issuer', 'create', VAULT, 'Self', '--provider', 'DigiCert'),
  },
  IssuerExists: {
    exit: 2,
    says: 'The vault contoso-prod has an issuer "issuerexists" already.',
    remedies: [
      'Change that one. $ kvcert issuer update contoso-prod issuerexists',
      'Choose another name.',
    ],
    provoke: async (s) => {
      await s.run('issuer', 'create', VAULT, s.name, '--provider', 'Test');
      return s.run('issuer', 'create', VAULT, s.name, '--provider', 'DigiCert');
    },
  },
  ContactNotFound: {
    exit: 2,
    says: 'The vault contoso-prod has no contacts.',
    remedies: [],
    provoke: (s) => s.run('contact', 'remove', VAULT, 'nobody@contoso.example'),
  },
  NotDeleted: {
    exit: 2,
    says: 'The vault contoso-prod keeps no deleted certificate "notdeleted".',
    remedies: [
      'See which it keeps; what was deleted seconds ago is not among them yet. $ kvcert list --deleted --vault contoso-prod',
    ],
    provoke: (s) => s.run('recover', `${VAULT}/${s.name}`),
  },
  PurgeProtected: { why: 'its vault needs purge protection', test: UPKEEP },
  VaultNameTaken: { why: 'it needs the right to make vaults', test: VAULTS },
  InvalidLocation: { why: 'it needs a subscription that is named', test: VAULTS },
  ResourceGroupNotFound: { why: 'it needs a subscription that is named', test: VAULTS },
  ImportFileUnusable: { why: 'it needs a file', test: TRANSFER },
  CannotExport: { why: 'it needs a certificate that was imported so', test: TRANSFER },
  BackupRefused: { why: 'it needs a file', test: UPKEEP },
  NoOperation: {
    exit: 2,
    says: 'Nothing is pending for "nooperation" in the vault contoso-prod.',
    remedies: ['See how the certificate stands. $ kvcert show contoso-prod/nooperation'],
    provoke: (s) => s.run('pending', 'show', `${VAULT}/${s.name}`),
  },
  OperationEnded: { why: 'its issuer needs time', test: PENDING },
  OperationInterrupted: { why: 'something has to be interrupted', test: PENDING },
  ChainFileUnusable: { why: 'it needs a file', test: PENDING },
  MergeForbidden: { why: 'it needs a file', test: PENDING },
} satisfies Partial<Record<ErrorCode, Row>>;
