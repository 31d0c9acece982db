/** *Delete Certificate…*, *Recover Deleted Certificate…*, *Purge Deleted Certificate…*. */
import * as vscode from 'vscode';
import type { Engine } from '../../app/engine.ts';
import type { Deleted } from '../../app/upkeep/deletion.ts';
import type { DeletedCertificate } from '../../domain/certificate-upkeep.ts';
import { describeNote } from '../../domain/messages/issuance-news.ts';
import type { AppContext } from '../app-context.ts';
import { withCancellableProgress } from '../cancellable-progress.ts';
import { isNamedCertificate, type CertificateRef } from '../certificate-ref.ts';
import { labelText, pickItem } from '../label-text.ts';
import { notificationText } from '../notification-text.ts';
import type { SeenVault } from '../portfolio/seen-vaults.ts';
import type { CommandHandlers } from '../commands/register-commands.ts';
import { seenVault, whichCertificate, whichVault } from '../commands/which-certificate.ts';
import { confirmed, tell } from './ask-and-tell.ts';
import { dayOf, deletionDetail } from './upkeep-words.ts';

export function deleteCommands(
  app: AppContext,
): CommandHandlers<
  'kvcert.deleteCertificate' | 'kvcert.recoverCertificate' | 'kvcert.purgeCertificate'
> {
  const { t } = vscode.l10n;
  return {
    'kvcert.deleteCertificate': (given) =>
      app.errors.guard(t('Deleting a certificate'), async () => {
        const ref = await whichCertificate(app, given);
        if (!ref) return;
        const seen = seenVault(app, ref);
        const engine = await seen.directory.engine();
        const certificate = `${ref.vault}/${ref.name}`;
        const deletion = await withCancellableProgress(
          t('Reading {0}', certificate),
          (_told, signal) => engine.upkeep.deletion({ vault: seen.vault, name: ref.name }, signal),
        );
        const isMeant = await confirmed(
          t('Delete {0}?', certificate),
          deletionDetail(deletion, t),
          t('Delete'),
        );
        if (!isMeant) return;
        const deleted = await withCancellableProgress(
          t('Deleting {0}', certificate),
          (told, signal) => deletion.carryOut(teller(app, told), signal),
        );
        void app.portfolio.listings.list(seen);
        tellDeleted(ref, deleted);
      }),

    'kvcert.recoverCertificate': (given) =>
      app.errors.guard(t('Recovering a certificate'), async () => {
        const chosen = await whichDeleted(app, given, (vault) =>
          t('Recover which certificate of {0}?', vault),
        );
        if (!chosen) return;
        const { seen, deleted, certificate } = chosen;
        await withCancellableProgress(t('Recovering {0}', certificate), (told, signal) =>
          deleted.recover(teller(app, told), signal),
        );
        await app.portfolio.listings.list(seen);
        tell(t('{0} is there again.', certificate));
      }),

    'kvcert.purgeCertificate': (given) =>
      app.errors.guard(t('Purging a certificate'), async () => {
        const chosen = await whichDeleted(app, given, (vault) =>
          t('Purge which certificate of {0}?', vault),
        );
        if (!chosen) return;
        const { deleted, certificate } = chosen;
        const detail = t('It is gone for ever then, with all its versions and keys.');
        if (!(await confirmed(t('Purge {0}?', certificate), detail, t('Purge')))) return;
        await withCancellableProgress(t('Purging {0}', certificate), (told, signal) =>
          deleted.purge(teller(app, told), signal),
        );
        tell(t('{0} is gone for ever; its name is free.', certificate));
      }),
  };
}

interface Chosen {
  readonly seen: SeenVault;
  readonly deleted: Deleted;
  readonly certificate: string;
}

/** The one that an error names, else one that the person picks. */
async function whichDeleted(
  app: AppContext,
  given: unknown,
  question: (vault: string) => string,
): Promise<Chosen | undefined> {
  // A deleted certificate of the tree, or the names that an error has.
  const ref: unknown =
    typeof given === 'object' && given !== null && 'ref' in given ? given.ref : given;
  const named = isNamedCertificate(ref) ? await whichCertificate(app, ref) : undefined;
  const seen = named ? seenVault(app, named) : await whichVault(app, given);
  if (!seen) return undefined;
  const engine = await seen.directory.engine();
  const name = named?.name ?? (await pickDeleted(app, engine, seen, question));
  if (name === undefined) return undefined;
  const certificate = `${seen.vault.name}/${name}`;
  const deleted = await withCancellableProgress(
    vscode.l10n.t('Reading {0}', certificate),
    (told, signal) =>
      engine.upkeep.findDeleted({ vault: seen.vault, name }, signal, teller(app, told)),
  );
  return { seen, deleted, certificate };
}

/** undefined: the person has picked none. */
async function pickDeleted(
  app: AppContext,
  engine: Pick<Engine, 'upkeep'>,
  { vault }: SeenVault,
  question: (vault: string) => string,
): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const items = (async () => {
    const all: DeletedCertificate[] = [];
    for await (const page of engine.upkeep.deleted(vault, app.portfolio.signal)) all.push(...page);
    return all
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map(({ name, deletedOn, purgedOn }) =>
        pickItem({
          label: name,
          description: deletedOn ? t('deleted on {0}', dayOf(deletedOn)) : '',
          detail: purgedOn ? t('kept until {0}', dayOf(purgedOn)) : '',
          name,
        }),
      );
  })();
  const picked = await vscode.window.showQuickPick(items, {
    title: labelText(question(vault.name)),
    placeHolder: t('Deleted certificates; what was deleted seconds ago is not among them yet'),
  });
  return picked?.name;
}

function tellDeleted(ref: CertificateRef, { purgedOn }: DeletedCertificate): void {
  const { t } = vscode.l10n;
  const certificate = `${ref.vault}/${ref.name}`;
  if (purgedOn === undefined) {
    tell(t('{0} is deleted for ever.', certificate));
    return;
  }
  const recover = t('Recover');
  const until = dayOf(purgedOn);
  const sentence = t('{0} is deleted; it can be recovered until {1}.', certificate, until);
  const { directory, vault, name } = ref;
  // Nobody waits for the answer.
  void vscode.window.showInformationMessage(notificationText(sentence), recover).then((answer) => {
    if (answer !== recover) return;
    void vscode.commands.executeCommand('kvcert.recoverCertificate', { directory, vault, name });
  });
}

function teller(
  app: Pick<AppContext, 'log'>,
  told: (text: string) => void,
): Parameters<Deleted['purge']>[0] {
  return {
    note: (note) => {
      const sentence = describeNote(note, vscode.l10n.t);
      if (note.kind === 'vault-takes-time') told(sentence);
      else app.log.warn(sentence);
    },
  };
}
