import * as vscode from 'vscode';
import type { BoardOperation } from '../../app/operations/board-operation.ts';
import type { ErrorBoundary } from '../errors/error-boundary.ts';
import { carryOutRepair } from '../errors/carry-out-repair.ts';
import { notificationText } from '../notification-text.ts';
import { endNotice, type EndNotice } from './end-notice.ts';

/** Tells how operations have ended. Nothing waits for the answer, which may come in days. */
export function showEnd(errors: ErrorBoundary, operations: readonly BoardOperation[]): void {
  const notice = endNotice(operations, vscode.l10n.t);
  if (!notice) return;
  void errors.guard(vscode.l10n.t('Telling how operations have ended'), () => ask(notice));
}

async function ask(notice: EndNotice): Promise<void> {
  const labels = notice.buttons.map(({ label }) => label);
  const answer = await SHOW[notice.severity](notificationText(notice.message), ...labels);
  const pressed = notice.buttons.find(({ label }) => label === answer);
  if (pressed) await carryOutRepair(pressed);
}

const SHOW: Readonly<
  Record<
    EndNotice['severity'],
    (message: string, ...labels: string[]) => Thenable<string | undefined>
  >
> = {
  information: (message, ...labels) => vscode.window.showInformationMessage(message, ...labels),
  warning: (message, ...labels) => vscode.window.showWarningMessage(message, ...labels),
  error: (message, ...labels) => vscode.window.showErrorMessage(message, ...labels),
};
