/**
 * The journal as a board sees it: which issuances are unfinished, and which process is at work on
 * each. Needs no sign-in and no engine; all windows of the editor look at the same folder.
 */
import { watch } from 'node:fs';
import type { JournalEntry, UnreadableEntry } from '../../domain/issuance.ts';
import type { Log } from '../../domain/runtime.ts';
import { lockHolder } from '../certificate-lock.ts';
import { openJournal } from '../operation-journal.ts';
import { makeFolder } from '../state-files.ts';
import { stateFolders } from '../state-folders.ts';

export interface JournalOperation {
  readonly entry: JournalEntry;
  /** The process that works on the certificate now; undefined when none does. */
  readonly pid: number | undefined;
}

export interface JournalPicture {
  readonly operations: readonly JournalOperation[];
  readonly unreadable: readonly UnreadableEntry[];
}

export interface JournalView {
  /** @throws CertError StateUnreadable, if the folder itself cannot be read */
  read(): Promise<JournalPicture>;
  /** Tells of changes, often several times for one. Where the system cannot tell, nothing is told. */
  watch(changed: () => void): Promise<StopWatching>;
}

export type StopWatching = () => void;

/** @param stateFolder - the engines' own */
export function openJournalView(stateFolder: string, log: Log): JournalView {
  const { operations, locks } = stateFolders(stateFolder);
  const journal = openJournal(operations);
  return {
    async read() {
      const { entries, unreadable } = await journal.survey();
      const found = await Promise.all(
        entries.map(async (entry) => ({
          entry,
          pid: await lockHolder(locks, entry.plan.vault.name, entry.plan.name),
        })),
      );
      return { operations: found, unreadable };
    },
    watch: (changed) => watchFolder(operations, changed, log),
  };
}

async function watchFolder(folder: string, changed: () => void, log: Log): Promise<StopWatching> {
  const unwatched = (error: unknown): void => {
    log.warn('the folder of unfinished operations is not watched', { error: String(error) });
  };
  try {
    await makeFolder(folder);
    const watcher = watch(folder, { persistent: false }, changed);
    watcher.on('error', unwatched);
    return () => {
      watcher.close();
    };
  } catch (error) {
    unwatched(error);
    return () => undefined;
  }
}
