/** Creating, renewing, showing: what the extension is for. */
import * as vscode from 'vscode';
import type { AppContext } from '../app-context.ts';
import type { CertificateRef } from '../certificate-ref.ts';
import type { Details } from '../details/register-details.ts';
import type { DueWatch } from '../expiry/due-watch.ts';
import { openForm } from '../form/register-forms.ts';
import { pickItem } from '../label-text.ts';
import { renewSeveral } from '../operations/renew-several.ts';
import { certificateWords } from '../tree/certificate-words.ts';
import { expiryThresholds } from '../settings.ts';
import { chooseAutomaticVaults } from './choose-automatic-vaults.ts';
import { ALL_DUE } from './command-map.ts';
import { whyNoVault } from './nothing-to-choose.ts';
import { renewAllDue } from './renew-all-due.ts';
import type { CommandHandlers } from './register-commands.ts';
import { certificatesIn, selectedIn, type Selecting } from './selected-certificates.ts';
import { refOf, whichCertificate, whichVault } from './which-certificate.ts';

type Ids =
  | 'kvcert.createCertificate'
  | 'kvcert.createCertificateQuick'
  | 'kvcert.renewCertificate'
  | 'kvcert.editPolicyFields'
  | 'kvcert.renewSelected'
  | 'kvcert.renewAllDue'
  | 'kvcert.chooseAutomaticRenewal'
  | 'kvcert.showCertificate';

export function issueCommands(
  app: AppContext,
  due: DueWatch,
  details: Details,
  /** Where certificates can be selected, the one that counts first first. */
  views: readonly Selecting[],
): CommandHandlers<Ids> {
  const { errors } = app;
  return {
    'kvcert.createCertificate': (where) =>
      errors.guard(vscode.l10n.t('Opening the form'), async () => {
        // The form itself asks for the vault where none was given.
        const seen = where === undefined ? undefined : await whichVault(app, where);
        await openForm(app, { mode: 'create', ...(seen ? { vault: refOf(seen) } : {}) });
      }),
    'kvcert.createCertificateQuick': (where) =>
      errors.guard(vscode.l10n.t('Creating a certificate'), async () => {
        const { createQuickly } = await import('../on-demand.ts');
        await createQuickly(app, where);
      }),
    'kvcert.renewCertificate': (which) =>
      errors.guard(vscode.l10n.t('Opening the form'), async () => {
        const ref = await whichCertificate(app, which);
        if (ref) await openForm(app, { mode: 'renew', ref });
      }),
    'kvcert.editPolicyFields': (which) =>
      errors.guard(vscode.l10n.t('Opening the form'), async () => {
        const ref = await whichCertificate(app, which);
        if (ref) await openForm(app, { mode: 'policy', ref });
      }),
    'kvcert.renewSelected': (which, all) =>
      errors.guard(vscode.l10n.t('Renewing certificates'), async () => {
        const given = certificatesIn(all ?? [which]);
        // From the palette and from the title of a view nothing comes.
        const meant = given.length > 0 || which === ALL_DUE ? given : selectedIn(views);
        const chosen = meant.length > 0 ? meant : await pickDue(app, due);
        const [only, ...others] = chosen;
        if (only && others.length === 0) await openForm(app, { mode: 'renew', ref: only });
        else await renewSeveral({ ...app, t: vscode.l10n.t }, chosen);
      }),
    'kvcert.renewAllDue': () =>
      errors.guard(vscode.l10n.t('Renewing certificates'), () => renewAllDue(app, due)),
    'kvcert.chooseAutomaticRenewal': () =>
      errors.guard(vscode.l10n.t('Choosing vaults that renew by themselves'), () =>
        chooseAutomaticVaults(app),
      ),
    'kvcert.showCertificate': (which) =>
      errors.guard(vscode.l10n.t('Showing a certificate'), async () => {
        const ref = await whichCertificate(app, which);
        if (ref) await details.open(ref);
      }),
  };
}

/** All that are due are preselected; empty: the person has chosen none. */
async function pickDue(app: AppContext, due: DueWatch): Promise<readonly CertificateRef[]> {
  const now = new Date(app.clock.now());
  const thresholds = expiryThresholds(app.settings);
  const [only, ...others] = due.certificates;
  if (!only) {
    await app.portfolio.load();
    const reason = whyNoVault(app.portfolio);
    if (reason) throw reason;
    void vscode.window.showInformationMessage(vscode.l10n.t('No certificate is known to be due.'));
    return [];
  }
  if (others.length === 0) return [only.ref];
  const picked = await vscode.window.showQuickPick(
    due.certificates.map(({ ref, certificate }) =>
      pickItem({
        label: ref.name,
        description: ref.vault,
        detail: certificateWords(certificate, now, thresholds, vscode.l10n.t).short,
        picked: true,
        ref,
      }),
    ),
    {
      title: vscode.l10n.t('Renew which certificates?'),
      placeHolder: vscode.l10n.t('Each is renewed with the names, key and CA that it has'),
      canPickMany: true,
      matchOnDescription: true,
      ignoreFocusOut: true,
    },
  );
  return (picked ?? []).map(({ ref }) => ref);
}
