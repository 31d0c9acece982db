/** Making an account: CA, terms, contact and, where the CA wants one, the account of its site. */
import * as vscode from 'vscode';
import type { KnownAccount } from '../../app/accounts/account-choice.ts';
import type { AccountOrigin } from '../../app/accounts/create-account.ts';
import type { Engine } from '../../app/engine.ts';
import { describeCa } from '../../domain/ca-words.ts';
import { KNOWN_CAS, resolveCa } from '../../domain/certificate-authorities.ts';
import type { AcmeDirectory, ExternalAccount } from '../../domain/acme.ts';
import type { IssuanceCa } from '../../domain/issuance.ts';
import type { AppContext } from '../app-context.ts';
import { withCancellableProgress } from '../cancellable-progress.ts';
import { labelText, pickItem } from '../label-text.ts';
import { notificationText } from '../notification-text.ts';
import { problemOf } from '../problem-of-input.ts';
import { askForContact } from './ask-for-contact.ts';
import { askForKeyPlace } from './ask-for-key-place.ts';

/** Every CA shows its HMAC key as one line of some dozen characters. */
const LONGEST_KEY = 4096;

/**
 * Nothing is sent before the last question is answered, but for the CA's directory.
 * @param ca - absent: the person chooses one
 */
export async function createAccount(
  app: Pick<AppContext, 'portfolio' | 'settings' | 'clock'>,
  engine: Pick<Engine, 'accounts' | 'directory'>,
  ca?: IssuanceCa,
): Promise<void> {
  const { t } = vscode.l10n;
  const which = ca ?? (await askForCa());
  if (!which) return;
  const directory = await withCancellableProgress(
    t('Asking {0} what it wants of an account', which.name),
    (_told, signal) => engine.directory(which, signal),
  );
  const eab = directory.externalAccountRequired
    ? await askForExternalAccount(which, directory)
    : 'none';
  if (!eab) return;
  const bound = { ca: which, ...(eab !== 'none' && { eab }) };
  const place = await askForKeyPlace(app, bound);
  if (!place) return;
  const contact = await askForContact(t('Make an account at {0}', which.name), []);
  if (!contact) return;
  const { vaultKey, signing = engine } = place;
  const wish = {
    ...bound,
    ...(contact.length > 0 && { contact }),
    ...(vaultKey && { vaultKey }),
  };
  // What the CA's terms are is shown, and agreed to or not, by the engine's own question.
  const { account, origin } = await withCancellableProgress(
    t('Making an account at {0}', which.name),
    (_told, signal) => signing.accounts.create(wish, signal),
  );
  void vscode.window.showInformationMessage(notificationText(outcomeWords(account, origin)));
}

function outcomeWords({ caName, url = '' }: KnownAccount, origin: AccountOrigin): string {
  const { t } = vscode.l10n;
  switch (origin) {
    case 'made':
      return t('The account at {0} is made: {1}', caName, url);
    case 'found':
      return t(
        'The key has an account at {0} already, which issues from here now: {1}',
        caName,
        url,
      );
    case 'known':
      return t('There is an account at {0} already; nothing was changed.', caName);
  }
}

async function askForCa(): Promise<IssuanceCa | undefined> {
  const { t } = vscode.l10n;
  const picked = await vscode.window.showQuickPick(
    [
      ...KNOWN_CAS.map((ca) =>
        pickItem({
          label: ca.name,
          description: ca.directoryUrl,
          detail: describeCa(ca, t),
          choice: ca.id,
        }),
      ),
      {
        label: t('Another directory…'),
        detail: t('DigiCert, Sectigo, a private CA: any ACME server, by the URL of its directory'),
        choice: undefined,
      },
    ],
    { title: t('Make an account at which CA?'), ignoreFocusOut: true, matchOnDetail: true },
  );
  if (!picked) return undefined;
  if (picked.choice !== undefined) return resolveCa(picked.choice);
  const typed = await vscode.window.showInputBox({
    title: t('Make an account at another CA'),
    prompt: t('URL of its ACME directory'),
    placeHolder: 'https://acme.example.com/directory',
    ignoreFocusOut: true,
    validateInput: (text) => problemOf(() => resolveCa(text)),
  });
  return typed === undefined ? undefined : resolveCa(typed);
}

/** The key lives in this call alone: it is handed to the CA's registration and kept nowhere. */
async function askForExternalAccount(
  { name }: IssuanceCa,
  { website }: AcmeDirectory,
): Promise<ExternalAccount | undefined> {
  const { t } = vscode.l10n;
  const title = labelText(t('Account on the site of {0}', name));
  const kid = await vscode.window.showInputBox({
    title,
    prompt: labelText(
      website === undefined
        ? t('Key id, as the site of {0} shows it', name)
        : t('Key id, as the site of {0} shows it ({1})', name, website),
    ),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? t('The key id is missing.') : null),
  });
  if (kid === undefined) return undefined;
  const hmacKey = await vscode.window.showInputBox({
    title,
    prompt: labelText(t('HMAC key for {0}; it is used once and not kept', kid.trim())),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text.trim() === '') return t('The HMAC key is missing.');
      return text.trim().length > LONGEST_KEY ? t('This is too long to be an HMAC key.') : null;
    },
  });
  return hmacKey === undefined ? undefined : { kid: kid.trim(), hmacKey: hmacKey.trim() };
}
