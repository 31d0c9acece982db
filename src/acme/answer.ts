/** Reading an answer: whatever a CA says is checked before it is believed. */
import { CertError } from '../domain/errors.ts';
import { excerptOf, oneLine } from './foreign-text.ts';
import { type HttpAnswer, hostOf } from './http.ts';
import { parseRetryAfter } from './retry-after.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The body as a JSON object; undefined where it is anything else, whatever its media type says. */
export function parseObject(answer: HttpAnswer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(answer.body);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** @throws CertError UnexpectedAnswer if the body is no JSON object */
export function objectOf(answer: HttpAnswer): JsonObject {
  const object = parseObject(answer);
  if (!object) throw unexpectedAnswer(answer);
  return object;
}

/** @throws CertError UnexpectedAnswer if the member is no text */
export function textMember(answer: HttpAnswer, object: JsonObject, name: string): string {
  const value = object[name];
  if (typeof value !== 'string') throw unexpectedAnswer(answer, `no "${name}"`);
  return value;
}

/** @throws CertError UnexpectedAnswer if the member is no https URL (RFC 8555 §6.1) */
export function urlMember(answer: HttpAnswer, object: JsonObject, name: string): string {
  return secureUrl(answer, object[name], `"${name}"`);
}

/** @throws CertError UnexpectedAnswer if the member is no list */
export function listMember(
  answer: HttpAnswer,
  object: JsonObject,
  name: string,
): readonly unknown[] {
  const value = object[name];
  if (!Array.isArray(value)) throw unexpectedAnswer(answer, `no list "${name}"`);
  return value;
}

/** @throws CertError UnexpectedAnswer without a usable Location, the URL of what was made */
export function locationOf(answer: HttpAnswer): string {
  return secureUrl(answer, answer.headers['location'], 'Location');
}

export function secureUrl(answer: HttpAnswer, value: unknown, what: string): string {
  const url = optionalUrl(value);
  if (url === undefined) throw unexpectedAnswer(answer, `no https URL as ${what}`);
  return url;
}

/** The https URL that `value` is; undefined where it is anything else. */
export function optionalUrl(value: unknown): string | undefined {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  return url?.protocol === 'https:' ? url.href : undefined;
}

/** An RFC 3339 date; undefined where there is none or it is not readable. */
export function optionalDate(value: unknown): Date | undefined {
  if (typeof value !== 'string') return undefined;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Milliseconds from `now`; undefined where the CA asks for no wait. */
export function retryAfterOf(answer: HttpAnswer, now: number): number | undefined {
  return parseRetryAfter(answer.headers['retry-after'], now);
}

/** `why` says what is wrong with an answer that looks right otherwise. */
export function unexpectedAnswer(answer: HttpAnswer, why?: string): CertError<'UnexpectedAnswer'> {
  const words = excerptOf(answer.body);
  const excerpt = oneLine([why, words].filter(Boolean).join(' in: '), 240);
  return new CertError('UnexpectedAnswer', {
    host: hostOf(answer.url),
    status: answer.status,
    excerpt,
  });
}
