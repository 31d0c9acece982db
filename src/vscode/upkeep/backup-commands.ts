/** *Back Up Certificate…* and *Restore Certificate…*: files that only Key Vault can read. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Engine } from '../../app/engine.ts';
import { CertError } from '../../domain/errors.ts';
import { describeNote } from '../../domain/messages/issuance-news.ts';
import type { AppContext } from '../app-context.ts';
import { withCancellableProgress } from '../cancellable-progress.ts';
import type { CommandHandlers } from '../commands/register-commands.ts';
import { seenVault, whichCertificate, whichVault } from '../commands/which-certificate.ts';
import { writePrivateFile } from '../transfer/write-private-file.ts';
import { tell } from './ask-and-tell.ts';

type Ids = 'kvcert.backUpCertificate' | 'kvcert.restoreCertificate';

/** Bytes; the service's are some dozen KiB for each version. */
const LARGEST_BACKUP = 50 * 1024 * 1024;

export function backupCommands(app: AppContext): CommandHandlers<Ids> {
  const { t } = vscode.l10n;
  return {
    'kvcert.backUpCertificate': (given) =>
      app.errors.guard(t('Backing up a certificate'), async () => {
        const ref = await whichCertificate(app, given);
        if (!ref) return;
        const { vault, directory } = seenVault(app, ref);
        const certificate = `${ref.vault}/${ref.name}`;
        const to = await vscode.window.showSaveDialog({
          title: t('Back up {0} with all its versions', certificate),
          defaultUri: vscode.Uri.file(join(homedir(), `${ref.name}.keyvault-backup`)),
          saveLabel: t('Back Up'),
        });
        if (!to) return;
        const engine = await directory.engine();
        const backup = await withCancellableProgress(
          t('Backing up {0}', certificate),
          (_told, signal) => engine.upkeep.backUp({ vault, name: ref.name }, signal),
        );
        await writePrivateFile(to.fsPath, backup);
        tell(
          t(
            '{0} is backed up in {1}, which only Key Vault can read, in the same subscription and geography.',
            certificate,
            to.fsPath,
          ),
        );
      }),

    'kvcert.restoreCertificate': (given) =>
      app.errors.guard(t('Restoring a certificate'), async () => {
        const seen = await whichVault(app, given);
        if (!seen) return;
        const { vault } = seen;
        const backup = await chooseBackup(vault.name);
        if (!backup) return;
        const reporter: Parameters<Engine['upkeep']['restore']>[2] = {
          note: (told) => {
            app.log.warn(describeNote(told, t));
          },
        };
        const engine = await seen.directory.engine();
        const restored = await withCancellableProgress(
          t('Restoring a certificate into {0}', vault.name),
          (_told, signal) => engine.upkeep.restore(vault, backup, reporter, signal),
        );
        await app.portfolio.listings.list(seen);
        tell(t('{0} is there again.', `${restored.vault}/${restored.name}`));
      }),
  };
}

/** @throws CertError BackupRefused: it is none, by its size */
async function chooseBackup(vault: string): Promise<Uint8Array | undefined> {
  const { t } = vscode.l10n;
  const [file] =
    (await vscode.window.showOpenDialog({
      title: t('Restore a certificate into {0}', vault),
      openLabel: t('Restore'),
      defaultUri: vscode.Uri.file(homedir()),
    })) ?? [];
  if (!file) return undefined;
  const { size } = await vscode.workspace.fs.stat(file);
  if (size > 0 && size <= LARGEST_BACKUP) return vscode.workspace.fs.readFile(file);
  throw new CertError('BackupRefused', { vault, taken: false, message: '' });
}
