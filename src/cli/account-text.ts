/** Accounts at CAs, for people. */
import type { KnownAccount } from '../app/accounts/account-choice.ts';
import type { AccountReport } from '../app/accounts/ca-accounts.ts';
import { contactText } from '../domain/account-contact.ts';
import { utc } from '../domain/messages/explanation.ts';
import { columns, fields } from './table.ts';

export function accountTable(accounts: readonly KnownAccount[]): string {
  if (accounts.length === 0) return 'No account is known here.';
  return columns(
    ['CA', 'ACCOUNT', 'KEY ID', 'CONTACT', 'ISSUES'],
    accounts.map(({ ca, url, eabKid, contact, issues }) => [
      ca,
      url ?? 'not confirmed yet',
      eabKid ?? '',
      contactText(contact),
      issues ? 'yes' : 'no',
    ]),
  );
}

/** What the CA says counts; what it does not say is told as it is remembered. */
export function accountFields(account: KnownAccount | AccountReport): string {
  const atCa = 'atCa' in account ? account.atCa : undefined;
  const { caName, directoryUrl, url, eabKid, vaultKey, contact, agreedTerms, created, issues } =
    account;
  const optional = (label: string, value: string | undefined): readonly [string, string][] =>
    value === undefined ? [] : [[label, value]];
  return fields([
    ['CA', `${caName} (${directoryUrl})`],
    ['Account', url ?? 'not confirmed yet'],
    ...optional('Status', atCa?.status),
    ...optional('Key id', eabKid),
    ['Key', vaultKey ?? 'kept on this machine'],
    ['Contact', contactText(atCa?.contact ?? contact) || 'none'],
    ['Terms', agreedTerms ?? 'none'],
    ...optional('Terms agreed', yesNo(atCa?.termsAgreed)),
    ...optional('Made', created === undefined ? undefined : utc(created)),
    ['Issues', issues ? 'yes' : 'no, another account at this CA does'],
  ]);
}

function yesNo(value: boolean | undefined): string | undefined {
  if (value === undefined) return undefined;
  return value ? 'yes' : 'no';
}
