/** The extension's table of contents: nothing is asked and nothing is loaded before somebody looks. */
import type * as vscode from 'vscode';
import { accountCommands } from './vscode/accounts/account-commands.ts';
import { certificateCommands } from './vscode/commands/certificate-commands.ts';
import { expiryCommands } from './vscode/commands/expiry-commands.ts';
import { leftoverCommands } from './vscode/commands/find-leftovers.ts';
import { goBackCommands } from './vscode/commands/go-back.ts';
import { historyCommands } from './vscode/commands/history-commands.ts';
import { issueCommands } from './vscode/commands/issue-commands.ts';
import { logCommands } from './vscode/commands/log-commands.ts';
import { deleteCommands } from './vscode/upkeep/delete-commands.ts';
import { backupCommands } from './vscode/upkeep/backup-commands.ts';
import { compareCommands } from './vscode/upkeep/compare-versions.ts';
import { inventoryCommands } from './vscode/upkeep/export-inventory.ts';
import { contactCommands } from './vscode/vault-settings/contact-commands.ts';
import { issuerCommands } from './vscode/vault-settings/issuer-commands.ts';
import { policyCommands } from './vscode/policy/policy-commands.ts';
import { registerPolicyFiles } from './vscode/policy/policy-files.ts';
import { findCommands } from './vscode/upkeep/find-certificate.ts';
import { versionCommands } from './vscode/upkeep/version-commands.ts';
import { pendingCommands } from './vscode/upkeep/pending-commands.ts';
import { registerCommands } from './vscode/commands/register-commands.ts';
import { revocationCommands } from './vscode/commands/revoke-certificate.ts';
import { signInCommands } from './vscode/commands/sign-in-commands.ts';
import { treeCommands } from './vscode/commands/tree-commands.ts';
import { registerDetails } from './vscode/details/register-details.ts';
import { DueWatch } from './vscode/expiry/due-watch.ts';
import { ExpiringTree } from './vscode/expiry/expiring-tree.ts';
import { registerExpiry } from './vscode/expiry/register-expiry.ts';
import { registerForms } from './vscode/form/register-forms.ts';
import { openApp } from './vscode/open-app.ts';
import { operationCommands } from './vscode/operations/operation-commands.ts';
import { registerOperations } from './vscode/operations/register-operations.ts';
import { exportCommands } from './vscode/transfer/export-command.ts';
import { importCommands } from './vscode/transfer/import-command.ts';
import { VaultsTree } from './vscode/tree/vaults-tree.ts';

export function activate(context: vscode.ExtensionContext): void {
  const app = openApp(context);
  const tree = new VaultsTree(app);
  const due = new DueWatch(app);
  const expiring = new ExpiringTree(app, due);
  const details = registerDetails(app);
  context.subscriptions.push(
    tree,
    due,
    expiring,
    details,
    registerForms(app),
    ...registerPolicyFiles(app),
    ...registerOperations(app),
    ...registerExpiry(app, due),
    ...registerCommands({
      ...signInCommands(app, app.directories),
      ...treeCommands(app, tree),
      ...issueCommands(app, due, details, [expiring, tree]),
      ...certificateCommands(app),
      ...historyCommands(app, app.history),
      ...revocationCommands(app),
      ...goBackCommands(app),
      ...deleteCommands(app),
      ...pendingCommands(app),
      ...versionCommands(app),
      ...importCommands(app),
      ...exportCommands(app),
      ...backupCommands(app),
      ...compareCommands(app),
      ...policyCommands(app),
      ...inventoryCommands(app),
      ...issuerCommands(app, tree),
      ...contactCommands(app, tree),
      ...findCommands(app),
      ...leftoverCommands(app),
      ...accountCommands(app, () => app.caEngine.get()),
      ...expiryCommands(app, app.expiryMemory),
      ...operationCommands(app),
      ...logCommands(app),
    }),
  );
}
