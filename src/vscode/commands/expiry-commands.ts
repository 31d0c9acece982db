import * as vscode from 'vscode';
import type { AppContext } from '../app-context.ts';
import { snooze } from '../expiry/due-notice.ts';
import type { ExpiryMemoryFile } from '../expiry/expiry-memory.ts';
import type { CommandHandlers } from './register-commands.ts';

type Ids = 'kvcert.showExpiring' | 'kvcert.snoozeExpiry';

export function expiryCommands(app: AppContext, memory: ExpiryMemoryFile): CommandHandlers<Ids> {
  return {
    'kvcert.showExpiring': async () => {
      await vscode.commands.executeCommand('kvcert.expiring.focus');
    },
    'kvcert.snoozeExpiry': () =>
      app.errors.guard(vscode.l10n.t('Snoozing'), () => snooze(app, memory)),
  };
}
