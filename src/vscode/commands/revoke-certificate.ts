/** *Revoke Certificate…*: why, what it does and does not do, and then by the account that ordered it. */
import * as vscode from 'vscode';
import type { Revocation, RevocationWish } from '../../app/accounts/revoke-certificate.ts';
import type { Engine } from '../../app/engine.ts';
import type { RevocationReason } from '../../domain/acme.ts';
import { isCertError } from '../../domain/errors.ts';
import { describeNote } from '../../domain/messages/issuance-news.ts';
import type { AppContext } from '../app-context.ts';
import { withCancellableProgress } from '../cancellable-progress.ts';
import { notificationText } from '../notification-text.ts';
import type { CommandHandlers } from './register-commands.ts';
import { versionIn } from './version-given.ts';
import { seenVault, whichCertificate } from './which-certificate.ts';

export function revocationCommands(app: AppContext): CommandHandlers<'kvcert.revokeCertificate'> {
  const { t } = vscode.l10n;
  return {
    'kvcert.revokeCertificate': (given) =>
      app.errors.guard(t('Revoking a certificate'), async () => {
        const ref = await whichCertificate(app, given);
        if (!ref) return;
        const engine = await seenVault(app, ref).directory.engine();
        const version = versionIn(given);
        const target = { vault: ref.vault, name: ref.name };
        const revocation = await withCancellableProgress(
          t('Reading {0}', `${ref.vault}/${ref.name}`),
          (_told, signal) =>
            revocationOf(engine, { target, ...(version !== undefined && { version }) }, signal),
        );
        const reason = await pickReason(revocation);
        if (!reason || !(await isMeant(revocation))) return;
        await carryOut(app, revocation, reason);
      }),
  };
}

/** Where no account that is known here can have ordered it, its own key may sign. */
async function revocationOf(
  engine: Pick<Engine, 'revocation'>,
  wish: RevocationWish,
  signal: AbortSignal,
): Promise<Revocation> {
  try {
    return await engine.revocation(wish, signal);
  } catch (error) {
    if (!isCertError(error, 'AccountNotFound')) throw error;
    return engine.revocation({ ...wish, byCertificateKey: true }, signal);
  }
}

async function pickReason({ vault, name }: Revocation): Promise<RevocationReason | undefined> {
  const { t } = vscode.l10n;
  const reasons: readonly { label: string; detail: string; reason: RevocationReason }[] = [
    {
      label: t('Superseded'),
      detail: t('A newer certificate has taken its place.'),
      reason: 'superseded',
    },
    {
      label: t('Key compromised'),
      detail: t('Somebody else has the private key, or may have it. CAs revoke at once.'),
      reason: 'keyCompromise',
    },
    {
      label: t('No longer in use'),
      detail: t('What it was for has been shut down.'),
      reason: 'cessationOfOperation',
    },
    {
      label: t('Names changed hands'),
      detail: t('The names, or the organization that it names, are no longer yours.'),
      reason: 'affiliationChanged',
    },
    { label: t('No reason given'), detail: t('The CA is told none.'), reason: 'unspecified' },
  ];
  const picked = await vscode.window.showQuickPick(reasons, {
    title: notificationText(t('Why is {0} to be revoked?', `${vault}/${name}`)),
    placeHolder: t('The CA is told, and publishes it'),
    matchOnDetail: true,
  });
  return picked?.reason;
}

async function isMeant(revocation: Revocation): Promise<boolean> {
  const { t } = vscode.l10n;
  const { vault, name, version, dnsNames, notAfter, ca, accountUrl } = revocation;
  const revoke = t('Revoke');
  const answer = await vscode.window.showWarningMessage(
    notificationText(t('Have {0} revoke {1}?', ca.name, `${vault}/${name}`)),
    {
      modal: true,
      detail: notificationText(
        [
          t('Version {0}, for {1}.', version, dnsNames.join(', ')),
          ...(accountUrl === undefined
            ? [t('No account at {0} is known here: its own key signs, in the vault.', ca.name)]
            : []),
          t('That is for ever, and clients that look will refuse it.'),
          t(
            'Nothing changes in the vault: what uses this version goes on using it until {0}, or until it is renewed.',
            notAfter.toISOString().slice(0, 10),
          ),
        ].join(' '),
      ),
    },
    revoke,
  );
  return answer === revoke;
}

async function carryOut(
  app: Pick<AppContext, 'log'>,
  revocation: Revocation,
  reason: RevocationReason,
): Promise<void> {
  const { t } = vscode.l10n;
  const { vault, name, ca } = revocation;
  // A history that cannot be written to must not say that nothing was revoked.
  const note: Parameters<Revocation['carryOut']>[1]['note'] = (told) => {
    app.log.warn(describeNote(told, t));
  };
  await withCancellableProgress(
    t('Having {0} revoke {1}', ca.name, `${vault}/${name}`),
    (_told, signal) => revocation.carryOut(reason, { note }, signal),
  );
  void vscode.window.showInformationMessage(
    notificationText(t('{0} has revoked {1}.', ca.name, `${vault}/${name}`)),
  );
}
