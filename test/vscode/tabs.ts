import * as vscode from 'vscode';

/** The tab of a page of ours. */
export function pageTab(label: string): vscode.Tab | undefined {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .find((tab) => tab.label === label && tab.input instanceof vscode.TabInputWebview);
}
