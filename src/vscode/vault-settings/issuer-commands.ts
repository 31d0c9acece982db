/** *Manage Issuers…*: a vault's accounts at CAs, which it orders from by itself. */
import * as vscode from 'vscode';
import type { Engine } from '../../app/engine.ts';
import type { IssuerChange } from '../../domain/certificate-issuers.ts';
import { formatAdministrator, parseAdministrator } from '../../domain/issuer-administrator.ts';
import type { AppContext } from '../app-context.ts';
import { withCancellableProgress } from '../cancellable-progress.ts';
import type { CommandHandlers } from '../commands/register-commands.ts';
import { refOf, whichVault } from '../commands/which-certificate.ts';
import { labelText, pickItem } from '../label-text.ts';
import type { SeenVault } from '../portfolio/seen-vaults.ts';
import type { VaultsTree } from '../tree/vaults-tree.ts';
import { confirmed, tell } from '../upkeep/ask-and-tell.ts';
import { issuerLines } from './setting-words.ts';

/** What Key Vault can order from by itself (documented). */
const PROVIDERS: readonly string[] = ['DigiCert', 'GlobalSign'];

/** A vault's issuer. */
interface Meant {
  readonly issuers: Engine['issuers'];
  readonly seen: SeenVault;
  readonly name: string;
}

/** True where something has changed. */
type Work = (meant: Meant) => Promise<boolean>;

export function issuerCommands(
  app: AppContext,
  tree: Pick<VaultsTree, 'showDrawer'>,
): CommandHandlers<'kvcert.manageIssuers'> {
  const { t } = vscode.l10n;
  return {
    'kvcert.manageIssuers': (given) =>
      app.errors.guard(t('Managing issuers'), async () => {
        const seen = await whichVault(app, given);
        if (!seen) return;
        const { issuers } = await seen.directory.engine();
        const name = issuerIn(given);
        const work =
          name === undefined
            ? await pickWork(app, issuers, seen)
            : await pickDeed({ issuers, seen, name });
        if (work && (await work())) tree.showDrawer(refOf(seen), 'issuers');
      }),
  };
}

function issuerIn(given: unknown): string | undefined {
  if (typeof given !== 'object' || given === null || !('issuer' in given)) return undefined;
  const { issuer } = given;
  if (typeof issuer !== 'object' || issuer === null || !('name' in issuer)) return undefined;
  return typeof issuer.name === 'string' ? issuer.name : undefined;
}

/** A new issuer, or one of those that there are. */
async function pickWork(
  app: AppContext,
  issuers: Engine['issuers'],
  seen: SeenVault,
): Promise<(() => Promise<boolean>) | undefined> {
  const { t } = vscode.l10n;
  const items = issuers
    .list(seen.vault, app.portfolio.signal)
    .then((all) => [
      { label: t('$(add) New issuer…'), name: undefined },
      ...all.map(({ name, provider }) => pickItem({ label: name, description: provider, name })),
    ]);
  const picked = await vscode.window.showQuickPick(items, {
    title: labelText(t('Issuers of {0}', seen.vault.name)),
    placeHolder: t('Accounts at certification authorities that the vault orders from by itself'),
    matchOnDescription: true,
  });
  if (!picked) return undefined;
  const { name } = picked;
  return name === undefined ? () => create(issuers, seen) : pickDeed({ issuers, seen, name });
}

async function pickDeed(meant: Meant): Promise<(() => Promise<boolean>) | undefined> {
  const { t } = vscode.l10n;
  const deeds: readonly (vscode.QuickPickItem & { readonly work: Work })[] = [
    { label: t('$(info) Show Details'), work: show },
    { label: t('$(key) Change Account…'), work: changeAccount },
    { label: t('$(organization) Change Organization…'), work: changeOrganization },
    { label: t('$(person) Change Administrators…'), work: changeAdministrators },
    { label: t('$(circle-slash) Enable or Disable'), work: toggle },
    { label: t('$(trash) Delete…'), work: remove },
  ];
  const picked = await vscode.window.showQuickPick(deeds, {
    title: labelText(t('Issuer {0} of {1}', meant.name, meant.seen.vault.name)),
  });
  return picked && (() => picked.work(meant));
}

async function create(issuers: Engine['issuers'], seen: SeenVault): Promise<boolean> {
  const { t } = vscode.l10n;
  const title = labelText(t('New issuer of {0}', seen.vault.name));
  const provider = await vscode.window.showQuickPick(PROVIDERS, {
    title,
    placeHolder: t('Who issues?'),
    ignoreFocusOut: true,
  });
  if (provider === undefined) return false;
  const name = await vscode.window.showInputBox({
    title,
    prompt: t('Name of the issuer, as policies are to name it'),
    value: `${provider.toLowerCase()}-1`,
    ignoreFocusOut: true,
  });
  if (name === undefined) return false;
  const account = await askForAccount(title, '');
  if (!account) return false;
  const organizationId = await askForOrganization(title, '');
  if (organizationId === undefined) return false;
  await withCancellableProgress(t('Creating the issuer {0}', name), (_told, signal) =>
    issuers.create(
      { vault: seen.vault, name },
      { ...account, provider, ...(organizationId === '' ? {} : { organizationId }) },
      signal,
    ),
  );
  tell(t('{0} has the issuer {1}.', seen.vault.name, name));
  return true;
}

const read = ({ issuers, seen, name }: Meant) =>
  withCancellableProgress(vscode.l10n.t('Reading the issuer {0}', name), (_told, signal) =>
    issuers.show({ vault: seen.vault, name }, signal),
  );

async function show(meant: Meant): Promise<boolean> {
  const { t } = vscode.l10n;
  const items = issuerLines(await read(meant), t).map(({ label, value }) =>
    pickItem({ label, description: value, value }),
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: labelText(t('Issuer {0} of {1}', meant.name, meant.seen.vault.name)),
    placeHolder: t('Choose a line to copy it'),
    matchOnDescription: true,
  });
  if (picked) await vscode.env.clipboard.writeText(picked.value);
  return false;
}

async function change({ issuers, seen, name }: Meant, what: IssuerChange): Promise<boolean> {
  const { t } = vscode.l10n;
  await withCancellableProgress(t('Changing the issuer {0}', name), (_told, signal) =>
    issuers.update({ vault: seen.vault, name }, what, signal),
  );
  tell(t('The issuer {0} of {1} is changed.', name, seen.vault.name));
  return true;
}

async function changeAccount(meant: Meant): Promise<boolean> {
  const { accountId = '' } = await read(meant);
  const account = await askForAccount(titleOf(meant), accountId);
  return account ? change(meant, account) : false;
}

async function changeOrganization(meant: Meant): Promise<boolean> {
  const { organizationId: before = '' } = await read(meant);
  const organizationId = await askForOrganization(titleOf(meant), before);
  return organizationId === undefined ? false : change(meant, { organizationId });
}

async function changeAdministrators(meant: Meant): Promise<boolean> {
  const { t } = vscode.l10n;
  const before = (await read(meant)).administrators.map(formatAdministrator).join('; ');
  const typed = await vscode.window.showInputBox({
    title: titleOf(meant),
    prompt: t('Whom the provider reaches, separated by semicolons; empty: nobody'),
    placeHolder: t('Anna Ash <anna@example.com> +1 555 0100; bob@example.com'),
    value: before,
    ignoreFocusOut: true,
    validateInput: (text) => {
      const wrong = persons(text).find((one) => parseAdministrator(one) === undefined);
      return wrong === undefined
        ? null
        : labelText(t('There is no e-mail address in "{0}"', wrong));
    },
  });
  if (typed === undefined) return false;
  const administrators = persons(typed)
    .map(parseAdministrator)
    .filter((administrator) => administrator !== undefined);
  return change(meant, { administrators });
}

async function toggle(meant: Meant): Promise<boolean> {
  const { enabled } = await read(meant);
  return change(meant, { enabled: !enabled });
}

async function remove(meant: Meant): Promise<boolean> {
  const { t } = vscode.l10n;
  const { issuers, seen, name } = meant;
  const { provider } = await read(meant);
  const question = t('Delete the issuer {0} of {1}?', name, seen.vault.name);
  const detail = t(
    'Policies that name it stay, and nothing is renewed by it any more. The account at {0} stays.',
    provider,
  );
  if (!(await confirmed(question, detail, t('Delete')))) return false;
  await withCancellableProgress(t('Deleting the issuer {0}', name), (_told, signal) =>
    issuers.delete({ vault: seen.vault, name }, signal),
  );
  tell(t('{0} has no issuer {1} any more.', seen.vault.name, name));
  return true;
}

/** The password goes to Key Vault, and is kept nowhere here. */
async function askForAccount(
  title: string,
  before: string,
): Promise<Pick<IssuerChange, 'accountId' | 'password'> | undefined> {
  const { t } = vscode.l10n;
  const accountId = await vscode.window.showInputBox({
    title,
    prompt: t("The account's id at the provider"),
    value: before,
    ignoreFocusOut: true,
  });
  if (accountId === undefined) return undefined;
  const password = await vscode.window.showInputBox({
    title,
    prompt: t("The account's password or API key: it goes to Key Vault, and is kept nowhere here"),
    password: true,
    ignoreFocusOut: true,
  });
  if (password === undefined) return undefined;
  return {
    ...(accountId === '' ? {} : { accountId }),
    ...(password === '' ? {} : { password }),
  };
}

function askForOrganization(title: string, before: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t("The organization's id at the provider; empty: none"),
    value: before,
    ignoreFocusOut: true,
  });
}

function titleOf({ name, seen }: Meant): string {
  return labelText(vscode.l10n.t('Issuer {0} of {1}', name, seen.vault.name));
}

function persons(text: string): readonly string[] {
  return text
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
