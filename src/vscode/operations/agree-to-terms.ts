/**
 * A CA has new terms of service, or an account is made from a renewal: the operation waits for the
 * person, the others go on. Several operations that wait for the same terms are one question.
 */
import * as vscode from 'vscode';
import type { AgreeToTerms } from '../../app/registrar.ts';
import type { IssuanceCa } from '../../domain/issuance.ts';
import { notificationText } from '../notification-text.ts';
import { sharedQuestions } from './shared-question.ts';

export function agreeToTerms(): AgreeToTerms {
  const ask = sharedQuestions();
  return (ca, terms, signal) =>
    ask(`${ca.directoryUrl} ${terms}`, signal, () => askForTerms(ca, terms));
}

/** False, too, if the notification is closed without an answer. */
async function askForTerms(ca: IssuanceCa, terms: string): Promise<boolean> {
  const agree: vscode.MessageItem = { title: vscode.l10n.t('Agree') };
  const open: vscode.MessageItem = { title: vscode.l10n.t('Open Terms') };
  const cancel: vscode.MessageItem = { title: vscode.l10n.t('Cancel'), isCloseAffordance: true };
  // What a CA names as its terms is opened in a browser, never by another program.
  const isPage = /^https?:\/\//i.test(terms);
  for (;;) {
    const answer = await vscode.window.showWarningMessage(
      notificationText(
        vscode.l10n.t(
          '{0} issues only to those who agree to its terms of service: {1}',
          ca.name,
          terms,
        ),
      ),
      ...(isPage ? [agree, open, cancel] : [agree, cancel]),
    );
    if (answer?.title !== open.title) return answer?.title === agree.title;
    await vscode.env.openExternal(vscode.Uri.parse(terms, true));
  }
}
