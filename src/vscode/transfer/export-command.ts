/** *Export…*: a certificate, its chain, or both with the private key, into a file. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ExportFormat, ExportWish } from '../../app/transfer/export-file.ts';
import { workTreeOf } from '../../app/transfer/work-tree.ts';
import { describeNote } from '../../domain/messages/issuance-news.ts';
import type { AppContext } from '../app-context.ts';
import { withCancellableProgress } from '../cancellable-progress.ts';
import type { CommandHandlers } from '../commands/register-commands.ts';
import { versionIn } from '../commands/version-given.ts';
import { seenVault, whichCertificate } from '../commands/which-certificate.ts';
import { labelText } from '../label-text.ts';
import { notificationText } from '../notification-text.ts';
import { confirmed, tell } from '../upkeep/ask-and-tell.ts';
import { writePrivateFile } from './write-private-file.ts';

interface Choice extends vscode.QuickPickItem {
  readonly format: ExportFormat;
  readonly extension: string;
  readonly isSecret: boolean;
}

export function exportCommands(app: AppContext): CommandHandlers<'kvcert.exportCertificate'> {
  const { t } = vscode.l10n;
  return {
    'kvcert.exportCertificate': (given) =>
      app.errors.guard(t('Exporting a certificate'), async () => {
        const ref = await whichCertificate(app, given);
        if (!ref) return;
        const { vault, directory } = seenVault(app, ref);
        const certificate = `${ref.vault}/${ref.name}`;
        const choice = await pickFormat(certificate);
        if (!choice) return;
        const password = choice.isSecret ? await askForPassword(certificate) : '';
        if (password === undefined) return;
        if (choice.isSecret && !(await isMeant(certificate, password))) return;
        const to = await pickFile(ref.name, choice);
        if (!to) return;
        const version = versionIn(given);
        const wish: ExportWish = {
          ...{ place: { vault, name: ref.name }, format: choice.format, password },
          ...(version === undefined ? {} : { version }),
        };
        const engine = await directory.engine();
        const reporter: Parameters<typeof engine.transfer.export>[1] = {
          note: (told) => {
            app.log.warn(describeNote(told, t));
          },
        };
        const { bytes } = await withCancellableProgress(
          t('Exporting {0}', certificate),
          (_told, signal) => engine.transfer.export(wish, reporter, signal),
        );
        if (choice.isSecret) await writePrivateFile(to.fsPath, bytes);
        else await vscode.workspace.fs.writeFile(to, bytes);
        if (choice.isSecret) await tellOfKey(certificate, to);
        else tell(t('{0} is in {1}.', certificate, to.fsPath));
      }),
  };
}

async function pickFormat(certificate: string): Promise<Choice | undefined> {
  const { t } = vscode.l10n;
  const items: readonly Choice[] = [
    {
      label: t('$(file) Certificate (DER, .cer)'),
      detail: t('Public: for who has to recognise it'),
      ...{ format: 'cer', extension: 'cer', isSecret: false },
    },
    {
      label: t('$(file-code) Certificate (PEM)'),
      detail: t('The same as text'),
      ...{ format: 'pem', extension: 'pem', isSecret: false },
    },
    {
      label: t('$(files) Certificate with its chain (PEM)'),
      detail: t('Read from its secret, which needs the right to read secrets; without the key'),
      ...{ format: 'chain', extension: 'pem', isSecret: false },
    },
    {
      label: t('$(key) With its private key (PFX)'),
      detail: t('AES-256; for Windows, Java and whatever imports PKCS#12'),
      ...{ format: 'pfx', extension: 'pfx', isSecret: true },
    },
    {
      label: t('$(key) With its private key (PEM)'),
      detail: t('For nginx, HAProxy and whatever reads PEM'),
      ...{ format: 'pem-with-key', extension: 'pem', isSecret: true },
    },
  ];
  return vscode.window.showQuickPick(items, {
    title: labelText(t('Export {0}', certificate)),
    matchOnDetail: true,
  });
}

/** Typed twice; empty: none. */
async function askForPassword(certificate: string): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const title = labelText(t('Password for the private key of {0}', certificate));
  const options = { title, password: true, ignoreFocusOut: true };
  const first = await vscode.window.showInputBox({
    ...options,
    prompt: t('Whoever opens the file needs it. Empty: none'),
  });
  if (first === undefined || first === '') return first;
  return vscode.window.showInputBox({
    ...options,
    prompt: t('The same again'),
    validateInput: (text) => (text === first ? null : t('It is not the same')),
  });
}

function isMeant(certificate: string, password: string): Promise<boolean> {
  const { t } = vscode.l10n;
  const detail = [
    t('Whoever has the file can pose as the names of the certificate until it expires.'),
    password === ''
      ? t('No password protects it: only the rights on the file do.')
      : t('Its password protects it as far as nobody guesses that.'),
    t('That it was exported is noted in the history.'),
  ];
  return confirmed(
    t('Take the private key of {0} out of its vault?', certificate),
    detail.join(' '),
    t('Export'),
  );
}

/** Outside of the workspace, unless the person goes there. */
async function pickFile(
  name: string,
  { extension, isSecret }: Choice,
): Promise<vscode.Uri | undefined> {
  const { t } = vscode.l10n;
  return vscode.window.showSaveDialog({
    title: isSecret ? t('Save the certificate with its private key') : t('Save the certificate'),
    defaultUri: vscode.Uri.file(join(homedir(), `${name}.${extension}`)),
    saveLabel: t('Export'),
  });
}

async function tellOfKey(certificate: string, { fsPath }: vscode.Uri): Promise<void> {
  const { t } = vscode.l10n;
  const repository = await workTreeOf(fsPath);
  if (repository === undefined) {
    tell(t('{0} is with its private key in {1}, for you alone to read.', certificate, fsPath));
    return;
  }
  const warning = t(
    '{0} is with its private key in {1}, which is in the git repository {2}: see that it is not committed.',
    certificate,
    fsPath,
    repository,
  );
  void vscode.window.showWarningMessage(notificationText(warning));
}
