'use strict';
/** Stands for Microsoft's sign-in in tests; see README.md. */
const vscode = require('vscode');
const { Accounts } = require('./accounts.cjs');
const { configuredAccounts, findAccount } = require('./configuration.cjs');
const { record } = require('./call-log.cjs');
const { StandInProvider } = require('./provider.cjs');

const PROVIDERS = [
  ['microsoft', 'Microsoft'],
  ['microsoft-sovereign-cloud', 'Microsoft Sovereign Cloud'],
];

/** @param {vscode.ExtensionContext} context */
exports.activate = (context) => {
  const byId = new Map();
  for (const [id, label] of PROVIDERS) {
    const accounts = new Accounts(context.secrets, `accounts:${id}`);
    const provider = new StandInProvider(id, accounts);
    byId.set(id, accounts);
    context.subscriptions.push(
      accounts,
      vscode.authentication.registerAuthenticationProvider(id, label, provider, {
        supportsMultipleAccounts: true,
        supportsChallenges: true,
      }),
    );
  }
  const microsoft = byId.get('microsoft');
  context.subscriptions.push(
    vscode.commands.registerCommand('standIn.addAccount', async (name) => {
      const account = typeof name === 'string' ? findAccount(name) : await chooseAccount();
      if (account === undefined) return undefined;
      await microsoft.add(account);
      record({ provider: 'microsoft', call: 'standIn.addAccount', account, outcome: 'created' });
      return account.id;
    }),
    vscode.commands.registerCommand('standIn.signOut', async (name) => {
      const wanted = typeof name === 'string' ? findAccount(name) : undefined;
      for (const [provider, accounts] of byId) {
        for (const account of await accounts.list()) {
          if (wanted !== undefined && wanted.id !== account.id) continue;
          await accounts.remove(account.id);
          record({ provider, call: 'standIn.signOut', account, outcome: 'removed' });
        }
      }
    }),
  );
};

async function chooseAccount() {
  const items = configuredAccounts().map((account) => ({ label: account.label, account }));
  const chosen = await vscode.window.showQuickPick(items, { title: 'Add which account?' });
  return chosen?.account;
}
