/** What can be done to one account: look at it, change its contact, exchange its key, end it. */
import * as vscode from 'vscode';
import type { AccountChoice, KnownAccount } from '../../app/accounts/account-choice.ts';
import type { Engine } from '../../app/engine.ts';
import { resolveCa } from '../../domain/certificate-authorities.ts';
import { CertError } from '../../domain/errors.ts';
import { CA_TAG, parseRecipe } from '../../domain/renewal-tag.ts';
import type { AppContext } from '../app-context.ts';
import { withCancellableProgress } from '../cancellable-progress.ts';
import { pickItem } from '../label-text.ts';
import { notificationText } from '../notification-text.ts';
import { accountFacts, accountWords, deactivationWords } from './account-words.ts';
import { askForContact } from './ask-for-contact.ts';

type Accounts = Engine['accounts'];

export async function dealWith(
  app: Pick<AppContext, 'portfolio'>,
  { accounts }: Pick<Engine, 'accounts'>,
  account: KnownAccount,
): Promise<void> {
  const { t } = vscode.l10n;
  const picked = await vscode.window.showQuickPick(
    [
      { label: t('Show Details'), icon: 'info', act: showDetails },
      { label: t('Change Contact…'), icon: 'mail', act: changeContact },
      { label: t('Exchange Key…'), icon: 'sync', act: exchangeKey },
      { label: t('Deactivate…'), icon: 'trash', act: deactivate },
    ].map(({ label, icon, act }) => ({ label, iconPath: new vscode.ThemeIcon(icon), act })),
    {
      title: pickItem(accountWords(account, t)).label,
      placeHolder: pickItem(accountWords(account, t)).description,
    },
  );
  if (!picked) return;
  await picked.act(accounts, choiceOf(account), account, app);
}

/** By its URL, so that no other account at the CA is changed in its place. */
function choiceOf({ directoryUrl, url, eabKid }: KnownAccount): AccountChoice {
  const ca = resolveCa(directoryUrl);
  if (url !== undefined) return { ca, url };
  // Which the CA has never confirmed: there is nothing to be done to it.
  throw new CertError('AccountNotFound', { ca: ca.name, choice: ca.id, ...(eabKid && { eabKid }) });
}

async function showDetails(accounts: Accounts, choice: AccountChoice): Promise<void> {
  const { t } = vscode.l10n;
  const report = await withCancellableProgress(
    t('Asking {0} for the account', choice.ca.name),
    (_told, signal) => accounts.show(choice, signal),
  );
  const picked = await vscode.window.showQuickPick(
    accountFacts(report, t).map(({ label, value }) =>
      pickItem({ label, description: value, value }),
    ),
    { title: t('Account at {0}', choice.ca.name), placeHolder: t('Choose a line to copy it') },
  );
  if (picked) await vscode.env.clipboard.writeText(picked.value);
}

async function changeContact(
  accounts: Accounts,
  choice: AccountChoice,
  account: KnownAccount,
): Promise<void> {
  const { t } = vscode.l10n;
  const title = t('Contact of the account at {0}', choice.ca.name);
  const contact = await askForContact(title, account.contact);
  if (!contact) return;
  await withCancellableProgress(t('Changing the contact at {0}', choice.ca.name), (_told, signal) =>
    accounts.updateContact(choice, contact, signal),
  );
  tell(
    contact.length === 0
      ? t('The account at {0} has no contact any more.', choice.ca.name)
      : t('The account at {0} has a new contact.', choice.ca.name),
  );
}

async function exchangeKey(
  accounts: Accounts,
  choice: AccountChoice,
  { vaultKey }: KnownAccount,
): Promise<void> {
  const { t } = vscode.l10n;
  const exchange = t('Exchange Key');
  const answer = await vscode.window.showWarningMessage(
    notificationText(t('Exchange the key of the account at {0}?', choice.ca.name)),
    {
      modal: true,
      detail:
        vaultKey === undefined
          ? t(
              'The old key is worth nothing afterwards. Machines and pipelines that have a copy of it lose the account.',
            )
          : t(
              'The vault makes a new version of the key, which signs from then on. Machines and pipelines that sign with it find it by themselves.',
            ),
    },
    exchange,
  );
  if (answer !== exchange) return;
  await withCancellableProgress(
    t('Exchanging the key of the account at {0}', choice.ca.name),
    (_told, signal) => accounts.rollOver(choice, signal),
  );
  tell(t('The account at {0} has a new key.', choice.ca.name));
}

async function deactivate(
  accounts: Accounts,
  choice: AccountChoice,
  account: KnownAccount,
  app: Pick<AppContext, 'portfolio'>,
): Promise<void> {
  const { t } = vscode.l10n;
  const yes = t('Deactivate');
  const answer = await vscode.window.showWarningMessage(
    notificationText(t('Deactivate the account at {0}?', choice.ca.name)),
    {
      modal: true,
      detail: notificationText(deactivationWords(account, orderedBy(app, account), t)),
    },
    yes,
  );
  if (answer !== yes) return;
  await withCancellableProgress(
    t('Deactivating the account at {0}', choice.ca.name),
    (_told, signal) => accounts.deactivate(choice, signal),
  );
  tell(t('The account at {0} is deactivated.', choice.ca.name));
}

/** `VAULT/NAME` of the listed certificates whose tag names this account. */
function orderedBy(
  { portfolio }: Pick<AppContext, 'portfolio'>,
  { url }: KnownAccount,
): readonly string[] {
  const names = portfolio
    .everyVault()
    .flatMap((seen) =>
      (portfolio.listings.get(seen).certificates ?? [])
        .filter(({ tags }) => url !== undefined && parseRecipe(tags[CA_TAG])?.account === url)
        .map(({ name }) => `${seen.vault.name}/${name}`),
    );
  return [...new Set(names)].toSorted();
}

function tell(sentence: string): void {
  void vscode.window.showInformationMessage(notificationText(sentence));
}
