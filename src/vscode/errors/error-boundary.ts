/**
 * The one place where the extension shows errors: the catalogue's sentence, the repairing action,
 * and the log. Nothing waits for the answer to a message.
 */
import * as vscode from 'vscode';
import { asCertError, explain } from '../../domain/error-catalogue.ts';
import type { CertError } from '../../domain/errors.ts';
import { notificationText } from '../notification-text.ts';
import { carryOutRepair } from './carry-out-repair.ts';
import { repairOf, type Repair } from './repair.ts';
import { failuresInWords, repairsOf, type Failure } from './several-failures.ts';

export interface ErrorBoundary {
  /** @param doing - what was attempted, as a sentence's beginning, e.g. `Renewing contoso/www` */
  show(error: unknown, doing: string): void;
  /** The same for several of one gesture: one message for all. */
  showSeveral(failures: readonly Failure[], doing: string): void;
  /** Runs work that a gesture has started, and shows what it throws. */
  guard(doing: string, work: () => Promise<void>): Promise<void>;
}

export function openErrorBoundary(log: vscode.LogOutputChannel): ErrorBoundary {
  const tell = (message: string, repairs: readonly Repair[]): void => {
    ask(message, repairs, log).catch((error: unknown) => {
      log.error('an error could not be shown', String(error));
    });
  };
  const { t } = vscode.l10n;
  const show = (error: unknown, doing: string): void => {
    const reason = asCertError(error);
    // The person has cancelled it and knows.
    if (reason.code === 'Cancelled') return;
    log.error(doing, reason.code, ...diagnosis(reason));
    const { message, remedies } = explain(reason, t);
    const repairs = remedies.flatMap((remedy) => repairOf(remedy, t) ?? []);
    tell(t('{0}: {1}', doing, message), repairs);
  };
  return {
    show,
    showSeveral(failures, doing) {
      for (const { error, subject } of failures) {
        log.error(doing, subject, error.code, ...diagnosis(error));
      }
      tell(t('{0}: {1}', doing, failuresInWords(failures, t)), repairsOf(failures, t));
    },
    async guard(doing, work) {
      try {
        await work();
      } catch (error) {
        if (!(error instanceof vscode.CancellationError)) show(error, doing);
      }
    },
  };
}

async function ask(
  message: string,
  repairs: readonly Repair[],
  log: vscode.LogOutputChannel,
): Promise<void> {
  const showLog = vscode.l10n.t('Show Log');
  // More than two would be cut off on a narrow screen.
  const labels = [...repairs.slice(0, 2).map(({ label }) => label), showLog];
  const answer = await vscode.window.showErrorMessage(notificationText(message), ...labels);
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
