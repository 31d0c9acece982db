/** Comparison with recorded answers, text by text: the order of members counts. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Answer } from './vault-under-test.ts';

interface Recorded {
  readonly request: { readonly method: string; readonly path: string; readonly body?: unknown };
  readonly response: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
}

const file = join(import.meta.dirname, '../../../sandbox/fixtures/keyvault.json');
const { exchanges } = JSON.parse(await readFile(file, 'utf8')) as {
  exchanges: Readonly<Record<string, Recorded>>;
};

/** Of all recordings. */
export const RECORDED_NAMES: readonly string[] = Object.keys(exchanges);

export function recorded(name: string): Recorded {
  const exchange = exchanges[name];
  if (exchange === undefined) throw new Error(`no recording ${name}`);
  return exchange;
}

/** @param renamed names in the recording that are others in the test, e.g. `{ hotsqa: 'x' }` */
export function assertAnswers(
  answer: Answer,
  name: string,
  renamed: Readonly<Record<string, string>> = {},
): void {
  const { status, headers = {}, body } = recorded(name).response;
  assert.equal(answer.status, status, name);
  assert.equal(normalize(answer.body), normalize(body, renamed), name);
  for (const [header, value] of Object.entries(headers)) {
    assert.equal(
      normalize(headerOf(answer, header)),
      normalize(value, renamed),
      `${name}: ${header}`,
    );
  }
}

/** Over the wire names come in lower case. */
function headerOf({ headers }: Answer, name: string): string | undefined {
  const lower = name.toLowerCase();
  return Object.entries(headers).find(([each]) => each.toLowerCase() === lower)?.[1];
}

/**
 * Ids, times, thumbprints and base64 become placeholders. `recoverableDays` is left out: the
 * recordings of 7.0 do not have it yet.
 */
function normalize(value: unknown, renamed: Readonly<Record<string, string>> = {}): string {
  const text = (value === undefined ? '' : JSON.stringify(value))
    .replaceAll(/,"recoverableDays":\d+/g, '')
    .replaceAll(/"x5t":"[\w-]{27}"/g, '"x5t":"<x5t>"')
    .replaceAll(/\b[0-9a-f]{32}\b/g, '<id>')
    .replaceAll(/\b[1-4]\d{9}\b/g, '<time>')
    .replaceAll(/api-version=[\w.-]+/g, 'api-version=<version>')
    .replaceAll(/"(csr|cer|x|y)":"[^"]*"/g, '"$1":"…"')
    .replaceAll(/"value":"[^"]*"/g, '"value":"…"');
  return Object.entries(renamed).reduce((all, [from, to]) => all.replaceAll(from, to), text);
}
