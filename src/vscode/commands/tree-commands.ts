/** What is done with the view itself. */
import * as vscode from 'vscode';
import type { AppContext } from '../app-context.ts';
import type { TreeNode } from '../tree/nodes.ts';
import { TREE_FILTERS } from '../tree/tree-model.ts';
import { filterName, type VaultsTree } from '../tree/vaults-tree.ts';
import type { CommandHandlers } from './register-commands.ts';

type Ids = 'kvcert.refresh' | 'kvcert.refreshNode' | 'kvcert.filter';

export function treeCommands(app: AppContext, tree: VaultsTree): CommandHandlers<Ids> {
  const { errors, portfolio } = app;
  const refreshing = vscode.l10n.t('Refreshing');
  return {
    'kvcert.refresh': () => errors.guard(refreshing, () => inView(() => refreshAll(app))),
    'kvcert.refreshNode': (node) =>
      errors.guard(refreshing, () =>
        inView(() => (node ? refreshNode(app, tree, node) : portfolio.reload())),
      ),
    'kvcert.filter': () =>
      errors.guard(vscode.l10n.t('Filtering'), async () => {
        const picked = await vscode.window.showQuickPick(
          TREE_FILTERS.map((filter) => ({
            label: filterName(filter),
            ...(filter === tree.filter ? { description: vscode.l10n.t('current') } : {}),
            filter,
          })),
          { title: vscode.l10n.t('Which certificates are shown?') },
        );
        if (picked) tree.filter = picked.filter;
      }),
  };
}

/** Everything that is shown: the vaults that somebody has looked into are listed again. */
async function refreshAll({ portfolio }: AppContext): Promise<void> {
  await portfolio.reload();
  const { listings } = portfolio;
  await listings.listAll(portfolio.vaults().filter((seen) => listings.wasOpened(seen)));
}

async function refreshNode(app: AppContext, tree: VaultsTree, node: TreeNode): Promise<void> {
  const { portfolio } = app;
  switch (node.kind) {
    case 'account':
      return portfolio.reload();
    case 'directory':
    case 'subscription':
      return portfolio.reloadDirectory(node.state.directory.key);
    case 'vault':
      return portfolio.listings.list(node.seen);
    case 'drawer':
      tree.showAgain(node);
      return;
    case 'certificate':
    case 'version':
    case 'pending':
    case 'deleted':
    case 'issuer':
    case 'contact': {
      const seen = portfolio.vault(node.ref);
      if (seen) await portfolio.listings.list(seen);
      return;
    }
    case 'failure':
      if (node.parent.kind === 'certificate') tree.showAgain(node.parent);
      else await refreshNode(app, tree, node.parent);
      return;
    case 'empty':
      return;
  }
}

async function inView(work: () => Promise<void>): Promise<void> {
  await vscode.window.withProgress({ location: { viewId: 'kvcert.vaults' } }, work);
}
