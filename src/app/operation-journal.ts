/** The journal as a folder: one JSON file per unfinished issuance, replaced atomically. */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Journal, JournalEntry } from '../domain/issuance.ts';
import { hasCode, makeFolder, replaceFile, unreadable, unwritable } from './state-files.ts';

/** Says which shape the files have; a later shape is refused instead of being misread. */
const FORMAT = 1;

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
      const names = await namesIn(folder);
      const entries = await Promise.all(names.map((name) => readEntry(join(folder, name))));
      return entries
        .filter((entry) => entry !== undefined)
        .toSorted((a, b) => a.plan.claim.since - b.plan.claim.since);
    },
  };
}

/** One name: an issuance writes one state after the other, and a killed one leaves no more than it. */
function draftOf(file: string): string {
  return `${file}.tmp`;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.json'));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw unreadable(folder, error);
  }
}

/** undefined: another process has finished it since the folder was listed. */
async function readEntry(file: string): Promise<JournalEntry | undefined> {
  try {
    const parsed: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (!isEntry(parsed)) throw new Error('it was not written by this version');
    return { plan: parsed.plan, progress: parsed.progress };
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw unreadable(file, error);
  }
}

function isEntry(value: unknown): value is JournalEntry {
  if (typeof value !== 'object' || value === null) return false;
  if (!('format' in value) || value.format !== FORMAT) return false;
  return 'plan' in value && 'progress' in value;
}
