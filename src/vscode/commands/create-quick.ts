/**
 * Create Certificate (Quick): the fast way beside the form. Vault, DNS names, name and CA as native
 * quick picks and input boxes; everything else as the settings say.
 */
import * as vscode from 'vscode';
import { KNOWN_CAS, resolveCa } from '../../domain/certificate-authorities.ts';
import { parseCertificateName } from '../../domain/certificate-target.ts';
import { suggestedName, wishOf, type FormValues } from '../../domain/certificate-form.ts';
import { parseDnsNames } from '../../domain/dns-name.ts';
import type { AppContext } from '../app-context.ts';
import { labelText, pickItem } from '../label-text.ts';
import { problemOf } from '../problem-of-input.ts';
import type { SeenVault } from '../portfolio/seen-vaults.ts';
import type { Settings } from '../settings.ts';
import { whichVault } from './which-certificate.ts';
import { USUAL_POLICY_FIELDS } from '../../domain/policy-fields.ts';

export async function createQuickly(app: AppContext, given: unknown): Promise<void> {
  const seen = await whichVault(app, given);
  if (!seen) return;
  const dnsNames = await askForNames(seen);
  if (!dnsNames) return;
  const name = await askForName(seen, dnsNames);
  if (name === undefined) return;
  const ca = await askForCa(app.settings);
  if (ca === undefined) return;
  const wish = wishOf(valuesOf(app.settings, seen, { dnsNames, name, ca }));
  app.board.start(await seen.directory.engine(), seen.directory.key, wish);
}

function valuesOf(
  settings: Settings,
  { vault }: SeenVault,
  answers: Pick<FormValues, 'dnsNames' | 'name' | 'ca'>,
): FormValues {
  return {
    ...answers,
    vault: vault.name,
    profile: '',
    keyType: settings.get('defaults.keyType'),
    contentType: settings.get('defaults.contentType') === 'pem' ? 'pem' : 'pkcs12',
    exportable: true,
    reuseKey: false,
    tags: [],
    agreedTerms: '',
    rehearse: false,
    forceStaging: false,
    ...USUAL_POLICY_FIELDS,
  };
}

async function askForNames({ vault }: SeenVault): Promise<readonly string[] | undefined> {
  const typed = await vscode.window.showInputBox({
    title: labelText(vscode.l10n.t('Create a certificate in {0}', vault.name)),
    prompt: vscode.l10n.t('DNS names, separated by commas or spaces'),
    placeHolder: 'example.com, *.example.com',
    ignoreFocusOut: true,
    validateInput: (text) => problemOf(() => parseDnsNames(split(text))),
  });
  return typed === undefined ? undefined : split(typed);
}

async function askForName(
  { vault }: SeenVault,
  dnsNames: readonly string[],
): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: labelText(vscode.l10n.t('Create a certificate in {0}', vault.name)),
    prompt: vscode.l10n.t('Name of the certificate in the vault'),
    value: suggestedName(dnsNames[0] ?? ''),
    ignoreFocusOut: true,
    validateInput: (text) => problemOf(() => parseCertificateName(text.trim())),
  });
}

async function askForCa(settings: Settings): Promise<string | undefined> {
  const usual = settings.get('defaults.certificateAuthority');
  const others = KNOWN_CAS.map(({ id }) => id).filter((id) => id !== usual);
  const picked = await vscode.window.showQuickPick(
    [usual, ...others].map((choice) =>
      pickItem({
        label: resolveCa(choice).name,
        description: resolveCa(choice).directoryUrl,
        choice,
      }),
    ),
    {
      title: vscode.l10n.t('Which certificate authority is to issue it?'),
      ignoreFocusOut: true,
    },
  );
  return picked?.choice;
}

function split(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((name) => name !== '');
}
