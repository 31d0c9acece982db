/**
 * The bundle that translators and `vscode.l10n` work with: every message of the product by itself,
 * in the order of its characters, so that a change shows as the lines that have changed.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { productSources } from './product-sources.ts';
import { saidIn } from './translated-calls.ts';
import { unsaidIn } from './unsaid-words.ts';

export interface Language {
  /** Every message once, sorted. */
  readonly messages: readonly string[];
  /** What no translator could translate, one line each with its place; empty when all is well. */
  readonly problems: readonly string[];
}

export const BUNDLE = 'l10n/bundle.l10n.json';

/** @throws Error if the product says nothing at all: then it was not read */
export function readLanguage(root: string): Language {
  const sources = productSources(root);
  const said = sources.map(saidIn);
  const messages = [...new Set(said.flatMap((source) => source.messages))].sort();
  if (messages.length === 0) throw new Error('No message was found in the product.');
  return {
    messages,
    problems: [
      ...said.flatMap(({ faults }) => faults),
      ...sources.flatMap(unsaidIn).map((found) => `${found} is not said through a translator.`),
    ],
  };
}

export async function writeBundle(root: string, messages: readonly string[]): Promise<void> {
  const path = join(root, BUNDLE);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, textOf(messages));
}

/** How the bundle on disk differs from the messages, one line each. */
export async function bundleProblems(
  root: string,
  messages: readonly string[],
): Promise<readonly string[]> {
  const text = await readBundle(root);
  if (text === textOf(messages)) return [];
  const held = keysOf(text);
  const missing = messages.filter((message) => !held.has(message));
  const wanted = new Set(messages);
  const stale = [...held].filter((message) => !wanted.has(message));
  const differences = [
    ...missing.map((message) => `${BUNDLE} lacks ${JSON.stringify(message)}.`),
    ...stale.map((message) => `${BUNDLE} holds ${JSON.stringify(message)}, which nobody says.`),
  ];
  return differences.length > 0 ? differences : [`${BUNDLE} is not as it is written.`];
}

async function readBundle(root: string): Promise<string> {
  try {
    return await readFile(join(root, BUNDLE), 'utf8');
  } catch {
    return '{}';
  }
}

function keysOf(text: string): ReadonlySet<string> {
  try {
    return new Set(Object.keys(JSON.parse(text) as object));
  } catch {
    return new Set();
  }
}

/** As prettier writes it. */
function textOf(messages: readonly string[]): string {
  const bundle = Object.fromEntries(messages.map((message) => [message, message]));
  return `${JSON.stringify(bundle, undefined, 2)}\n`;
}
