import * as vscode from 'vscode';
import { contactText, contactUrl } from '../../domain/account-contact.ts';
import { labelText } from '../label-text.ts';

/**
 * URLs, none where the account is to have no contact; undefined: the person has gone.
 * @param current - URLs, from which the input begins
 */
export async function askForContact(
  title: string,
  current: readonly string[],
): Promise<readonly string[] | undefined> {
  const { t } = vscode.l10n;
  const typed = await vscode.window.showInputBox({
    title: labelText(title),
    prompt: t('E-mail addresses for the CA, separated by commas; leave empty for none'),
    placeHolder: 'ada@example.com',
    value: contactText(current),
    ignoreFocusOut: true,
    validateInput: (text) => {
      const wrong = split(text).find((address) => contactUrl(address) === undefined);
      return wrong === undefined ? null : labelText(t('{0} is no e-mail address.', wrong));
    },
  });
  return typed === undefined ? undefined : split(typed).flatMap((each) => contactUrl(each) ?? []);
}

function split(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((address) => address !== '');
}
