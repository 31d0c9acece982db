/** *Go Back to This Version…*: what comes of it is said before the old version is imported once more. */
import * as vscode from 'vscode';
import type { GoingBack } from '../../app/go-back.ts';
import type { Engine } from '../../app/engine.ts';
import { describeNote } from '../../domain/messages/issuance-news.ts';
import type { AppContext } from '../app-context.ts';
import { withCancellableProgress } from '../cancellable-progress.ts';
import type { CertificateRef } from '../certificate-ref.ts';
import { labelText, pickItem } from '../label-text.ts';
import { notificationText } from '../notification-text.ts';
import type { CommandHandlers } from './register-commands.ts';
import { versionIn } from './version-given.ts';
import { seenVault, whichCertificate } from './which-certificate.ts';

export function goBackCommands(app: AppContext): CommandHandlers<'kvcert.goBack'> {
  const { t } = vscode.l10n;
  return {
    'kvcert.goBack': (given) =>
      app.errors.guard(t('Going back to an older version'), async () => {
        const ref = await whichCertificate(app, given);
        if (!ref) return;
        const seen = seenVault(app, ref);
        const engine = await seen.directory.engine();
        const version = versionIn(given) ?? (await pickVersion(app, engine, ref));
        if (version === undefined) return;
        const target = { vault: ref.vault, name: ref.name };
        const back = await withCancellableProgress(
          t('Reading {0}', `${ref.vault}/${ref.name}`),
          (_told, signal) => engine.goBack({ target, version }, signal),
        );
        if (!(await isMeant(back))) return;
        await carryOut(app, back);
        await app.portfolio.listings.list(seen);
      }),
  };
}

/** Of those before the newest; undefined: the person has picked none. */
async function pickVersion(
  app: AppContext,
  engine: Engine,
  ref: CertificateRef,
): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const { vault } = seenVault(app, ref);
  const items = engine.versions(vault, ref.name, app.portfolio.signal).then((versions) =>
    versions
      .slice(1)
      .filter(({ thumbprint }) => thumbprint !== undefined)
      .map(({ version, notBefore, notAfter, enabled }) =>
        pickItem({
          label: t('{0} to {1}', day(notBefore), day(notAfter)),
          description: enabled ? '' : t('disabled'),
          detail: version,
          version,
        }),
      ),
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: labelText(t('Go back to which version of {0}?', `${ref.vault}/${ref.name}`)),
    placeHolder: t('Older versions; one that has expired is of no use'),
    matchOnDetail: true,
  });
  return picked?.version;
}

function day(date: Date | undefined): string {
  return date?.toISOString().slice(0, 10) ?? '?';
}

async function isMeant({
  vault,
  name,
  version,
  newest,
  dnsNames,
  notAfter,
}: GoingBack): Promise<boolean> {
  const { t } = vscode.l10n;
  const goBack = t('Go Back');
  const detail = [
    t(
      'Version {0}, for {1}, valid until {2}, is imported as the newest version.',
      version,
      dnsNames.join(', '),
      notAfter.toISOString().slice(0, 10),
    ),
    t('Its private key is read into the memory of this editor for that, and kept nowhere.'),
    t('Version {0} stays; whoever follows the newest version gets the old certificate.', newest),
  ].join(' ');
  const answer = await vscode.window.showWarningMessage(
    notificationText(t('Go back to an older version of {0}?', `${vault}/${name}`)),
    { modal: true, detail: notificationText(detail) },
    goBack,
  );
  return answer === goBack;
}

async function carryOut(app: Pick<AppContext, 'log'>, back: GoingBack): Promise<void> {
  const { t } = vscode.l10n;
  const certificate = `${back.vault}/${back.name}`;
  const note: Parameters<GoingBack['carryOut']>[0]['note'] = (told) => {
    const sentence = describeNote(told, t);
    app.log.warn(sentence);
    // A history that cannot be written to, on the other hand, concerns nobody now.
    if (told.kind === 'policy-of-older') {
      void vscode.window.showWarningMessage(notificationText(sentence));
    }
  };
  const { version } = await withCancellableProgress(
    t('Going back to an older version of {0}', certificate),
    (_told, signal) => back.carryOut({ note }, signal),
  );
  void vscode.window.showInformationMessage(
    notificationText(
      t(
        'The newest version of {0} is {1}, the same certificate as {2}.',
        certificate,
        version,
        back.version,
      ),
    ),
  );
}
