/** One point in which an exchange is not as the description says. */
export interface Finding {
  /** `operationId`; `unknown` where the description has no such operation. */
  readonly operation: string;
  readonly part: 'request path' | 'request query' | 'request body' | 'status' | 'response body';
  /** Members from the root, `#` for an item of a list: `value/#/attributes`. */
  readonly at: string;
  /** What is wrong there, e.g. `recoverableDays is not declared`, `must be string`. */
  readonly what: string;
}

export function printFinding({ operation, part, at, what }: Finding): string {
  return `${operation}, ${part}${at === '' ? '' : ` at ${at}`}: ${what}`;
}
