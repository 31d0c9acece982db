/**
 * The pseudo-locale: English with accents, between brackets. Whoever can read it has found a text
 * that goes through a translator; what shows without brackets does not.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The code that Windows gives its own pseudo-locale. */
export const PSEUDO_LOCALE = 'qps-ploc';

const PLAIN = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ACCENTED = 'ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž';

/**
 * What a program reads: placeholders, icons, where links lead, names of settings, code, addresses.
 * Everything else is accented.
 */
const KEPT = /\{\d+\}|\$\([\w~-]+\)|\]\([^)]*\)|#[\w.]+#|`[^`]*`|<[^>]*>|https?:\/\/[^\s)]+/g;

export function pseudo(message: string): string {
  const words = message.split(KEPT).map(accented);
  const kept = message.match(KEPT) ?? [];
  return `[${words.map((text, index) => text + (kept[index] ?? '')).join('')}]`;
}

function accented(text: string): string {
  const letters = Array.from(ACCENTED);
  return text.replaceAll(/[A-Za-z]/g, (letter) => letters[PLAIN.indexOf(letter)] ?? letter);
}

/** Adds the pseudo-locale to an unpacked extension. */
export async function writePseudoLocale(
  root: string,
  messages: readonly string[],
  folder: string,
): Promise<void> {
  await mkdir(join(folder, 'l10n'), { recursive: true });
  const bundle = Object.fromEntries(messages.map((message) => [message, pseudo(message)]));
  const manifest = JSON.parse(await readFile(join(root, 'package.nls.json'), 'utf8')) as Manifest;
  await Promise.all([
    writeJson(join(folder, 'l10n', `bundle.l10n.${PSEUDO_LOCALE}.json`), bundle),
    writeJson(join(folder, `package.nls.${PSEUDO_LOCALE}.json`), pseudoManifest(manifest)),
  ]);
}

/** `package.nls.json`: a text, or one with a comment for translators. */
export type Manifest = Readonly<Record<string, string | { readonly message: string }>>;

export function pseudoManifest(manifest: Manifest): Readonly<Record<string, string>> {
  const entries = Object.entries(manifest).map(([key, text]): [string, string] => [
    key,
    pseudo(typeof text === 'string' ? text : text.message),
  ]);
  return Object.fromEntries(entries);
}

function writeJson(path: string, value: object): Promise<void> {
  return writeFile(path, `${JSON.stringify(value, undefined, 2)}\n`);
}
