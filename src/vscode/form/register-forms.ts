/** All that the editor needs of forms at its start; they themselves are loaded with the first one. */
import * as vscode from 'vscode';
import type { FormSubject } from '../../webview/form/state-protocol.ts';
import type { AppContext } from '../app-context.ts';
import { panelType } from '../webview-page.ts';

/** Opens a form beside those that are open. */
export async function openForm(app: AppContext, subject: FormSubject): Promise<void> {
  const { newForm } = await import('../on-demand.ts');
  await newForm(app, subject);
}

/** From here on the editor restores forms of an earlier session. */
export function registerForms(app: AppContext): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(panelType('form'), {
    async deserializeWebviewPanel(panel, kept: unknown) {
      const { restoreForm } = await import('../on-demand.ts');
      await restoreForm(app, panel, kept);
    },
  });
}
