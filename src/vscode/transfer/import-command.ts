/** *Import Certificate…*: a file with a key becomes a certificate, or a new version of one. */
import * as vscode from 'vscode';
import type { Engine } from '../../app/engine.ts';
import type { Importing, ImportWish } from '../../app/transfer/import-file.ts';
import { suggestedName } from '../../domain/certificate-form.ts';
import { parseCertificateName } from '../../domain/certificate-target.ts';
import { CertError, isCertError } from '../../domain/errors.ts';
import { describeNote } from '../../domain/messages/issuance-news.ts';
import type { AppContext } from '../app-context.ts';
import { withCancellableProgress } from '../cancellable-progress.ts';
import { isCertificateRef } from '../certificate-ref.ts';
import type { CommandHandlers } from '../commands/register-commands.ts';
import { seenVault, whichVault } from '../commands/which-certificate.ts';
import { labelText } from '../label-text.ts';
import type { SeenVault } from '../portfolio/seen-vaults.ts';
import { problemOf } from '../problem-of-input.ts';
import { confirmed, tell } from '../upkeep/ask-and-tell.ts';
import { openKeyFile } from './open-key-file.ts';
import { importDetail } from './transfer-words.ts';

export function importCommands(app: AppContext): CommandHandlers<'kvcert.importCertificate'> {
  const { t } = vscode.l10n;
  return {
    'kvcert.importCertificate': (given) =>
      app.errors.guard(t('Importing a certificate'), async () => {
        const chosen = await whichPlace(app, given);
        if (!chosen) return;
        const { seen, name: existing } = chosen;
        const engine = await seen.directory.engine();
        const { vault } = seen;
        const opened = await openKeyFile(
          engine.transfer,
          t('Import a certificate with its key into {0}', vault.name),
        );
        if (!opened) return;
        if ('problem' in opened) {
          const { name: file, problem } = opened;
          const name = existing ?? (suggestedName(file) || t('certificate'));
          throw new CertError('ImportFileUnusable', { vault: vault.name, name, file, problem });
        }
        const { file, leaf } = opened;
        const name = existing ?? (await askForName(seen, file.name, leaf.subject));
        if (name === undefined) return;
        const importing = await prepared(engine, { target: { vault, name }, file }, seen, existing);
        if (!importing) return;
        const certificate = `${vault.name}/${name}`;
        const isMeant = await confirmed(
          importing.replaces === undefined
            ? t('Import {0} as {1}?', file.name, certificate)
            : t('Import {0} as a new version of {1}?', file.name, certificate),
          importDetail(importing, t),
          t('Import'),
        );
        if (!isMeant) return;
        const note: Parameters<Importing['carryOut']>[0]['note'] = (told) => {
          app.log.warn(describeNote(told, t));
        };
        const { version, notAfter } = await withCancellableProgress(
          t('Importing {0}', certificate),
          (_told, signal) => importing.carryOut({ note }, signal),
        );
        await app.portfolio.listings.list(seen);
        tell(
          t(
            '{0} is imported: version {1}, valid until {2}.',
            certificate,
            version,
            dayOf(notAfter),
          ),
        );
      }),
  };
}

/** A vault, or a certificate that gets a new version. */
async function whichPlace(
  app: AppContext,
  given: unknown,
): Promise<{ readonly seen: SeenVault; readonly name?: string } | undefined> {
  const ref: unknown =
    typeof given === 'object' && given !== null && 'ref' in given ? given.ref : given;
  if (isCertificateRef(ref)) return { seen: seenVault(app, ref), name: ref.name };
  const seen = await whichVault(app, given);
  return seen && { seen };
}

async function askForName(
  { vault }: SeenVault,
  file: string,
  subject: string,
): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const name = await vscode.window.showInputBox({
    title: labelText(t('Import {0} into {1}', file, vault.name)),
    prompt: t('Name of the certificate in the vault'),
    value: suggestedName(/CN=([^,]+)/.exec(subject)?.[1] ?? ''),
    ignoreFocusOut: true,
    validateInput: (text) => problemOf(() => parseCertificateName(text.trim())),
  });
  return name?.trim();
}

/** Of a name that is taken, a new version, if that is what the person wants. */
async function prepared(
  engine: Pick<Engine, 'transfer'>,
  wish: ImportWish,
  seen: SeenVault,
  existing: string | undefined,
): Promise<Importing | undefined> {
  const { t } = vscode.l10n;
  const { name } = wish.target;
  const certificate = `${seen.vault.name}/${name}`;
  const prepare = (more: Partial<ImportWish>): Thenable<Importing> =>
    withCancellableProgress(t('Reading {0}', certificate), (_told, signal) =>
      engine.transfer.importing({ ...wish, ...more }, signal),
    );
  if (existing !== undefined) return prepare({ newVersion: true });
  try {
    const first = await prepare({});
    const more = await askForFate(seen, certificate);
    if (!more) return undefined;
    return first.key.exportable === more.exportable ? first : await prepare(more);
  } catch (error) {
    if (!isCertError(error, 'CertificateExists')) throw error;
    const detail = t('It keeps its policy, its tags and its older versions.');
    const question = t('{0} is there already. Import a new version of it?', certificate);
    if (!(await confirmed(question, detail, t('New Version')))) return undefined;
    return prepare({ newVersion: true });
  }
}

type Fate = Pick<ImportWish, 'exportable' | 'hsm'>;

/** What Key Vault never allows to be changed afterwards. */
async function askForFate({ vault }: SeenVault, certificate: string): Promise<Fate | undefined> {
  const { t } = vscode.l10n;
  const items: (vscode.QuickPickItem & { readonly fate: Fate })[] = [
    {
      label: t('No, it stays in the vault'),
      detail: t(
        'For what signs with the key inside of the vault; a certificate without its key can be read',
      ),
      fate: { exportable: false },
    },
    {
      label: t('Yes, whoever may read secrets gets it'),
      detail: t('App Service, Application Gateway and whatever else serves TLS with it needs that'),
      fate: { exportable: true },
    },
  ];
  if (vault.tier === 'premium') {
    items.push({
      label: t("Never: into the vault's HSM"),
      detail: t('It is kept in hardware'),
      fate: { exportable: false, hsm: true },
    });
  }
  const picked = await vscode.window.showQuickPick(items, {
    title: labelText(t('May the private key of {0} leave the vault again?', certificate)),
    placeHolder: t('That cannot be changed later'),
    ignoreFocusOut: true,
  });
  return picked?.fate;
}

function dayOf(iso: string): string {
  return iso.slice(0, 10);
}
