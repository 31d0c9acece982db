/**
 * Every command of the extension with what it may be given: by the tree, by a notification or by
 * the editor. Whatever comes in is looked at again; from the palette nothing comes.
 */
import type { CertificateRef, VaultRef } from '../certificate-ref.ts';
import type { TreeNode } from '../tree/nodes.ts';

/** What Renew Selected is given where those that are due are meant, whatever is selected. */
export const ALL_DUE = 'all-due';

export interface CommandArguments {
  'kvcert.signIn': [];
  'kvcert.signInTenant': [node?: TreeNode];
  'kvcert.chooseSubscriptions': [];
  'kvcert.refresh': [];
  'kvcert.refreshNode': [node?: TreeNode];
  'kvcert.filter': [];
  'kvcert.createCertificate': [where?: TreeNode | VaultRef];
  'kvcert.createCertificateQuick': [where?: TreeNode | VaultRef];
  'kvcert.renewCertificate': [which?: TreeNode | CertificateRef];
  'kvcert.renewSelected': [which?: unknown, all?: readonly unknown[]];
  'kvcert.renewAllDue': [];
  'kvcert.chooseAutomaticRenewal': [];
  'kvcert.showCertificate': [which?: TreeNode | CertificateRef];
  'kvcert.goBack': [which?: TreeNode | CertificateRef];
  'kvcert.importCertificate': [where?: TreeNode | VaultRef | CertificateRef];
  'kvcert.exportCertificate': [which?: TreeNode | CertificateRef];
  'kvcert.backUpCertificate': [which?: TreeNode | CertificateRef];
  'kvcert.restoreCertificate': [where?: TreeNode | VaultRef];
  'kvcert.compareVersions': [which?: TreeNode | CertificateRef];
  'kvcert.editPolicyFields': [which?: TreeNode | CertificateRef];
  'kvcert.exportInventory': [];
  'kvcert.manageIssuers': [where?: TreeNode | VaultRef];
  'kvcert.manageContacts': [where?: TreeNode | VaultRef];
  'kvcert.findCertificate': [];
  'kvcert.enableVersion': [which?: TreeNode | CertificateRef];
  'kvcert.disableVersion': [which?: TreeNode | CertificateRef];
  'kvcert.editTags': [which?: TreeNode | CertificateRef];
  'kvcert.editPolicy': [which?: TreeNode | CertificateRef];
  'kvcert.deleteCertificate': [which?: TreeNode | CertificateRef];
  'kvcert.recoverCertificate': [where?: unknown];
  'kvcert.purgeCertificate': [where?: unknown];
  'kvcert.dealWithPending': [which?: TreeNode | CertificateRef];
  'kvcert.revokeCertificate': [which?: TreeNode | CertificateRef];
  'kvcert.showHistory': [which?: TreeNode | CertificateRef];
  'kvcert.copyIdentifier': [which?: TreeNode | CertificateRef];
  'kvcert.copyThumbprint': [which?: TreeNode | CertificateRef];
  'kvcert.copySecretIdentifier': [which?: TreeNode | CertificateRef];
  'kvcert.openInPortal': [which?: TreeNode | CertificateRef];
  'kvcert.findLeftovers': [];
  'kvcert.manageAccounts': [make?: unknown];
  'kvcert.showLog': [];
  'kvcert.copyDiagnostics': [];
  'kvcert.cancelOperation': [operation?: unknown];
  'kvcert.retryOperation': [operation?: unknown];
  'kvcert.resumeOperation': [operation?: unknown];
  'kvcert.undoOperation': [operation?: unknown];
  'kvcert.removeOperation': [operation?: unknown];
  'kvcert.showExpiring': [];
  'kvcert.snoozeExpiry': [];
  'kvcert.openSettings': [];
}

export type CommandId = keyof CommandArguments;
