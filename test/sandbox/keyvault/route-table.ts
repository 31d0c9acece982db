/** The data plane's operations, as the API reference lists them. */
import type { ApiResponse } from '../api.ts';
import type { DataAction, PolicyPermission } from './authorization.ts';
import { backupCertificate, restoreCertificate } from './backup-certificate.ts';
import {
  getCertificate,
  listCertificates,
  listVersions,
  updateCertificate,
} from './certificates.ts';
import { deleteContacts, getContacts, setContacts } from './contacts.ts';
import { createCertificate } from './create-certificate.ts';
import {
  deleteCertificate,
  getDeletedCertificate,
  listDeletedCertificates,
  purgeDeletedCertificate,
  recoverDeletedCertificate,
} from './deleted-certificates.ts';
import { deleteIssuer, getIssuer, listIssuers, setIssuer, updateIssuer } from './issuers.ts';
import {
  deleteKey,
  getDeletedKey,
  listDeletedKeys,
  purgeDeletedKey,
  recoverDeletedKey,
} from './keys/deleted-keys.ts';
import { createKey, getKey, listKeys, listKeyVersions, updateKey } from './keys/keys.ts';
import { sign } from './keys/sign.ts';
import { importCertificate } from './import-certificate.ts';
import { mergeCertificate } from './merge-certificate.ts';
import { deleteOperation, getOperation, updateOperation } from './pending-certificate.ts';
import { getPolicy, updatePolicy } from './policy.ts';
import { getSecret } from './secrets.ts';
import { changeSecret, listSecrets, listSecretVersions } from './secret-lists.ts';
import type { Exchange } from './exchange.ts';

export interface Route {
  readonly method: string;
  readonly template: string;
  /** What a role has to allow where the vault goes by roles. */
  readonly action: DataAction;
  /** What an access policy has to name where it goes by those. */
  readonly permission: PolicyPermission;
  readonly handle: (exchange: Exchange) => ApiResponse | Promise<ApiResponse>;
}

type Row = readonly [string, string, DataAction, PolicyPermission, Route['handle']];

/** Fixed segments before names, so that `contacts` is never taken for a certificate. */
const ROWS: readonly Row[] = [
  ['GET', '/certificates', 'certificates/read', 'certificates list', listCertificates],
  [
    'GET',
    '/certificates/contacts',
    'certificates/read',
    'certificates managecontacts',
    getContacts,
  ],
  [
    'PUT',
    '/certificates/contacts',
    'certificatecontacts/write',
    'certificates managecontacts',
    setContacts,
  ],
  [
    'DELETE',
    '/certificates/contacts',
    'certificatecontacts/write',
    'certificates managecontacts',
    deleteContacts,
  ],
  ['GET', '/certificates/issuers', 'certificatecas/read', 'certificates listissuers', listIssuers],
  [
    'GET',
    '/certificates/issuers/{name}',
    'certificatecas/read',
    'certificates getissuers',
    getIssuer,
  ],
  [
    'PUT',
    '/certificates/issuers/{name}',
    'certificatecas/write',
    'certificates setissuers',
    setIssuer,
  ],
  [
    'PATCH',
    '/certificates/issuers/{name}',
    'certificatecas/write',
    'certificates setissuers',
    updateIssuer,
  ],
  [
    'DELETE',
    '/certificates/issuers/{name}',
    'certificatecas/delete',
    'certificates deleteissuers',
    deleteIssuer,
  ],
  [
    'POST',
    '/certificates/restore',
    'certificates/restore/action',
    'certificates restore',
    restoreCertificate,
  ],
  [
    'POST',
    '/certificates/{name}/backup',
    'certificates/backup/action',
    'certificates backup',
    backupCertificate,
  ],
  [
    'POST',
    '/certificates/{name}/create',
    'certificates/create/action',
    'certificates create',
    createCertificate,
  ],
  [
    'POST',
    '/certificates/{name}/import',
    'certificates/import/action',
    'certificates import',
    importCertificate,
  ],
  ['GET', '/certificates/{name}/pending', 'certificates/read', 'certificates get', getOperation],
  [
    'PATCH',
    '/certificates/{name}/pending',
    'certificates/update/action',
    'certificates update',
    updateOperation,
  ],
  [
    'DELETE',
    '/certificates/{name}/pending',
    'certificates/update/action',
    'certificates update',
    deleteOperation,
  ],
  [
    'POST',
    '/certificates/{name}/pending/merge',
    'certificates/create/action',
    'certificates create',
    mergeCertificate,
  ],
  ['GET', '/certificates/{name}/policy', 'certificates/read', 'certificates get', getPolicy],
  [
    'PATCH',
    '/certificates/{name}/policy',
    'certificates/update/action',
    'certificates update',
    updatePolicy,
  ],
  ['GET', '/certificates/{name}/versions', 'certificates/read', 'certificates list', listVersions],
  ['GET', '/certificates/{name}', 'certificates/read', 'certificates get', getCertificate],
  [
    'PATCH',
    '/certificates/{name}',
    'certificates/update/action',
    'certificates update',
    updateCertificate,
  ],
  [
    'DELETE',
    '/certificates/{name}',
    'certificates/delete',
    'certificates delete',
    deleteCertificate,
  ],
  [
    'GET',
    '/certificates/{name}/{version}',
    'certificates/read',
    'certificates get',
    getCertificate,
  ],
  [
    'PATCH',
    '/certificates/{name}/{version}',
    'certificates/update/action',
    'certificates update',
    updateCertificate,
  ],
  [
    'GET',
    '/deletedcertificates',
    'certificates/read',
    'certificates list',
    listDeletedCertificates,
  ],
  [
    'GET',
    '/deletedcertificates/{name}',
    'certificates/read',
    'certificates get',
    getDeletedCertificate,
  ],
  [
    'DELETE',
    '/deletedcertificates/{name}',
    'certificates/purge/action',
    'certificates purge',
    purgeDeletedCertificate,
  ],
  [
    'POST',
    '/deletedcertificates/{name}/recover',
    'certificates/recover/action',
    'certificates recover',
    recoverDeletedCertificate,
  ],
  ['GET', '/secrets', 'secrets/readMetadata/action', 'secrets list', listSecrets],
  [
    'GET',
    '/secrets/{name}/versions',
    'secrets/readMetadata/action',
    'secrets list',
    listSecretVersions,
  ],
  ['DELETE', '/secrets/{name}', 'secrets/delete', 'secrets delete', changeSecret('delete')],
  ['PATCH', '/secrets/{name}', 'secrets/setSecret/action', 'secrets set', changeSecret('update')],
  [
    'PATCH',
    '/secrets/{name}/{version}',
    'secrets/setSecret/action',
    'secrets set',
    changeSecret('update'),
  ],
  ['GET', '/secrets/{name}', 'secrets/getSecret/action', 'secrets get', getSecret],
  ['GET', '/secrets/{name}/{version}', 'secrets/getSecret/action', 'secrets get', getSecret],
  ['GET', '/keys', 'keys/read', 'keys list', listKeys],
  ['POST', '/keys/{name}/create', 'keys/create/action', 'keys create', createKey],
  ['GET', '/keys/{name}/versions', 'keys/read', 'keys list', listKeyVersions],
  ['POST', '/keys/{name}/sign', 'keys/sign/action', 'keys sign', sign],
  ['POST', '/keys/{name}/{version}/sign', 'keys/sign/action', 'keys sign', sign],
  ['GET', '/keys/{name}', 'keys/read', 'keys get', getKey],
  ['PATCH', '/keys/{name}', 'keys/update/action', 'keys update', updateKey],
  ['DELETE', '/keys/{name}', 'keys/delete', 'keys delete', deleteKey],
  ['GET', '/keys/{name}/{version}', 'keys/read', 'keys get', getKey],
  ['PATCH', '/keys/{name}/{version}', 'keys/update/action', 'keys update', updateKey],
  ['GET', '/deletedkeys', 'keys/read', 'keys list', listDeletedKeys],
  ['GET', '/deletedkeys/{name}', 'keys/read', 'keys get', getDeletedKey],
  ['DELETE', '/deletedkeys/{name}', 'keys/purge/action', 'keys purge', purgeDeletedKey],
  ['POST', '/deletedkeys/{name}/recover', 'keys/recover/action', 'keys recover', recoverDeletedKey],
];

export const ROUTES: readonly Route[] = ROWS.map(
  ([method, template, action, permission, handle]) => ({
    method,
    template,
    action,
    permission,
    handle,
  }),
);
