/** *Show History*: what was done from this machine, of one certificate or of all. */
import * as vscode from 'vscode';
import type { History, HistoryReading } from '../../app/history.ts';
import type { HistoryEntry } from '../../domain/history.ts';
import { utc } from '../../domain/messages/explanation.ts';
import { describeDeed, describeOccasion } from '../../domain/messages/history.ts';
import type { AppContext } from '../app-context.ts';
import { isCertificateRef } from '../certificate-ref.ts';
import { pickItem } from '../label-text.ts';
import type { CommandId } from './command-map.ts';
import type { CommandHandlers } from './register-commands.ts';

export function historyCommands(
  { errors }: Pick<AppContext, 'errors'>,
  history: Pick<History, 'read'>,
): CommandHandlers<'kvcert.showHistory'> {
  return {
    'kvcert.showHistory': (which) =>
      errors.guard(vscode.l10n.t('Showing the history'), async () => {
        const named = typeof which === 'object' && 'ref' in which ? which.ref : which;
        const only = isCertificateRef(named) ? named : undefined;
        const filter = only ? { vault: only.vault, name: only.name } : {};
        const picked = await pick(await history.read(filter), only && `${only.vault}/${only.name}`);
        if (!picked) return;
        const { vault, name } = picked;
        const show: CommandId = 'kvcert.showCertificate';
        await vscode.commands.executeCommand(show, { vault, name });
      }),
  };
}

/** undefined: the person has only looked. */
async function pick(
  { entries, damaged }: HistoryReading,
  only: string | undefined,
): Promise<HistoryEntry | undefined> {
  if (entries.length === 0) {
    void vscode.window.showInformationMessage(
      only === undefined
        ? vscode.l10n.t('Nothing was issued from this machine yet.')
        : vscode.l10n.t('Nothing was done to this certificate from this machine yet.'),
    );
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(
    entries.map((entry) => pickItem({ ...wordsOf(entry), entry })),
    {
      title: vscode.l10n.t('History of this machine'),
      placeHolder:
        damaged === 0
          ? vscode.l10n.t('Choose an entry to see its certificate')
          : vscode.l10n.t('{0} lines of the history cannot be read and are left out', damaged),
      matchOnDescription: true,
      matchOnDetail: true,
    },
  );
  return picked?.entry;
}

function wordsOf(entry: HistoryEntry): { label: string; description: string; detail: string } {
  const { t } = vscode.l10n;
  const { vault, name, ca, profile, version, notAfter, by, user } = entry;
  const parts = [
    describeOccasion(entry.occasion, t),
    ca === undefined ? '' : [ca, profile].filter((part) => part !== undefined).join(' '),
    user ?? by ?? '',
    notAfter === undefined ? '' : t('expires {0}', notAfter.slice(0, 10)),
    version === undefined ? '' : t('version {0}', version),
  ];
  return {
    label: `${vault}/${name}`,
    description: `${describeDeed(entry, t)} · ${utc(entry.at)}`,
    detail: parts.filter(Boolean).join(' · '),
  };
}
