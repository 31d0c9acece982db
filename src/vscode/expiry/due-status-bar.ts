/** One item in the status bar, hidden while nothing is due. */
import * as vscode from 'vscode';
import type { AppContext } from '../app-context.ts';
import type { CommandId } from '../commands/command-map.ts';
import type { DueWatch } from './due-watch.ts';
import { dueWords } from './expiring-tree.ts';

export function showDueInStatusBar(app: AppContext, due: DueWatch): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('kvcert.due', vscode.StatusBarAlignment.Left);
  item.name = vscode.l10n.t('Certificates that are due');
  const command: CommandId = 'kvcert.showExpiring';
  item.command = command;
  const show = (): void => {
    const { length } = due.certificates;
    if (length === 0 || !app.settings.get('expiry.statusBar')) {
      item.hide();
      return;
    }
    const words = dueWords(length);
    item.text = `$(warning) ${words}`;
    item.accessibilityInformation = { label: words, role: 'button' };
    item.tooltip = vscode.l10n.t('Show which certificates are due');
    item.show();
  };
  show();
  return vscode.Disposable.from(item, due.onDidChange(show), app.settings.onDidChange(show));
}
