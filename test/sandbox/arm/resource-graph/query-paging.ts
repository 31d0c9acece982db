import { parseJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { KqlError } from './kql-error.ts';
import type { Result, Row } from './kql-evaluation.ts';
import type { Query } from './kql-syntax.ts';

/** Rows of a page unless `$top` says otherwise, and the most that it can say. */
const DEFAULT_ROWS = 100;
const MAX_ROWS = 1000;

export interface Paging {
  readonly top: number;
  readonly skip: number;
}

/** `$top` and `$skip` override what the token carries (OpenAPI, `QueryRequestOptions`). */
export function readPaging(options: JsonObject): Paging {
  const token = readToken(options['$skipToken']);
  const top = options['$top'] ?? token?.['MaxRows'] ?? DEFAULT_ROWS;
  const skip = options['$skip'] ?? token?.['RowsToSkip'] ?? 0;
  if (!isWithin(top, 1, MAX_ROWS)) throw badOption('$top');
  if (!isWithin(skip, 0, Number.MAX_SAFE_INTEGER)) throw badOption('$skip');
  return { top, skip };
}

export interface Page {
  readonly records: readonly Row[];
  /** A string; `false` also where a token follows, as recorded. */
  readonly resultTruncated: 'true' | 'false';
  readonly $skipToken?: string;
}

/** No token without the column `id`, and none with `take`: then the rest is cut off (documents). */
export function pageOf(query: Query, { rows, columns }: Result, { top, skip }: Paging): Page {
  const records = rows.slice(skip, skip + top);
  if (skip + top >= rows.length) return { records, resultTruncated: 'false' };
  const limited = query.operators.some(({ kind }) => kind === 'take');
  if (limited || !columns.includes('id')) return { records, resultTruncated: 'true' };
  return { records, resultTruncated: 'false', $skipToken: writeToken(top, skip + top) };
}

/** Base64 of JSON as .NET writes it, with the members that were recorded. */
function writeToken(top: number, skip: number): string {
  const members = {
    $id: '1',
    MaxRows: top,
    RowsToSkip: skip,
    KustoClusterUrl: 'https://arg-weu-0.arg.core.windows.net',
  };
  return Buffer.from(JSON.stringify(members, undefined, 2).replaceAll('\n', '\r\n')).toString(
    'base64',
  );
}

function readToken(token: unknown): JsonObject | undefined {
  if (token === undefined || token === null) return undefined;
  const members =
    typeof token === 'string' ? parseJsonObject(Buffer.from(token, 'base64')) : undefined;
  if (members === undefined) throw badOption('$skipToken');
  return members;
}

function isWithin(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

function badOption(name: string): KqlError {
  return new KqlError({ code: 'InvalidOption', message: `The value of ${name} is invalid.` });
}
