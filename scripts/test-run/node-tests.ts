import { once } from 'node:events';
import { globSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { run } from 'node:test';
import type { EventData } from 'node:test';
import { describeFailure } from './failure.ts';
import { FileReports } from './file-reports.ts';
import type { Outcome, Skip } from './outcome.ts';

export interface NodeTestOptions {
  readonly root: string;
  /** Paths below the root. */
  readonly files: readonly string[];
  /** How many files run at the same time. */
  readonly concurrency: number;
  /** After this time a file is ended and has failed, in milliseconds. */
  readonly timeoutMs: number;
  readonly print: (line: string) => void;
}

/** The test files below a folder whose path contains one of `parts`; all if there are none. */
export function testFiles(root: string, folder: string, parts: readonly string[]): string[] {
  return globSync(`${folder}/**/*.test.ts`, { cwd: root })
    .map((file) => file.split(sep).join('/'))
    .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)))
    .sort();
}

/**
 * Runs test files in processes of their own and prints a line for each one that has ended, and below
 * it, if something failed, the failures and what the file wrote.
 */
export async function runNodeTests(options: NodeTestOptions): Promise<Outcome> {
  const { root, print } = options;
  const reports = new FileReports(root);
  const skips: Skip[] = [];
  let passed = 0;
  const stream = run({
    cwd: root,
    files: options.files.map((file) => join(root, file)),
    concurrency: options.concurrency,
    timeout: options.timeoutMs,
  });
  stream.on('test:stdout', ({ file, message }) => {
    reports.of(file).written.push(message);
  });
  stream.on('test:stderr', ({ file, message }) => {
    reports.of(file).written.push(message);
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
    const failure = describeFailure(data);
    if (failure !== undefined) {
      reports.of(data.file).failures.push(failure);
    }
  });
  stream.on('test:summary', ({ file, counts, duration_ms: ms }) => {
    if (file !== undefined) {
      reports.print(file, `${counts.tests} tests, ${(ms / 1000).toFixed(1)} s`, print);
    }
  });
  stream.resume();
  await once(stream, 'end');
  reports.printRest(print);
  return { passed, failed: reports.failed, skips };
}

type Verdict = EventData.TestPass | EventData.TestFail;

/** node:test says `skip: false` or nothing where a test was not skipped, and the reason or true. */
function isSkipped({ skip, todo }: Verdict): boolean {
  return isSaid(skip) || isSaid(todo);
}

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
