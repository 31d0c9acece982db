/** Accounts at CAs, in words for people. */
import type { KnownAccount } from '../../app/accounts/account-choice.ts';
import type { AccountReport } from '../../app/accounts/ca-accounts.ts';
import { contactText } from '../../domain/account-contact.ts';
import { listOf, utc } from '../../domain/messages/explanation.ts';
import type { Translate } from '../../domain/translate.ts';

export interface AccountWords {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** A row of the list. What only the CA can tell (its status there) is not in it. */
export function accountWords(account: KnownAccount, t: Translate): AccountWords {
  const { caName, url, eabKid, contact, created } = account;
  return {
    label: caName,
    description: [
      statusWords(account, t),
      ...(eabKid === undefined ? [] : [t('key id {0}', eabKid)]),
      contact.length === 0 ? t('no contact') : contactText(contact),
    ].join(' · '),
    detail: [
      account.vaultKey === undefined
        ? t("key in this editor's secret storage")
        : t('key {0}', account.vaultKey),
      ...(created === undefined ? [] : [t('made {0}', created.slice(0, 10))]),
      url ?? account.directoryUrl,
    ].join(' · '),
  };
}

/** What the CA says counts; what it does not say is told as it is remembered. */
export function accountFacts(
  report: AccountReport,
  t: Translate,
): readonly { readonly label: string; readonly value: string }[] {
  const { caName, directoryUrl, url, eabKid, agreedTerms, created, atCa } = report;
  const optional = (label: string, value: string | undefined) =>
    value === undefined ? [] : [{ label, value }];
  return [
    { label: t('CA'), value: `${caName} (${directoryUrl})` },
    { label: t('Account'), value: url },
    { label: t('Status'), value: atCa.status },
    { label: t('Use'), value: statusWords(report, t) },
    ...optional(t('Key id'), eabKid),
    { label: t('Contact'), value: contactText(atCa.contact) || t('none') },
    ...optional(t('Terms'), agreedTerms),
    ...optional(t('Made'), created === undefined ? undefined : utc(created)),
    { label: t('Key'), value: report.vaultKey ?? t("in this editor's secret storage") },
  ];
}

/** More would not fit into a dialog. */
const NAMED = 5;

/** What deactivating an account means. @param ordered - `VAULT/NAME` of what names it on its tag */
export function deactivationWords(
  { caName, url, eabKid }: KnownAccount,
  ordered: readonly string[],
  t: Translate,
): string {
  const more = ordered.length - NAMED;
  const named = listOf(more > 0 ? [...ordered.slice(0, NAMED), t('{0} more', more)] : ordered, t);
  return [
    t('{0} takes nothing from {1} any more, and its key is forgotten here.', caName, url ?? ''),
    t('That is for ever. Certificates that it has ordered stay valid.'),
    ordered.length === 0
      ? t(
          'No certificate that is listed here names it; vaults that were never opened may hold some.',
        )
      : t(
          'It can no longer renew or revoke {0}, nor what vaults hold that were never opened.',
          named,
        ),
    eabKid === undefined
      ? t('The next renewal of what it has ordered needs another account at {0}.', caName)
      : t(
          'The next renewal of what it has ordered needs another account at {0}, with a key from its site.',
          caName,
        ),
  ].join(' ');
}

function statusWords({ url, issues }: KnownAccount, t: Translate): string {
  if (url === undefined) return t('not confirmed by the CA yet');
  return issues ? t('issues') : t('does not issue, another account does');
}
