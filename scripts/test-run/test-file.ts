import { once } from 'node:events';
import { join, relative } from 'node:path';
import { run } from 'node:test';
import type { EventData } from 'node:test';
import { inspect } from 'node:util';
import type { Skip } from './outcome.ts';

/** What became of the tests of one file. */
export interface FileResult {
  readonly passed: number;
  /** A text per failure: name, place and error. */
  readonly failures: readonly string[];
  readonly skips: readonly Skip[];
  /** All that the file wrote to its standard output and error. */
  readonly written: string;
  /** What tests have told by `diagnostic`, for people: tables of what was tried. */
  readonly told?: readonly string[];
}

/**
 * Runs a test file in a process of its own. After `timeoutMs` the process is ended and the file has
 * failed: a test hangs, or all have passed and something is left open. (The option `timeout` of
 * node:test does neither.)
 */
export async function runTestFile(
  root: string,
  file: string,
  timeoutMs: number,
): Promise<FileResult> {
  const failures: string[] = [];
  const skips: Skip[] = [];
  const written: string[] = [];
  const told: string[] = [];
  let passed = 0;
  const stream = run({
    cwd: root,
    files: [join(root, file)],
    signal: AbortSignal.timeout(timeoutMs),
  });
  const write = ({ message }: { readonly message: string }) => {
    written.push(message);
  };
  stream.on('test:stdout', write);
  stream.on('test:stderr', write);
  stream.on('test:diagnostic', ({ message, nesting }) => {
    // What is not nested is node's own count.
    if (nesting > 0) told.push(message);
  });
  stream.on('test:pass', (data) => {
    if (isSkipped(data)) {
      skips.push(skipOf(data, root));
    } else if (data.details.type !== 'suite') {
      passed++;
    }
  });
  stream.on('test:fail', (data) => {
    // A failed `todo` test is no failure to node:test either.
    if (isSkipped(data)) {
      skips.push(skipOf(data, root));
      return;
    }
    const { failureType, cause } = data.details.error as TestFailure;
    if (failureType === 'testAborted') {
      const seconds = (timeoutMs / 1000).toFixed(0);
      failures.push(`✖ ended after ${seconds} s: a test hangs, or something is left open`);
    } else if (failureType !== 'subtestsFailed') {
      // (What failed inside a suite is reported by itself.)
      failures.push(describeFailure(data, cause));
    }
  });
  stream.resume();
  await once(stream, 'end');
  return { passed, failures, skips, written: written.join(''), told };
}

/** What node:test wraps a thrown value in. */
interface TestFailure {
  readonly failureType?: unknown;
  readonly cause?: unknown;
}

function describeFailure({ name, line }: EventData.TestFail, cause: unknown): string {
  const place = line === undefined ? '' : ` (line ${line})`;
  return `✖ ${name}${place}\n${inspect(cause)}`;
}

type Verdict = EventData.TestPass | EventData.TestFail;

function isSkipped({ skip, todo }: Verdict): boolean {
  return isSaid(skip) || isSaid(todo);
}

/** node:test says nothing or false where a mark is not set, and true or a reason where it is. */
function isSaid(mark: string | boolean | undefined): boolean {
  return mark !== undefined && mark !== false;
}

function skipOf({ name, file, skip, todo }: Verdict, root: string): Skip {
  const reason = [skip, todo].find((said) => typeof said === 'string' && said !== '');
  return {
    name: `${name} (${relative(root, file ?? root)})`,
    reason: typeof reason === 'string' ? reason : 'no reason given',
  };
}
