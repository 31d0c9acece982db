/**
 * ACME accounts on this machine: one file of mode 0600 per CA and external account, with the account
 * key, or with the id of a key of Key Vault. The key is written before the CA hears of it, so that no account is made twice, however a run
 * ends.
 */
import { createHash, randomUUID } from 'node:crypto';
import { link, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  boundTo,
  isAcmeAccount,
  issuingAccount,
  type AccountKeyId,
  type AccountStore,
} from '../domain/account-store.ts';
import type { AcmeAccount } from '../domain/acme.ts';
import {
  hasCode,
  makeFolder,
  replaceFile,
  unreadable,
  unwritable,
  WrongContent,
} from './state-files.ts';

export function openAccountStore(folder: string): AccountStore {
  const fileOf = (account: AccountKeyId): string => {
    const bound = boundTo(account);
    const end = bound === undefined ? '' : `-${digestOf(bound)}`;
    return join(folder, `${stemOf(account.directoryUrl)}${end}.json`);
  };
  const readAll = async (isMeant: (name: string) => boolean): Promise<readonly AcmeAccount[]> => {
    const files = (await namesIn(folder)).filter((name) => name.endsWith('.json') && isMeant(name));
    const read = await Promise.all(files.map((name) => readAccount(join(folder, name))));
    return read.filter((account) => account !== undefined);
  };
  return {
    list: () => readAll(() => true),
    async load(directoryUrl, preferred) {
      const stem = stemOf(directoryUrl);
      const isOfThis = (name: string): boolean => /^(-|\.json$)/.test(name.slice(stem.length));
      const all = await readAll((name) => name.startsWith(stem) && isOfThis(name));
      return issuingAccount(all, preferred);
    },
    async add(account) {
      const file = fileOf(account);
      const draft = draftOf(file);
      await unwritable(file, async () => {
        await makeFolder(folder);
        await writeFile(draft, serialise(account), { mode: 0o600, flush: true });
        await link(draft, file)
          .catch((error: unknown) => {
            if (!hasCode(error, 'EEXIST')) throw error;
          })
          .finally(() => rm(draft, { force: true }));
      });
      return (await readAccount(file)) ?? account;
    },
    async update(account) {
      const file = fileOf(account);
      const draft = draftOf(file);
      await unwritable(file, () => replaceFile(file, draft, serialise(account)));
    },
    async remove(account) {
      const file = fileOf(account);
      await unwritable(file, () => rm(file, { force: true }));
    },
  };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw unreadable(folder, error);
  }
}

/** undefined: there is no such file, or not any more. */
async function readAccount(file: string): Promise<AcmeAccount | undefined> {
  try {
    const parsed: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (!isAcmeAccount(parsed)) throw new WrongContent('no-account');
    return parsed;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw unreadable(file, error);
  }
}

function stemOf(directoryUrl: string): string {
  return `${new URL(directoryUrl).hostname}-${digestOf(directoryUrl)}`;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Several processes may write at the same time. */
function draftOf(file: string): string {
  return `${file}.${randomUUID()}.tmp`;
}

function serialise(account: AcmeAccount): string {
  return `${JSON.stringify(account, undefined, 2)}\n`;
}
