/**
 * The one place where the extension shows errors: the catalogue's sentence, the repairing action,
 * and the log. Nothing waits for the answer to a message.
 */
import * as vscode from 'vscode';
import { asCertError, explain } from '../../domain/error-catalogue.ts';
import type { CertError } from '../../domain/errors.ts';
import { notificationText } from '../notification-text.ts';
import { carryOutRepair } from './carry-out-repair.ts';
import { repairOf } from './repair.ts';

export interface ErrorBoundary {
  /** @param doing - what was attempted, as a sentence's beginning, e.g. `Renewing contoso/www` */
  show(error: unknown, doing: string): void;
  /** Runs work that a gesture has started, and shows what it throws. */
  guard(doing: string, work: () => Promise<void>): Promise<void>;
}

export function openErrorBoundary(log: vscode.LogOutputChannel): ErrorBoundary {
  const show = (error: unknown, doing: string): void => {
    const reason = asCertError(error);
    // The person has cancelled it and knows.
    if (reason.code === 'Cancelled') return;
    log.error(doing, reason.code, ...diagnosis(reason));
    void tell(reason, doing, log);
  };
  return {
    show,
    async guard(doing, work) {
      try {
        await work();
      } catch (error) {
        if (!(error instanceof vscode.CancellationError)) show(error, doing);
      }
    },
  };
}

async function tell(error: CertError, doing: string, log: vscode.LogOutputChannel): Promise<void> {
  const { message, remedies } = explain(error, vscode.l10n.t);
  const repairs = remedies.flatMap((remedy) => repairOf(remedy, vscode.l10n.t) ?? []);
  const showLog = vscode.l10n.t('Show Log');
  // More than two would be cut off on a narrow screen.
  const labels = [...repairs.slice(0, 2).map(({ label }) => label), showLog];
  const text = notificationText(vscode.l10n.t('{0}: {1}', doing, message));
  const answer = await vscode.window.showErrorMessage(text, ...labels);
  if (answer === showLog) log.show();
  const repair = repairs.find(({ label }) => label === answer);
  if (repair) await carryOutRepair(repair);
}

/** Facts go to the log, causes with their messages; tokens and keys are in neither. */
function diagnosis({ facts, cause }: CertError): unknown[] {
  const reasons: unknown[] = [JSON.stringify(facts)];
  for (let next = cause; next instanceof Error; next = next.cause) reasons.push(next.message);
  return reasons;
}
