import type { JsonObject } from '../json.ts';
import type { Result } from './kql-evaluation.ts';

/** `resultFormat: table`: columns with their types, then rows of cells. */
export function table({ rows, columns }: Result): JsonObject {
  return {
    columns: columns.map((name) => ({ name, type: typeOf(rows.map((row) => row[name])) })),
    rows: rows.map((row) => columns.map((name) => row[name] ?? null)),
  };
}

function typeOf(values: readonly unknown[]): string {
  const value = values.find((each) => each !== null && each !== undefined);
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
      return Number.isInteger(value) ? 'integer' : 'number';
    case 'boolean':
      return 'boolean';
    default:
      return 'object';
  }
}
