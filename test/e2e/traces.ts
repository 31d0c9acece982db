/** Everything that a session in VS Code has shown, kept or written, as bytes by the place of each. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Profile } from '../host/profile.ts';

export type Traces = ReadonlyMap<string, Buffer>;

/**
 * Where VS Code keeps its SecretStorage in a browser: encrypted, and the only place in which a
 * secret may be. (microsoft/vscode, src/vs/code/browser/workbench/workbench.ts)
 */
export const SECRET_STORAGE = 'localStorage secrets.provider';

/** The documents of a page, webviews included: texts, accessible names, links with their commands. */
export async function documents(page: Page, moment: string): Promise<Traces> {
  const contents = await Promise.all(
    page.frames().map(async (frame, nth) => {
      const values = `[...document.querySelectorAll('input, textarea')].map(({ value }) => value)`;
      // A frame may be gone by now.
      const fields = await frame.evaluate<string[]>(values).catch(() => []);
      const html = await frame.content().catch(() => '');
      return [`${moment}, document ${nth}`, Buffer.from([html, ...fields].join('\n'))] as const;
    }),
  );
  return new Map(contents);
}

/** What the page keeps in the browser: VS Code's state, and with it that of the webviews. */
export async function browserStores(page: Page): Promise<Traces> {
  const kept = await page.evaluate<[string, string][]>(READ_STORES);
  return new Map(kept.map(([place, value]) => [place, Buffer.from(value)]));
}

/** Logs, settings, the extension's own files and whatever else VS Code has written. */
export async function files({ base, browser, extensions }: Profile): Promise<Traces> {
  const entries = await readdir(base, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    // The installed extensions hold what we have packaged, sockets and the browser's cache no text.
    .filter((path) => !path.startsWith(extensions) && !path.startsWith(browser));
  const contents = await Promise.all(paths.map((path) => readFile(path).catch(() => '')));
  return new Map(paths.map((path, nth) => [path, Buffer.from(contents[nth] ?? '')]));
}

/** Arguments and environment of the processes that work with the profile. */
export async function processes({ base }: Profile): Promise<Traces> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = new Map<string, Buffer>();
  for (const id of ids) {
    const read = (what: string) => readFile(`/proc/${id}/${what}`).catch(() => Buffer.alloc(0));
    const [args, environment] = [await read('cmdline'), await read('environ')];
    if (!args.includes(base) && !environment.includes(base)) continue;
    found.set(`arguments of process ${id}`, args);
    found.set(`environment of process ${id}`, environment);
  }
  return found;
}

export function together(...traces: readonly Traces[]): Traces {
  return new Map(traces.flatMap((each) => [...each]));
}

const READ_STORES = `(async () => {
  const kept = [];
  const text = (value) => {
    if (typeof value === 'string') return value;
    if (value instanceof Uint8Array) return new TextDecoder().decode(value);
    return JSON.stringify(value) ?? '';
  };
  for (const [name, store] of Object.entries({ localStorage, sessionStorage })) {
    for (const [key, value] of Object.entries(store)) kept.push([name + ' ' + key, value]);
  }
  const answer = (request) => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  for (const { name } of await indexedDB.databases()) {
    const database = await answer(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const objects = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([
        answer(objects.getAllKeys()), answer(objects.getAll()),
      ]);
      keys.forEach((key, nth) => kept.push([name + ' ' + store + ' ' + key, text(values[nth])]));
    }
    database.close();
  }
  return kept;
})()`;
