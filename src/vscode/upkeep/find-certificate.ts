/** *Find Certificate…*: in all vaults of the chosen subscriptions, whoever sees them. */
import * as vscode from 'vscode';
import type { InventoryItem } from '../../app/search/search-certificates.ts';
import { asCertError } from '../../domain/error-catalogue.ts';
import type { AppContext } from '../app-context.ts';
import { withCancellableProgress } from '../cancellable-progress.ts';
import type { CertificateRef } from '../certificate-ref.ts';
import { whyNoVault } from '../commands/nothing-to-choose.ts';
import type { CommandHandlers } from '../commands/register-commands.ts';
import { refOf } from '../commands/which-certificate.ts';
import type { Failure } from '../errors/several-failures.ts';
import { labelText, pickItem } from '../label-text.ts';
import type { SeenVault } from '../portfolio/seen-vaults.ts';
import { expiryThresholds } from '../settings.ts';
import { certificateWords } from '../tree/certificate-words.ts';

interface Found {
  readonly ref: CertificateRef;
  readonly item: InventoryItem;
}

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
          (told, signal) => search(app, text.trim(), told, signal),
        );
        if (failures.length > 0) app.errors.showSeveral(failures, t('Looking for certificates'));
        const ref = await pick(app, text, found);
        if (ref) await vscode.commands.executeCommand('kvcert.showCertificate', ref);
      }),
  };
}

/** Directory by directory; a vault that cannot be read hides no other. */
async function search(
  app: AppContext,
  text: string,
  told: (text: string) => void,
  signal: AbortSignal,
): Promise<{ readonly found: readonly Found[]; readonly failures: readonly Failure[] }> {
  const { t } = vscode.l10n;
  const found: Found[] = [];
  const failures: Failure[] = [];
  const byDirectory = Map.groupBy(app.portfolio.vaults(), ({ directory }) => directory);
  for (const [directory, seen] of byDirectory) {
    const names = seen.map(({ vault }) => vault.name);
    try {
      const engine = await directory.engine();
      const wish = { query: { text }, vaults: names };
      const look = await engine.search(wish, signal, (read) => {
        told(t('{0} certificates read', read));
      });
      found.push(...look.found.flatMap((item) => foundIn(seen, item)));
      failures.push(...look.failures.map(({ vault, error }) => ({ subject: vault, error })));
    } catch (error) {
      signal.throwIfAborted();
      failures.push({ subject: directory.tenant.name, error: asCertError(error) });
    }
  }
  return { found, failures };
}

function foundIn(seen: readonly SeenVault[], item: InventoryItem): readonly Found[] {
  const where = seen.find(({ vault }) => vault.name === item.vault);
  return where ? [{ item, ref: { ...refOf(where), name: item.name } }] : [];
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
