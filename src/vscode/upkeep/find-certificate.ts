/** *Find Certificate…*: in all vaults of the chosen subscriptions, whoever sees them. */
import * as vscode from 'vscode';
import type { AppContext } from '../app-context.ts';
import { withCancellableProgress } from '../cancellable-progress.ts';
import type { CertificateRef } from '../certificate-ref.ts';
import { whyNoVault } from '../commands/nothing-to-choose.ts';
import type { CommandHandlers } from '../commands/register-commands.ts';
import { labelText, pickItem } from '../label-text.ts';
import { expiryThresholds } from '../settings.ts';
import { certificateWords } from '../tree/certificate-words.ts';
import { searchEverywhere, type Found } from './search-everywhere.ts';

export function findCommands(app: AppContext): CommandHandlers<'kvcert.findCertificate'> {
  const { t } = vscode.l10n;
  return {
    'kvcert.findCertificate': () =>
      app.errors.guard(t('Looking for certificates'), async () => {
        const text = await vscode.window.showInputBox({
          title: t('Find certificates'),
          prompt: t('Part of a name, a SAN, an issuer or a tag, or the beginning of a thumbprint'),
        });
        if (text === undefined || text.trim() === '') return;
        await app.portfolio.load();
        const reason = whyNoVault(app.portfolio);
        if (reason) throw reason;
        const { found, failures } = await withCancellableProgress(
          t('Looking for {0}', text),
          (told, signal) => searchEverywhere(app, { text: text.trim() }, told, signal),
        );
        if (failures.length > 0) app.errors.showSeveral(failures, t('Looking for certificates'));
        const ref = await pick(app, text, found);
        if (ref) await vscode.commands.executeCommand('kvcert.showCertificate', ref);
      }),
  };
}

async function pick(
  app: AppContext,
  text: string,
  found: readonly Found[],
): Promise<CertificateRef | undefined> {
  const { t } = vscode.l10n;
  const now = new Date(app.clock.now());
  const thresholds = expiryThresholds(app.settings);
  const items = found.map(({ ref, item }) =>
    pickItem({
      label: `${ref.vault}/${ref.name}`,
      description: certificateWords(item.bundle, now, thresholds, t).short,
      detail: item.facts?.alternativeNames.map(({ value }) => value).join(', ') ?? '',
      ref,
    }),
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: labelText(
      items.length === 1
        ? t('One certificate for "{0}"', text)
        : t('{0} certificates for "{1}"', items.length, text),
    ),
    placeHolder: items.length === 0 ? t('Nothing fits') : t('Show its details'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.ref;
}
