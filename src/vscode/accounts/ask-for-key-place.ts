/** Where the key of a new account lives: here, or in a vault that signs and never hands it out. */
import * as vscode from 'vscode';
import type { AccountWish } from '../../app/accounts/create-account.ts';
import { usualKeyName, type AccountOrder } from '../../app/accounts/vault-key-place.ts';
import type { Engine } from '../../app/engine.ts';
import { isKeyName } from '../../domain/vault-keys.ts';
import type { AppContext } from '../app-context.ts';
import { whichVault } from '../commands/which-certificate.ts';
import { labelText } from '../label-text.ts';

interface KeyPlace {
  /** Absent: the key is kept in the editor's secret storage. */
  readonly vaultKey?: NonNullable<AccountOrder['vaultKey']>;
  /** For whose eyes the vault is. */
  readonly signing?: Pick<Engine, 'accounts'>;
}

/** undefined: the person has gone away. */
export async function askForKeyPlace(
  app: Pick<AppContext, 'portfolio' | 'settings' | 'clock'>,
  wish: Pick<AccountWish, 'ca' | 'eab'>,
): Promise<KeyPlace | undefined> {
  const { t } = vscode.l10n;
  const places = [
    {
      label: t("In this editor's secret storage"),
      detail: t('For you, on this machine'),
      iconPath: new vscode.ThemeIcon('device-desktop'),
      inVault: false,
    },
    {
      label: t('In a key vault…'),
      detail: t('For a team and its pipelines: the vault signs, and the key never leaves it'),
      iconPath: new vscode.ThemeIcon('lock'),
      inVault: true,
    },
  ];
  const picked = await vscode.window.showQuickPick(places, {
    title: labelText(t('Where does the key of the account at {0} live?', wish.ca.name)),
    ignoreFocusOut: true,
  });
  if (!picked) return undefined;
  return picked.inVault ? askForVaultKey(app, wish) : {};
}

async function askForVaultKey(
  app: Pick<AppContext, 'portfolio' | 'settings' | 'clock'>,
  wish: Pick<AccountWish, 'ca' | 'eab'>,
): Promise<KeyPlace | undefined> {
  const { t } = vscode.l10n;
  const seen = await whichVault(app, undefined);
  if (!seen) return undefined;
  const name = await vscode.window.showInputBox({
    title: labelText(t('Key for the account at {0}', wish.ca.name)),
    prompt: labelText(
      t('Name of the key in {0}. One that is there is used, else it is made.', seen.vault.name),
    ),
    value: usualKeyName(wish),
    ignoreFocusOut: true,
    validateInput: (text) =>
      isKeyName(text.trim())
        ? null
        : t('The name of a key has 1 to 127 letters, digits and hyphens.'),
  });
  if (name === undefined) return undefined;
  return {
    vaultKey: { vault: seen.vault.name, name: name.trim() },
    signing: await seen.directory.engine(),
  };
}
