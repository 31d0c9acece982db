/**
 * ACME accounts on this machine: one file of mode 0600 per CA, with the account key. The key is
 * written before the CA hears of it, so that no account is made twice, however a run ends.
 */
import { createHash, randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAcmeAccount, type AccountStore } from '../domain/account-store.ts';
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
  const fileOf = (directoryUrl: string): string => {
    const digest = createHash('sha256').update(directoryUrl).digest('hex').slice(0, 16);
    return join(folder, `${new URL(directoryUrl).hostname}-${digest}.json`);
  };
  const load = async (directoryUrl: string): Promise<AcmeAccount | undefined> => {
    const file = fileOf(directoryUrl);
    try {
      const parsed: unknown = JSON.parse(await readFile(file, 'utf8'));
      if (!isAcmeAccount(parsed)) throw new WrongContent('no-account');
      return parsed;
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw unreadable(file, error);
    }
  };
  return {
    load,
    async add(account) {
      const file = fileOf(account.directoryUrl);
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
      return (await load(account.directoryUrl)) ?? account;
    },
    async update(account) {
      const file = fileOf(account.directoryUrl);
      const draft = draftOf(file);
      await unwritable(file, () => replaceFile(file, draft, serialise(account)));
    },
  };
}

/** Several processes may write at the same time. */
function draftOf(file: string): string {
  return `${file}.${randomUUID()}.tmp`;
}

function serialise(account: AcmeAccount): string {
  return `${JSON.stringify(account, undefined, 2)}\n`;
}
