/** Where something can be written down or shown while the extension is at work. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Page } from 'playwright-core';
import type { Profile } from '../../host/profile.ts';
import type { Place } from './secret-search.ts';

/**
 * All that VS Code, its extensions and the stand-in have written: settings, state, logs, caches. Not
 * what the browser has on disk, compressed: its storage is read through it.
 */
export async function filesOf(profile: Profile): Promise<readonly Place[]> {
  const entries = await readdir(profile.base, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => !file.startsWith(join(profile.browser, '/')));
  const places = files.map(async (file) => {
    // (A temporary file may be gone by now.)
    const bytes = await readFile(file).catch(() => Buffer.alloc(0));
    return { name: relative(profile.base, file), bytes };
  });
  return Promise.all(places);
}

/** Cookies, localStorage (SecretStorage is in it, sealed), sessionStorage and IndexedDB. */
export async function browserStorage(page: Page): Promise<readonly Place[]> {
  const { origins, cookies } = await page.context().storageState({ indexedDB: true });
  const session = await page.evaluate<string>('JSON.stringify(Object.entries(sessionStorage))');
  return [
    ...(origins as readonly OriginState[]).flatMap(({ localStorage, indexedDB = [] }) => [
      ...localStorage.map(({ name, value }) => placeOf(`localStorage ${name}`, value)),
      ...indexedDB.map((database) =>
        placeOf(`IndexedDB ${database.name}`, JSON.stringify(database)),
      ),
    ]),
    placeOf('cookies', JSON.stringify(cookies)),
    placeOf('sessionStorage', session),
  ];
}

/** What Playwright gives; its types leave out the databases. */
interface OriginState {
  readonly localStorage: readonly { readonly name: string; readonly value: string }[];
  readonly indexedDB?: readonly { readonly name: string }[];
}

/** What a window shows and its pages hold, with all attributes: labels, tooltips, links. */
export async function shownIn(page: Page, when: string): Promise<readonly Place[]> {
  const places: Place[] = [];
  for (const frame of page.frames()) {
    const values = await frame
      .locator('input, textarea')
      .evaluateAll((fields: readonly Field[]) => fields.map(({ value }) => value));
    const content = await frame.content();
    places.push(placeOf(`${new URL(frame.url()).pathname} ${when}`, content + values.join('\n')));
  }
  return places;
}

/** What we need of a field of a page. */
interface Field {
  readonly value: string;
}

/** Arguments and environment of the processes that work in a profile, where the machine tells. */
export async function processesOf(profile: Profile): Promise<readonly Place[]> {
  if (!existsSync('/proc/self/environ')) return [];
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const places = ids.map(async (id) => {
    const read = (name: string) => readFile(join('/proc', id, name)).catch(() => Buffer.alloc(0));
    const environment = await read('environ');
    if (!environment.includes(profile.base)) return [];
    return [
      { name: 'environment of a process', bytes: environment },
      { name: 'arguments of a process', bytes: await read('cmdline') },
    ];
  });
  return (await Promise.all(places)).flat();
}

export function placeOf(name: string, text: string): Place {
  return { name, bytes: Buffer.from(text) };
}
