/**
 * ACME accounts with their keys in the editor's SecretStorage: encrypted by the operating system's
 * key store, shared by the windows of one machine, never in a file of ours.
 */
import type { SecretStorage } from 'vscode';
import {
  boundTo,
  isAcmeAccount,
  issuingAccount,
  type AccountKeyId,
  type AccountStore,
} from '../../domain/account-store.ts';
import type { AcmeAccount } from '../../domain/acme.ts';
import { CertError } from '../../domain/errors.ts';

const PREFIX = 'kvcert.acmeAccount:';

export function secretAccountStore(secrets: SecretStorage): AccountStore {
  const read = async (key: string): Promise<AcmeAccount | undefined> => {
    const stored = await secrets.get(key);
    return stored === undefined ? undefined : parse(stored, key.slice(PREFIX.length));
  };
  const readAll = async (isMeant: (key: string) => boolean): Promise<readonly AcmeAccount[]> => {
    const keys = (await secrets.keys()).filter((key) => key.startsWith(PREFIX) && isMeant(key));
    const accounts = await Promise.all(keys.map(read));
    return accounts.filter((account) => account !== undefined);
  };
  const store = async (account: AcmeAccount): Promise<void> => {
    await secrets.store(keyOf(account), JSON.stringify(account));
  };
  return {
    list: () => readAll(() => true),
    async load(directoryUrl, preferred) {
      const own = keyOf({ directoryUrl });
      const all = await readAll((key) => key === own || key.startsWith(`${own} `));
      return issuingAccount(all, preferred);
    },
    async add(account) {
      const first = await read(keyOf(account));
      if (first) return first;
      await store(account);
      // Another window may have stored one in the meantime: all go on with what is there now.
      return (await read(keyOf(account))) ?? account;
    },
    update: store,
    async remove(account) {
      await secrets.delete(keyOf(account));
    },
  };
}

/** No URL has a space in it. */
function keyOf(account: AccountKeyId): string {
  const bound = boundTo(account);
  return PREFIX + account.directoryUrl + (bound === undefined ? '' : ` ${bound}`);
}

/** @throws CertError StateUnreadable: a new account must not be made because an old one is damaged */
function parse(stored: string, directoryUrl: string): AcmeAccount {
  const damaged = (): CertError =>
    new CertError('StateUnreadable', {
      path: `SecretStorage, ${directoryUrl}`,
      reason: '',
      content: 'no-account',
    });
  let value: unknown;
  try {
    value = JSON.parse(stored);
  } catch {
    throw damaged();
  }
  if (!isAcmeAccount(value)) throw damaged();
  return value;
}
