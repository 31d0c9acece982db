/**
 * When was looked, and until when nothing is to be told: a small file, because the editor's own
 * state reaches other windows late, and all of it at once: of two that change something at the same
 * time, one loses what it has kept.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Milliseconds since the epoch. */
export interface ExpiryMemory {
  readonly checkedAt?: number;
  readonly snoozedUntil?: number;
  /** When is looked next for what is to be renewed in the background. */
  readonly automaticFrom?: number;
}

export interface ExpiryMemoryFile {
  /** What cannot be read counts as never. */
  read(): Promise<ExpiryMemory>;
  /** Changes some of it; rejects where the disk does. */
  change(change: ExpiryMemory): Promise<void>;
}

export function openExpiryMemory(file: string): ExpiryMemoryFile {
  const read = async (): Promise<ExpiryMemory> => {
    try {
      const value: unknown = JSON.parse(await readFile(file, 'utf8'));
      return {
        ...timeOf(value, 'checkedAt'),
        ...timeOf(value, 'snoozedUntil'),
        ...timeOf(value, 'automaticFrom'),
      };
    } catch {
      return {};
    }
  };
  return {
    read,
    async change(change) {
      const next = { ...(await read()), ...change };
      const draft = `${file}.${randomUUID()}.tmp`;
      await mkdir(dirname(file), { recursive: true });
      await writeFile(draft, JSON.stringify(next), { mode: 0o600 });
      await rename(draft, file);
    },
  };
}

function timeOf(value: unknown, key: keyof ExpiryMemory): ExpiryMemory {
  const time: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof time === 'number' && Number.isFinite(time) ? { [key]: time } : {};
}
