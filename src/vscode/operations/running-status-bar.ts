/** One item in the status bar while this window is at work, whether its notification is seen or not. */
import * as vscode from 'vscode';
import type { AppContext } from '../app-context.ts';
import { runningWords } from './progress-words.ts';

export function showRunningInStatusBar({ board }: Pick<AppContext, 'board'>): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('kvcert.running', vscode.StatusBarAlignment.Left);
  item.name = vscode.l10n.t('Certificate operations');
  item.command = 'kvcert.operations.focus';
  item.tooltip = vscode.l10n.t('Show the operations');
  const show = (): void => {
    const words = runningWords(board.operations, vscode.l10n.t);
    if (words === undefined) {
      item.hide();
      return;
    }
    item.text = `$(sync~spin) ${words}`;
    item.accessibilityInformation = { label: words, role: 'button' };
    item.show();
  };
  show();
  return vscode.Disposable.from(item, board.onChange(show));
}
