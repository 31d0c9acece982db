/** *Renew All Due*: asks what is due, lets the person look at it, and renews it side by side. */
import * as vscode from 'vscode';
import type { AppContext } from '../app-context.ts';
import type { DueWatch } from '../expiry/due-watch.ts';
import { surveyDue, type DueRenewal, type DueSurvey } from '../expiry/survey-due.ts';
import { pickItem } from '../label-text.ts';
import { renewSeveral } from '../operations/renew-several.ts';
import { whyNoVault } from './nothing-to-choose.ts';

export async function renewAllDue(app: AppContext, watch: DueWatch): Promise<void> {
  await app.portfolio.load();
  const reason = whyNoVault(app.portfolio);
  if (reason) throw reason;
  const { due, looked, failures } = await survey(app);
  watch.reasons.learn(due, looked);
  watch.reckon();
  if (failures.length > 0) {
    app.errors.showSeveral(failures, vscode.l10n.t('Looking for certificates that are due'));
  }
  if (due.length === 0) {
    if (failures.length > 0) return;
    void vscode.window.showInformationMessage(vscode.l10n.t('No certificate is due.'));
    return;
  }
  const chosen = await pick(due);
  const occasions = new Map(chosen.map(({ ref, occasion }) => [ref, occasion]));
  await renewSeveral(
    { ...app, t: vscode.l10n.t },
    chosen.map(({ ref }) => ref),
    (ref) => occasions.get(ref),
  );
}

function survey(app: AppContext): Thenable<DueSurvey> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Looking for certificates that are due'),
      cancellable: true,
    },
    async (_progress, token) => {
      const controller = new AbortController();
      const listening = token.onCancellationRequested(() => {
        controller.abort(new vscode.CancellationError());
      });
      try {
        const now = new Date(app.clock.now());
        return await surveyDue(app.portfolio.vaults(), now, vscode.l10n.t, controller.signal);
      } finally {
        listening.dispose();
      }
    },
  );
}

/** All that are due now are preselected; what waits after a failure is there to be chosen. */
async function pick(due: readonly DueRenewal[]): Promise<readonly DueRenewal[]> {
  const picked = await vscode.window.showQuickPick(
    due.map((one) => {
      const { ref, why, isNow } = one;
      return pickItem({
        ...{ label: ref.name, description: ref.vault, detail: why, picked: isNow, one },
      });
    }),
    {
      title: vscode.l10n.t('Renew which certificates?'),
      placeHolder: vscode.l10n.t('Each is renewed with the names, key and CA that it has'),
      canPickMany: true,
      matchOnDescription: true,
      matchOnDetail: true,
      ignoreFocusOut: true,
    },
  );
  return (picked ?? []).map(({ one }) => one);
}
