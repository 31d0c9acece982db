import type { EventData } from 'node:test';
import { inspect } from 'node:util';

/** What node:test wraps a thrown value in. */
interface TestFailure {
  readonly failureType?: unknown;
  readonly cause?: unknown;
}

/**
 * A failed test in words: its name, place and error. Undefined for a suite or parent that failed
 * only because something in it did, which is reported by itself.
 */
export function describeFailure(data: EventData.TestFail): string | undefined {
  const { failureType, cause } = data.details.error as TestFailure;
  if (failureType === 'subtestsFailed') {
    return undefined;
  }
  const place = data.line === undefined ? '' : ` (line ${data.line})`;
  const error = cause instanceof Error ? (cause.stack ?? cause.message) : inspect(cause);
  return `✖ ${data.name}${place}\n${error}`;
}
