/** The extension's table of contents. */
import type * as vscode from 'vscode';
import { certificateCommands } from './vscode/commands/certificate-commands.ts';
import { logCommands } from './vscode/commands/log-commands.ts';
import { registerCommands } from './vscode/commands/register-commands.ts';
import { signInCommands } from './vscode/commands/sign-in-commands.ts';
import { treeCommands } from './vscode/commands/tree-commands.ts';
import { openApp } from './vscode/open-app.ts';
import { VaultsTree } from './vscode/tree/vaults-tree.ts';

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const app = await openApp(context);
  const tree = new VaultsTree(app);
  context.subscriptions.push(
    tree,
    ...registerCommands({
      ...signInCommands(app, app.directories),
      ...treeCommands(app, tree),
      ...certificateCommands(app),
      ...logCommands(app),
    }),
  );
}
