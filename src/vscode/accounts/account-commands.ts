/** *Manage CA Accounts…*: a native list of them, what can be done to each, and a way to make one. */
import * as vscode from 'vscode';
import type { KnownAccount } from '../../app/accounts/account-choice.ts';
import type { Engine } from '../../app/engine.ts';
import { resolveCa } from '../../domain/certificate-authorities.ts';
import type { AppContext } from '../app-context.ts';
import type { CommandHandlers } from '../commands/register-commands.ts';
import { pickItem } from '../label-text.ts';
import { accountWords } from './account-words.ts';
import { createAccount } from './create-account.ts';
import { dealWith } from './deal-with-account.ts';

/** @param open - the engine that asks CAs; nobody has to be signed in for it */
export function accountCommands(
  app: Pick<AppContext, 'errors' | 'portfolio' | 'settings' | 'clock'>,
  open: () => Promise<Engine>,
): CommandHandlers<'kvcert.manageAccounts'> {
  const { t } = vscode.l10n;
  return {
    'kvcert.manageAccounts': (make) =>
      app.errors.guard(t('Managing the accounts at CAs'), async () => {
        const engine = await open();
        const choice = caNamedBy(make);
        if (choice !== undefined) {
          await createAccount(app, engine, resolveCa(choice));
          return;
        }
        const picked = await pickAccount(await engine.accounts.list());
        if (picked === 'create') await createAccount(app, engine);
        else if (picked) await dealWith(app, await engineFor(app, engine, picked), picked);
      }),
  };
}

/** A key in a vault signs for whoever sees the vault; without that, signing says what is missing. */
async function engineFor(
  { portfolio }: Pick<AppContext, 'portfolio'>,
  engine: Engine,
  { vaultKey }: KnownAccount,
): Promise<Engine> {
  if (vaultKey === undefined) return engine;
  await portfolio.load();
  const { host } = new URL(vaultKey);
  const seen = portfolio.everyVault().find(({ vault }) => new URL(vault.uri).host === host);
  return seen ? seen.directory.engine() : engine;
}

/** The CA that a remedy names, with which an account is to be made. */
function caNamedBy(given: unknown): string | undefined {
  if (typeof given !== 'object' || given === null || !('ca' in given)) return undefined;
  return typeof given.ca === 'string' ? given.ca : undefined;
}

async function pickAccount(
  accounts: readonly KnownAccount[],
): Promise<KnownAccount | 'create' | undefined> {
  const { t } = vscode.l10n;
  const picked = await vscode.window.showQuickPick(
    [
      ...accounts.map((account) => ({
        ...pickItem(accountWords(account, t)),
        iconPath: new vscode.ThemeIcon('key'),
        chosen: account,
      })),
      {
        label: t('Make an Account…'),
        iconPath: new vscode.ThemeIcon('add'),
        alwaysShow: true,
        chosen: 'create' as const,
      },
    ],
    {
      title: t('Accounts at CAs'),
      placeHolder:
        accounts.length === 0
          ? t('No account is known to this editor yet')
          : t('Choose an account to see it, change it or end it'),
      matchOnDescription: true,
      matchOnDetail: true,
    },
  );
  return picked?.chosen;
}
