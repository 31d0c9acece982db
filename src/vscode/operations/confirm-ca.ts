/**
 * A CA that nobody here has named, but the tag of a certificate: a person says whether it is to be
 * dealt with. Several renewals by the same one are one question.
 */
import * as vscode from 'vscode';
import type { ConfirmCa } from '../../app/choose-ca.ts';
import { notificationText } from '../notification-text.ts';
import { sharedQuestions } from './shared-question.ts';

export function confirmCa(): ConfirmCa {
  const ask = sharedQuestions();
  return (ca, target, signal) =>
    ask(ca.directoryUrl, signal, async () => {
      const { t } = vscode.l10n;
      const renew = t('Renew There');
      const answer = await vscode.window.showWarningMessage(
        notificationText(t('Renew {0} at {1}?', `${target.vault}/${target.name}`, ca.directoryUrl)),
        {
          modal: true,
          detail: t(
            'The tag of the certificate names this CA, and it was never used here. It would get an account and the names of the certificate. Whoever may write tags can have put it there.',
          ),
        },
        renew,
      );
      return answer === renew;
    });
}
