/** Signing in and choosing what is shown. Only here, by a gesture, is the person asked to sign in. */
import * as vscode from 'vscode';
import type { AppContext } from '../app-context.ts';
import type { Directory } from '../directory.ts';
import { pickItem } from '../label-text.ts';
import type { Directories } from '../sign-in/directories.ts';
import { needsSignIn } from '../sign-in/needs-sign-in.ts';
import type { TreeNode } from '../tree/nodes.ts';
import { whyNoSubscription } from './nothing-to-choose.ts';
import type { CommandHandlers } from './register-commands.ts';

type Ids = 'kvcert.signIn' | 'kvcert.signInTenant' | 'kvcert.chooseSubscriptions';

export function signInCommands(app: AppContext, directories: Directories): CommandHandlers<Ids> {
  const { errors, portfolio } = app;
  const signingIn = vscode.l10n.t('Signing in');
  return {
    'kvcert.signIn': () =>
      errors.guard(signingIn, async () => {
        if (await declined(directories.signIn())) return;
        await portfolio.reload();
      }),
    'kvcert.signInTenant': (node) =>
      errors.guard(signingIn, async () => {
        const asking = node ? [directoryOf(node)].flatMap((found) => found ?? []) : inNeed(app);
        // An account that is not there any more needs to be chosen anew.
        if (asking.length === 0) {
          if (!(await declined(directories.signIn()))) await portfolio.reload();
          return;
        }
        const chosen = await pickDirectory(asking);
        if (chosen && !(await declined(chosen.signIn()))) await askAgain(app, chosen);
      }),
    'kvcert.chooseSubscriptions': () =>
      errors.guard(vscode.l10n.t('Choosing subscriptions'), () => chooseSubscriptions(app)),
  };
}

/** True where the person has closed the dialog: that is an answer and no error. */
async function declined(asking: Promise<unknown>): Promise<boolean> {
  try {
    await asking;
    return false;
  } catch (error) {
    if (error instanceof Error && /cancel|did not consent/i.test(error.message)) return true;
    throw error;
  }
}

function directoryOf(node: TreeNode): Directory | undefined {
  switch (node.kind) {
    case 'directory':
    case 'subscription':
      return node.state.directory;
    case 'vault':
      return node.seen.directory;
    case 'failure':
      return directoryOf(node.parent);
    case 'account':
    case 'certificate':
    case 'version':
    case 'pending':
    case 'drawer':
    case 'deleted':
    case 'issuer':
    case 'contact':
    case 'empty':
      return undefined;
  }
}

/** Tenants that need the person, of all accounts. */
function inNeed({ portfolio }: AppContext): readonly Directory[] {
  return portfolio.accounts
    .flatMap(({ directories }) => directories)
    .filter(({ directory, failure }) => directory.asksForSignIn || needsSignIn(failure))
    .map(({ directory }) => directory);
}

/** What had failed for want of a sign-in. */
async function askAgain({ portfolio }: AppContext, directory: Directory): Promise<void> {
  const failed = portfolio
    .everyVault()
    .filter((seen) => seen.directory.key === directory.key)
    .filter((seen) => needsSignIn(portfolio.listings.get(seen).failure));
  await Promise.all([portfolio.reloadDirectory(directory.key), portfolio.listings.listAll(failed)]);
}

async function pickDirectory(asking: readonly Directory[]): Promise<Directory | undefined> {
  if (asking.length <= 1) return asking[0];
  const picked = await vscode.window.showQuickPick(
    asking.map((directory) =>
      pickItem({
        label: directory.tenant.name,
        description: directory.account.label,
        directory,
      }),
    ),
    { title: vscode.l10n.t('Sign in to which tenant?') },
  );
  return picked?.directory;
}

async function chooseSubscriptions({ portfolio, chosen }: AppContext): Promise<void> {
  const items = portfolio.load().then(() => {
    const reason = whyNoSubscription(portfolio);
    if (reason) throw reason;
    return portfolio.accounts.flatMap(({ account, directories }) =>
      directories.flatMap(({ directory, inventory }) =>
        (inventory?.subscriptions ?? []).map((subscription) => {
          const key = { directory: directory.key, subscriptionId: subscription.id };
          return pickItem({
            label: subscription.name,
            description: subscription.id,
            detail: vscode.l10n.t('{0}, seen as {1}', directory.tenant.name, account.label),
            picked: chosen.includes(key),
            key,
          });
        }),
      ),
    );
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Choose the subscriptions whose vaults are shown'),
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!picked) return;
  await chosen.choose(picked.map(({ key }) => key));
  portfolio.chosenChanged();
}
