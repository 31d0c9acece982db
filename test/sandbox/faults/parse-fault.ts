import type { ApiName } from '../server/hosts.ts';
import type { Fault, FaultAction, RequestPattern } from './fault.ts';

/** Thrown with a sentence for whoever posted the fault. */
export class FaultSyntaxError extends Error {}

const MEMBERS = [
  ...['kind', 'status', 'headers', 'body', 'ms', 'afterClientGone'],
  ...['match', 'when', 'nth', 'count'],
];
const APIS: readonly string[] = ['login', 'arm', 'keyvault', 'acme', 'doh'] satisfies ApiName[];

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads `{kind: 'fail'|'delay'|'drop'|'hold', status?, headers?, body?, ms?, afterClientGone?:
 * 'discard'|'handle', match?: {api?, method?, host?, path?, client?}, when?: 'before'|'after', nth?,
 * count?}`. Unknown members are refused: a misspelt pattern would match everything.
 *
 * @throws {FaultSyntaxError}
 */
export function parseFault(input: unknown): Fault {
  const json = readObject(input, 'A fault', MEMBERS);
  const when = json['when'] ?? 'before';
  if (when !== 'before' && when !== 'after') fail('`when` is "before" or "after".');
  return {
    match: parsePattern(json['match'] ?? {}),
    when,
    nth: readCount(json['nth'] ?? 1, 'nth'),
    count: readCount(json['count'] ?? 1, 'count'),
    action: parseAction(json),
  };
}

function parseAction(json: Json): FaultAction {
  switch (json['kind']) {
    case 'fail':
      return {
        kind: 'fail',
        status: readStatus(json['status']),
        headers: readHeaders(json['headers'] ?? {}),
        ...('body' in json ? { body: json['body'] } : {}),
      };
    case 'delay':
      return { kind: 'delay', ms: readCount(json['ms'], 'ms') };
    case 'drop':
      return { kind: 'drop' };
    case 'hold':
      return { kind: 'hold', afterClientGone: readFate(json['afterClientGone'] ?? 'discard') };
    default:
      return fail('`kind` is "fail", "delay", "drop" or "hold".');
  }
}

function parsePattern(input: unknown): RequestPattern {
  const json = readObject(input, '`match`', ['api', 'method', 'host', 'path', 'client']);
  const { api, method, host, path, client } = json;
  if (api !== undefined && !isApiName(api)) fail(`\`match.api\` is one of ${APIS.join(', ')}.`);
  return {
    ...(api === undefined ? {} : { api }),
    ...(method === undefined ? {} : { method: readText(method, 'match.method').toUpperCase() }),
    ...(host === undefined ? {} : { host: readText(host, 'match.host').toLowerCase() }),
    ...(path === undefined ? {} : { path: readExpression(readText(path, 'match.path')) }),
    ...(client === undefined ? {} : { client: readText(client, 'match.client') }),
  };
}

function isApiName(value: unknown): value is ApiName {
  return typeof value === 'string' && APIS.includes(value);
}

function readObject(input: unknown, what: string, members: readonly string[]): Json {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return fail(`${what} is a JSON object.`);
  }
  const unknown = Object.keys(input).find((name) => !members.includes(name));
  if (unknown !== undefined) {
    fail(`${what} has no member \`${unknown}\`; it has ${members.join(', ')}.`);
  }
  return input as Json;
}

function readFate(value: unknown): 'discard' | 'handle' {
  if (value === 'discard' || value === 'handle') return value;
  return fail('`afterClientGone` is "discard" or "handle".');
}

function readText(value: unknown, name: string): string {
  return typeof value === 'string' && value !== '' ? value : fail(`\`${name}\` is a string.`);
}

function readCount(value: unknown, name: string): number {
  const valid = typeof value === 'number' && Number.isSafeInteger(value) && value >= 1;
  return valid ? value : fail(`\`${name}\` is a whole number from 1.`);
}

function readStatus(value: unknown): number {
  const valid = typeof value === 'number' && Number.isInteger(value) && value >= 200 && value < 600;
  return valid ? value : fail('`status` is an HTTP status from 200 to 599.');
}

function readHeaders(value: unknown): Readonly<Record<string, string>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value);
    const texts = entries.filter((each): each is [string, string] => typeof each[1] === 'string');
    if (texts.length === entries.length) return Object.fromEntries(texts);
  }
  return fail('`headers` is an object whose values are strings.');
}

function readExpression(source: string): RegExp {
  try {
    return new RegExp(source);
  } catch (error) {
    return fail(`\`match.path\` is no regular expression: ${(error as Error).message}`);
  }
}

function fail(sentence: string): never {
  throw new FaultSyntaxError(sentence);
}
