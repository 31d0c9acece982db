import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../domain/runtime.ts';
import { hasCode, makeFolder } from './state-files.ts';

/** What is kept names its own key: the name of its file is a digest. */
export interface Keyed {
  readonly of: string;
}

/** Bytes; the largest vaults are a fraction of it. */
const LARGEST_FILE = 64 * 1024 * 1024;

const DRAFT = '.tmp';

/** A folder of JSON files; when something was listed is the time of its file. */
export class CacheFiles {
  readonly #folder: string;
  readonly #log: Log;

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  /** @param since - milliseconds since the epoch: what is not newer is not read */
  async read<T extends Keyed>(
    key: string,
    since: number,
    isValid: (value: unknown) => value is T,
  ): Promise<{ readonly value: T; readonly listedAt: number } | undefined> {
    const file = this.#fileOf(key);
    try {
      const { size, mtimeMs } = await stat(file);
      const listedAt = Math.round(mtimeMs);
      if (listedAt <= since) return undefined;
      if (size > LARGEST_FILE) throw new Error('it is too large');
      const value: unknown = JSON.parse(await readFile(file, 'utf8'));
      if (!isValid(value) || value.of !== key) throw new Error('it holds something else');
      return { value, listedAt };
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) this.#tell('not read', file, error);
      return undefined;
    }
  }

  /** What has not changed is not written again: its file only gets the new time. */
  async write(key: string, content: Keyed, listedAt: number): Promise<void> {
    const file = this.#fileOf(key);
    const draft = `${file}.${randomUUID()}${DRAFT}`;
    const at = new Date(listedAt);
    const json = JSON.stringify(content);
    try {
      if ((await textOf(file)) === json) {
        await utimes(file, at, at);
        return;
      }
      await makeFolder(this.#folder);
      // Not synced: what a crash leaves half written is not read.
      await writeFile(draft, json, { mode: 0o600 });
      await utimes(draft, at, at);
      await rename(draft, file);
    } catch (error) {
      this.#tell('not written', file, error);
      await rm(draft, { force: true }).catch(() => undefined);
    }
  }

  async keepOnly(keys: readonly string[]): Promise<void> {
    const kept = new Set(keys.map((key) => this.#fileOf(key)));
    try {
      const files = (await readdir(this.#folder)).map((name) => join(this.#folder, name));
      const others = files.filter((file) => !file.endsWith(DRAFT) && !kept.has(file));
      await Promise.all(others.map((file) => rm(file, { force: true })));
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) this.#tell('not tidied up', this.#folder, error);
    }
  }

  #fileOf(key: string): string {
    const digest = createHash('sha256').update(key).digest('hex').slice(0, 32);
    return join(this.#folder, `${digest}.json`);
  }

  #tell(what: string, path: string, error: unknown): void {
    this.#log.warn(`the listing is ${what}`, { path, error: String(error) });
  }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}
