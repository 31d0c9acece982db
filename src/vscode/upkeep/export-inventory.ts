/** *Export Inventory…*: all certificates of the chosen subscriptions, as CSV or JSON. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { inventoryCsv, inventoryDocument } from '../../app/search/inventory-text.ts';
import { plainJson } from '../../domain/plain-text.ts';
import type { AppContext } from '../app-context.ts';
import { withCancellableProgress } from '../cancellable-progress.ts';
import { whyNoVault } from '../commands/nothing-to-choose.ts';
import type { CommandHandlers } from '../commands/register-commands.ts';
import { tell } from './ask-and-tell.ts';
import { searchEverywhere } from './search-everywhere.ts';

export function inventoryCommands(app: AppContext): CommandHandlers<'kvcert.exportInventory'> {
  const { t } = vscode.l10n;
  return {
    'kvcert.exportInventory': () =>
      app.errors.guard(t('Exporting the inventory'), async () => {
        await app.portfolio.load();
        const reason = whyNoVault(app.portfolio);
        if (reason) throw reason;
        const to = await vscode.window.showSaveDialog({
          title: t('Export the inventory: CSV, or JSON where the name says so'),
          defaultUri: vscode.Uri.file(join(homedir(), 'certificates.csv')),
          filters: { CSV: ['csv'], JSON: ['json'] },
          saveLabel: t('Export'),
        });
        if (!to) return;
        const { found, failures } = await withCancellableProgress(
          t('Reading all certificates'),
          (told, signal) => searchEverywhere(app, {}, told, signal),
        );
        if (failures.length > 0) app.errors.showSeveral(failures, t('Exporting the inventory'));
        const items = found.map(({ item }) => item);
        const now = new Date(app.clock.now());
        const text = to.path.toLowerCase().endsWith('.json')
          ? `${plainJson({ certificates: items.map((item) => inventoryDocument(item, now)) })}\n`
          : inventoryCsv(items, now);
        await vscode.workspace.fs.writeFile(to, Buffer.from(text));
        tell(t('{0} certificates are in {1}.', items.length, to.fsPath));
      }),
  };
}
