/**
 * What was done to certificates from this machine: one JSON line for each deed that has ended,
 * appended, never rewritten. Several processes append to the same file: each line is one write, and
 * what a crash has cut off spoils no line but its own.
 */
import { open, readFile, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  asHistoryEntry,
  isMeant,
  type HistoryEntry,
  type HistoryFilter,
} from '../domain/history.ts';
import type { Clock } from '../domain/runtime.ts';
import { hasCode, makeFolder, unreadable, unwritable } from './state-files.ts';

export interface History {
  /** @throws CertError StateUnwritable */
  append(entry: Omit<HistoryEntry, 'at'>): Promise<void>;
  /** @throws CertError StateUnreadable, if the file as a whole cannot be read */
  read(filter?: HistoryFilter): Promise<HistoryReading>;
}

export interface HistoryReading {
  /** The newest first. */
  readonly entries: readonly HistoryEntry[];
  /** How many lines are nothing that this version understands. */
  readonly damaged: number;
}

const LINE_FEED = 10;

export function openHistory(file: string, clock: Pick<Clock, 'now'>): History {
  return {
    async append(entry) {
      const at = new Date(clock.now()).toISOString();
      const line = `${JSON.stringify({ at, ...entry })}\n`;
      await unwritable(file, async () => {
        await makeFolder(dirname(file));
        const handle = await open(file, 'a+', 0o600);
        try {
          const isWhole = await endsWithLine(handle);
          await handle.write(isWhole ? line : `\n${line}`);
        } finally {
          await handle.close();
        }
      });
    },

    async read(filter = {}) {
      const lines = (await contentOf(file)).split('\n').filter((line) => line.trim() !== '');
      const entries = lines.flatMap((line) => entryOf(line) ?? []);
      return {
        entries: entries
          .filter((entry) => isMeant(entry, filter))
          .toReversed()
          .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at)),
        damaged: lines.length - entries.length,
      };
    },
  };
}

/** A process that died while it wrote has left half a line. */
async function endsWithLine(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat();
  if (size === 0) return true;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === LINE_FEED;
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return '';
    throw unreadable(file, error);
  }
}

function entryOf(line: string): HistoryEntry | undefined {
  try {
    return asHistoryEntry(JSON.parse(line));
  } catch {
    return undefined;
  }
}
