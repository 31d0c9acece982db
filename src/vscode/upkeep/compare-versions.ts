/** *Compare Versions…*: where two versions of a certificate differ, as a page of text. */
import * as vscode from 'vscode';
import type { ComparedVersions } from '../../app/compare-versions.ts';
import type { CertificateVersion } from '../../domain/key-vault.ts';
import { describeVersionMember } from '../../domain/messages/version-difference.ts';
import { plainLine } from '../../domain/plain-text.ts';
import type { AppContext } from '../app-context.ts';
import { withCancellableProgress } from '../cancellable-progress.ts';
import type { CommandHandlers } from '../commands/register-commands.ts';
import { versionIn } from '../commands/version-given.ts';
import { seenVault, whichCertificate } from '../commands/which-certificate.ts';
import { labelText, pickItem } from '../label-text.ts';
import { expiryThresholds } from '../settings.ts';
import { certificateWords } from '../tree/certificate-words.ts';
import { tell } from './ask-and-tell.ts';

export function compareCommands(app: AppContext): CommandHandlers<'kvcert.compareVersions'> {
  const { t } = vscode.l10n;
  return {
    'kvcert.compareVersions': (given) =>
      app.errors.guard(t('Comparing versions'), async () => {
        const ref = await whichCertificate(app, given);
        if (!ref) return;
        const { vault, directory } = seenVault(app, ref);
        const certificate = `${ref.vault}/${ref.name}`;
        const engine = await directory.engine();
        const all = await withCancellableProgress(t('Reading {0}', certificate), (_told, signal) =>
          engine.versions(vault, ref.name, signal),
        );
        const versions = all.filter(({ thumbprint }) => thumbprint !== undefined);
        if (versions.length < 2) {
          tell(t('{0} has one version only: there is nothing to compare.', certificate));
          return;
        }
        const title = t('Compare versions of {0}', certificate);
        const pick = (placeHolder: string, those: readonly CertificateVersion[]) =>
          pickVersion(app, title, placeHolder, those);
        const first = versionIn(given) ?? (await pick(t('The first one'), versions));
        if (first === undefined) return;
        const others = versions.filter(({ version }) => version !== first);
        const second = await pick(t('The one to compare it with'), others);
        if (second === undefined) return;
        const place = { vault, name: ref.name };
        const compared = await withCancellableProgress(
          t('Reading {0}', certificate),
          (_told, signal) => engine.compareVersions(place, [first, second], signal),
        );
        const content = comparedLines(compared).map(plainLine).join('\n');
        const document = await vscode.workspace.openTextDocument({ content });
        await vscode.window.showTextDocument(document, { preview: true });
      }),
  };
}

async function pickVersion(
  app: Pick<AppContext, 'settings' | 'clock'>,
  title: string,
  placeHolder: string,
  versions: readonly CertificateVersion[],
): Promise<string | undefined> {
  const now = new Date(app.clock.now());
  const thresholds = expiryThresholds(app.settings);
  const items = versions.map((version) => {
    const summary = { ...version, name: '', vault: '', tags: {} };
    const { short } = certificateWords(summary, now, thresholds, vscode.l10n.t);
    return pickItem({ label: version.version, description: short, version: version.version });
  });
  const options = { title: labelText(title), placeHolder, matchOnDescription: true };
  return (await vscode.window.showQuickPick(items, options))?.version;
}

function comparedLines({ vault, name, versions, differences }: ComparedVersions) {
  const { t } = vscode.l10n;
  const [one, other] = versions;
  const rows = differences.flatMap(({ of, one: before, other: after }) => [
    '',
    describeVersionMember(of, t),
    `- ${before.join(', ')}`,
    `+ ${after.join(', ')}`,
  ]);
  return [
    `${vault}/${name}`,
    t('- version {0}', one),
    t('+ version {0}', other),
    ...(rows.length > 0 ? rows : ['', t('They are the same.')]),
  ];
}
