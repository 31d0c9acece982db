/**
 * ACME accounts with their keys in the editor's SecretStorage: encrypted by the operating system's
 * key store, shared by the windows of one machine, never in a file of ours.
 */
import type { SecretStorage } from 'vscode';
import { isAcmeAccount, type AccountStore } from '../../domain/account-store.ts';
import type { AcmeAccount } from '../../domain/acme.ts';
import { CertError } from '../../domain/errors.ts';

const PREFIX = 'kvcert.acmeAccount:';

export function secretAccountStore(secrets: SecretStorage): AccountStore {
  const load = async (directoryUrl: string): Promise<AcmeAccount | undefined> => {
    const stored = await secrets.get(PREFIX + directoryUrl);
    return stored === undefined ? undefined : parse(stored, directoryUrl);
  };
  const store = async (account: AcmeAccount): Promise<void> => {
    await secrets.store(PREFIX + account.directoryUrl, JSON.stringify(account));
  };
  return {
    load,
    async add(account) {
      const first = await load(account.directoryUrl);
      if (first) return first;
      await store(account);
      // Another window may have stored one in the meantime: all go on with what is there now.
      return (await load(account.directoryUrl)) ?? account;
    },
    update: store,
  };
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
