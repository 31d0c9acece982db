/** One notification a day and window for all certificates that are due together. */
import * as vscode from 'vscode';
import { isExpiring } from '../../domain/expiry.ts';
import { decideNotice, noticeSentence, SNOOZE } from '../../domain/expiry-notice.ts';
import type { AppContext } from '../app-context.ts';
import { ALL_DUE, type CommandId } from '../commands/command-map.ts';
import { notificationText } from '../notification-text.ts';
import type { DueWatch } from './due-watch.ts';
import type { ExpiryMemoryFile } from './expiry-memory.ts';

/** Of this window: another one tells for itself. */
const TOLD_AT = 'kvcert.toldOfExpiryAt';

export async function tellOfDue(
  app: AppContext,
  due: DueWatch,
  memory: ExpiryMemoryFile,
): Promise<void> {
  const state = app.extension.workspaceState;
  // What is due by its CA's advice alone can wait until somebody looks at the view.
  const expiring = due.certificates
    .filter(({ state: expiry }) => isExpiring(expiry))
    .map(({ ref, state: expiry }) => ({ vault: ref.vault, name: ref.name, state: expiry }));
  const now = app.clock.now();
  const { snoozedUntil } = await memory.read();
  const { tell } = decideNotice({
    now,
    lastTold: state.get<number>(TOLD_AT),
    snoozedUntil,
    enabled: app.settings.get('expiry.notifications'),
    expiring,
  });
  if (!tell) return;
  await state.update(TOLD_AT, now);
  // The answer may come in days, or never.
  void app.errors.guard(vscode.l10n.t('Telling of certificates that are due'), () =>
    ask(app, noticeSentence(expiring, vscode.l10n.t)),
  );
}

export async function snooze(app: AppContext, memory: ExpiryMemoryFile): Promise<void> {
  await memory.change({ snoozedUntil: app.clock.now() + SNOOZE });
  vscode.window.setStatusBarMessage(
    vscode.l10n.t('Nothing is told of certificates that are due for 7 days'),
    5000,
  );
}

async function ask(app: AppContext, sentence: string): Promise<void> {
  const renew = vscode.l10n.t('Renew…');
  const show = vscode.l10n.t('Show');
  const later = vscode.l10n.t('Snooze 7 Days');
  const never = vscode.l10n.t("Don't Show Again");
  const answer = await vscode.window.showWarningMessage(
    notificationText(sentence),
    renew,
    show,
    later,
    never,
  );
  if (answer === renew) await run('kvcert.renewSelected', ALL_DUE);
  else if (answer === show) await run('kvcert.showExpiring');
  else if (answer === later) await run('kvcert.snoozeExpiry');
  else if (answer === never) {
    await app.settings.set('expiry.notifications', false);
    await vscode.commands.executeCommand(
      'workbench.action.openSettings',
      'kvcert.expiry.notifications',
    );
  }
}

async function run(command: CommandId, ...given: readonly unknown[]): Promise<void> {
  await vscode.commands.executeCommand(command, ...given);
}
