/** Credentials, engines and links are made for one cloud: another one needs a new start. */
import * as vscode from 'vscode';
import type { Cloud } from '../../domain/cloud.ts';
import { notificationText } from '../notification-text.ts';
import { editorCloud, SOVEREIGN_SECTION, type EditorCloud } from './cloud-settings.ts';

/** As Microsoft's settings are now. */
export function cloudOfSettings(): EditorCloud {
  const settings = vscode.workspace.getConfiguration(SOVEREIGN_SECTION);
  return editorCloud((name) => settings.get(name));
}

/** Offers the new start when the settings name another cloud than the one in use. */
export function watchCloud(inUse: Cloud): vscode.Disposable {
  const address = (cloud: Cloud): string => JSON.stringify(cloud);
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration(SOVEREIGN_SECTION)) return;
    const { cloud } = cloudOfSettings();
    if (address(cloud) !== address(inUse)) void offerReload(cloud);
  });
}

async function offerReload({ name }: Cloud): Promise<void> {
  const reload = vscode.l10n.t('Reload Window');
  const sentence = vscode.l10n.t(
    'Key Vault Certificates works with {0} once the window has been reloaded. What is being issued is taken up afterwards.',
    name,
  );
  const answer = await vscode.window.showInformationMessage(notificationText(sentence), reload);
  if (answer === reload) await vscode.commands.executeCommand('workbench.action.reloadWindow');
}
