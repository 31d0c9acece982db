/** *Enable Version*, *Disable Version…*, *Edit Tags…*. */
import * as vscode from 'vscode';
import type { Engine } from '../../app/engine.ts';
import type { Switching } from '../../app/upkeep/switch-version.ts';
import { ownerTags } from '../../domain/owner-tags.ts';
import { describeNote } from '../../domain/messages/issuance-news.ts';
import type { AppContext } from '../app-context.ts';
import { withCancellableProgress } from '../cancellable-progress.ts';
import type { CommandHandlers } from '../commands/register-commands.ts';
import { versionIn } from '../commands/version-given.ts';
import { seenVault, whichCertificate } from '../commands/which-certificate.ts';
import { labelText, pickItem } from '../label-text.ts';
import { confirmed, tell } from './ask-and-tell.ts';
import { disablingDetail } from './upkeep-words.ts';

type Ids = 'kvcert.enableVersion' | 'kvcert.disableVersion' | 'kvcert.editTags';

export function versionCommands(app: AppContext): CommandHandlers<Ids> {
  const { t } = vscode.l10n;
  return {
    'kvcert.enableVersion': (given) =>
      app.errors.guard(t('Enabling a version'), () => switchVersion(app, given, true)),
    'kvcert.disableVersion': (given) =>
      app.errors.guard(t('Disabling a version'), () => switchVersion(app, given, false)),
    'kvcert.editTags': (given) =>
      app.errors.guard(t('Editing the tags'), async () => {
        const ref = await whichCertificate(app, given);
        if (!ref) return;
        const seen = seenVault(app, ref);
        const engine = await seen.directory.engine();
        const place = { vault: seen.vault, name: ref.name };
        const certificate = `${ref.vault}/${ref.name}`;
        const change = await askForChange(app, engine, place, certificate);
        if (!change) return;
        await withCancellableProgress(t('Writing the tags of {0}', certificate), (_told, signal) =>
          engine.upkeep.changeTags(place, change, signal),
        );
        await app.portfolio.listings.list(seen);
        tell(t('The tags of {0} are written.', certificate));
      }),
  };
}

/** Of the version that the tree has given, else of the newest. */
async function switchVersion(app: AppContext, given: unknown, enabled: boolean): Promise<void> {
  const { t } = vscode.l10n;
  const ref = await whichCertificate(app, given);
  if (!ref) return;
  const seen = seenVault(app, ref);
  const engine = await seen.directory.engine();
  const place = { vault: seen.vault, name: ref.name };
  const version = versionIn(given);
  const wish = { place, enabled, ...(version === undefined ? {} : { version }) };
  const certificate = `${ref.vault}/${ref.name}`;
  const switching = await withCancellableProgress(t('Reading {0}', certificate), (_told, signal) =>
    engine.upkeep.switching(wish, signal),
  );
  if (switching.already) {
    tell(isNow(switching, enabled));
    return;
  }
  const question = t('Disable a version of {0}?', certificate);
  if (!enabled && !(await confirmed(question, disablingDetail(switching, t), t('Disable')))) return;
  const note: Parameters<Switching['carryOut']>[0]['note'] = (told) => {
    app.log.warn(describeNote(told, t));
  };
  await withCancellableProgress(
    enabled ? t('Enabling {0}', certificate) : t('Disabling {0}', certificate),
    (_told, signal) => switching.carryOut({ note }, signal),
  );
  await app.portfolio.listings.list(seen);
  tell(isNow(switching, enabled));
}

function isNow({ vault, name, version }: Switching, enabled: boolean): string {
  const { t } = vscode.l10n;
  const certificate = `${vault}/${name}`;
  return enabled
    ? t('Version {0} of {1} is enabled.', version, certificate)
    : t('Version {0} of {1} is disabled.', version, certificate);
}

type TagChange = Parameters<Engine['upkeep']['changeTags']>[1];
type Place = Parameters<Engine['upkeep']['changeTags']>[0];

/** undefined: the person has changed nothing. This product's own tags are not among them. */
async function askForChange(
  app: AppContext,
  engine: Pick<Engine, 'show'>,
  place: Place,
  certificate: string,
): Promise<TagChange | undefined> {
  const { t } = vscode.l10n;
  const items = engine
    .show(place, app.portfolio.signal)
    .then(({ bundle }) => [
      { label: t('$(add) Add a tag…'), tag: undefined },
      ...Object.entries(ownerTags(bundle.tags)).map(([name, value]) =>
        pickItem({ label: name, description: value, tag: { name, value } }),
      ),
    ]);
  const picked = await vscode.window.showQuickPick(items, {
    title: labelText(t('Tags of {0}', certificate)),
    placeHolder: t('A tag to change or to remove, or a new one'),
    matchOnDescription: true,
  });
  if (!picked) return undefined;
  const name = picked.tag?.name ?? (await askForName());
  if (name === undefined) return undefined;
  const value = await vscode.window.showInputBox({
    title: labelText(t('Value of the tag {0}', name)),
    prompt: picked.tag ? t('Empty: the tag is removed') : t('At most 256 characters'),
    value: picked.tag?.value ?? '',
  });
  if (value === undefined) return undefined;
  return picked.tag && value === ''
    ? { set: [], remove: [name] }
    : { set: [{ name, value }], remove: [] };
}

async function askForName(): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const name = await vscode.window.showInputBox({
    title: t('Name of the new tag'),
    prompt: t('At most 256 characters; their case means nothing to Azure'),
  });
  return name === '' ? undefined : name;
}
