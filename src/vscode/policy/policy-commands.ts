/** *Edit Policy…*. */
import * as vscode from 'vscode';
import type { AppContext } from '../app-context.ts';
import type { CommandHandlers } from '../commands/register-commands.ts';
import { whichCertificate } from '../commands/which-certificate.ts';
import { POLICY_SCHEME, policyAddress } from './policy-address.ts';

export function policyCommands(app: AppContext): CommandHandlers<'kvcert.editPolicy'> {
  return {
    'kvcert.editPolicy': (given) =>
      app.errors.guard(vscode.l10n.t('Opening the policy'), async () => {
        const ref = await whichCertificate(app, given);
        if (!ref) return;
        const uri = vscode.Uri.from({ scheme: POLICY_SCHEME, ...policyAddress(ref) });
        const document = await vscode.workspace.openTextDocument(uri);
        await vscode.window.showTextDocument(document, { preview: false });
      }),
  };
}
