/** Which vaults renew by themselves while the editor runs: none, until the person chooses some. */
import * as vscode from 'vscode';
import type { AppContext } from '../app-context.ts';
import { pickItem } from '../label-text.ts';
import { vaultKey } from '../portfolio/portfolio-state.ts';
import { whyNoVault } from './nothing-to-choose.ts';

export async function chooseAutomaticVaults({ portfolio, settings }: AppContext): Promise<void> {
  await portfolio.load();
  const reason = whyNoVault(portfolio);
  if (reason) throw reason;
  const before = settings.get('renewal.automatic');
  const chosen = new Set(before.map((text) => text.trim().toLowerCase()));
  const vaults = [
    ...new Map(portfolio.vaults().map((seen) => [vaultKey(seen.vault.id), seen])).values(),
  ];
  const isChosen = ({ id, name }: { id: string; name: string }): boolean =>
    chosen.has(id.toLowerCase()) || chosen.has(name.toLowerCase());
  const picked = await vscode.window.showQuickPick(
    vaults.map(({ vault, subscription }) =>
      pickItem({
        ...{ label: vault.name, description: subscription?.name ?? '' },
        ...{ picked: isChosen(vault), vault },
      }),
    ),
    {
      title: vscode.l10n.t('Renew automatically in which vaults?'),
      placeHolder: vscode.l10n.t(
        'What is due there and was issued by ACME is renewed while the editor runs; you are told afterwards',
      ),
      canPickMany: true,
      matchOnDescription: true,
      ignoreFocusOut: true,
    },
  );
  if (!picked) return;
  // What is not in sight now was chosen once, and stays.
  const shown = vaults.map(({ vault }) => vault);
  const unseen = before.filter(
    (text) => !shown.some((vault) => isSameVault(vault, text.trim().toLowerCase())),
  );
  await settings.set('renewal.automatic', [...unseen, ...picked.map(({ vault }) => vault.id)]);
}

function isSameVault({ id, name }: { id: string; name: string }, text: string): boolean {
  return id.toLowerCase() === text || name.toLowerCase() === text;
}
