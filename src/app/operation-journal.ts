/** The journal as a folder: one JSON file per unfinished issuance, replaced atomically. */
import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CertError } from '../domain/errors.ts';
import type { Journal, JournalEntry, JournalSurvey, UnreadableEntry } from '../domain/issuance.ts';
import { FORMAT, isEntry } from './journal-entry.ts';
import {
  hasCode,
  makeFolder,
  replaceFile,
  unreadable,
  unwritable,
  WrongContent,
} from './state-files.ts';

/** @param folder - made when it is missing, for the user alone */
export function openJournal(folder: string): Journal {
  const fileOf = (id: string): string => join(folder, `${id}.json`);
  return {
    async write(entry) {
      const file = fileOf(entry.plan.id);
      await unwritable(file, async () => {
        await makeFolder(folder);
        await replaceFile(
          file,
          draftOf(file),
          `${JSON.stringify({ format: FORMAT, ...entry }, undefined, 2)}\n`,
        );
      });
    },
    async remove(id) {
      const file = fileOf(id);
      await unwritable(file, async () => {
        await rm(file, { force: true });
        await rm(draftOf(file), { force: true });
      });
    },
    async list() {
      const { entries, unreadable: failures } = await survey(folder);
      const [first] = failures;
      if (first) throw first.error;
      return entries;
    },
    survey: () => survey(folder),
  };
}

async function survey(folder: string): Promise<JournalSurvey> {
  const ids = await idsIn(folder);
  const found = await Promise.all(
    ids.map(async (id) => ({ id, entry: await readEntry(join(folder, `${id}.json`)) })),
  );
  const entries: JournalEntry[] = [];
  const failures: UnreadableEntry[] = [];
  for (const { id, entry } of found) {
    if (entry instanceof CertError) failures.push({ id, error: entry });
    else if (entry !== undefined) entries.push(entry);
  }
  return {
    entries: entries.toSorted((a, b) => a.plan.claim.since - b.plan.claim.since),
    unreadable: failures,
  };
}

/** One name: an issuance writes one state after the other, and a killed one leaves no more than it. */
function draftOf(file: string): string {
  return `${file}.tmp`;
}

async function idsIn(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => name.endsWith('.json')).map((name) => basename(name, '.json'));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw unreadable(folder, error);
  }
}

/** undefined: another process has finished it since the folder was listed. */
async function readEntry(
  file: string,
): Promise<JournalEntry | CertError<'StateUnreadable'> | undefined> {
  try {
    const parsed: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (!isEntry(parsed)) throw new WrongContent('other-version');
    return { plan: parsed.plan, progress: parsed.progress };
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    return unreadable(file, error);
  }
}
