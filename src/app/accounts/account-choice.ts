/** Which of the remembered accounts is meant, and what may be told of it. */
import { isVaultKey } from '../../domain/account-key.ts';
import { issuingAccount, type AccountStore } from '../../domain/account-store.ts';
import type { AcmeAccount } from '../../domain/acme.ts';
import { caNameOf, resolveCa } from '../../domain/certificate-authorities.ts';
import { CertError } from '../../domain/errors.ts';
import type { IssuanceCa } from '../../domain/issuance.ts';

export interface AccountChoice {
  readonly ca: IssuanceCa;
  /** Of the external account that it is bound to; without it the one that issues is meant. */
  readonly eabKid?: string | undefined;
  /** URL of the account; before all else. */
  readonly url?: string | undefined;
}

/** An account that the CA has confirmed. */
export type RegisteredAccount = AcmeAccount & { readonly url: string };

/** A remembered account without what is secret of it. */
export interface KnownAccount {
  /** Id in the catalogue, or the directory's URL. */
  readonly ca: string;
  /** Of the CA, for people. */
  readonly caName: string;
  readonly directoryUrl: string;
  /** Absent until the CA has confirmed it. */
  readonly url?: string;
  readonly eabKid?: string;
  /** Id of the key of Key Vault that signs for it, as the CA has it; absent: the key is kept here. */
  readonly vaultKey?: string;
  /** As it was registered with here. */
  readonly contact: readonly string[];
  readonly agreedTerms?: string;
  /** ISO 8601. */
  readonly created?: string;
  /** Certificates are issued to it: at every CA to one. */
  readonly issues: boolean;
}

/** @throws CertError AccountNotFound, also for one that the CA has never confirmed */
export async function chosenAccount(
  accounts: Pick<AccountStore, 'load' | 'list'>,
  choice: AccountChoice,
): Promise<RegisteredAccount> {
  const { ca, eabKid, url } = choice;
  const account = await rememberedAccount(accounts, choice);
  if (account?.url !== undefined) return { ...account, url: account.url };
  const which = {
    ...(eabKid === undefined ? {} : { eabKid }),
    ...(url === undefined ? {} : { url }),
  };
  throw new CertError('AccountNotFound', { ca: ca.name, choice: ca.id, ...which });
}

async function rememberedAccount(
  accounts: Pick<AccountStore, 'load' | 'list'>,
  { ca, eabKid, url }: AccountChoice,
): Promise<AcmeAccount | undefined> {
  if (url === undefined && eabKid === undefined) return accounts.load(ca.directoryUrl);
  const own = (await accounts.list()).filter((each) => each.directoryUrl === ca.directoryUrl);
  return url === undefined
    ? issuingAccount(own.filter((each) => each.eabKid === eabKid))
    : own.find((each) => each.url === url);
}

/** By CA, the one that issues first. */
export async function knownAccounts(
  accounts: Pick<AccountStore, 'list'>,
): Promise<readonly KnownAccount[]> {
  const all = await accounts.list();
  const order = ({ caName, directoryUrl, issues, eabKid }: KnownAccount): string =>
    [caName, directoryUrl, issues ? 0 : 1, eabKid ?? ''].join('\n');
  return all
    .map((account) => {
      const others = all.filter(({ directoryUrl }) => directoryUrl === account.directoryUrl);
      return knownAccount(account, issuingAccount(others) === account);
    })
    .toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
}

export function knownAccount(account: AcmeAccount, issues: boolean): KnownAccount {
  const { directoryUrl, url, eabKid, key, contact = [], agreedTerms, created } = account;
  return {
    ca: resolveCa(directoryUrl).id,
    caName: caNameOf(directoryUrl),
    directoryUrl,
    ...(url === undefined ? {} : { url }),
    ...(eabKid === undefined ? {} : { eabKid }),
    ...(isVaultKey(key) ? { vaultKey: key.id } : {}),
    contact,
    ...(agreedTerms === undefined ? {} : { agreedTerms }),
    ...(created === undefined ? {} : { created }),
    issues,
  };
}
