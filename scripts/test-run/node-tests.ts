import { globSync } from 'node:fs';
import { sep } from 'node:path';
import { add, NOTHING } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { sideBySide } from './side-by-side.ts';
import { runTestFile } from './test-file.ts';

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
 * Runs test files and prints a line for each one, and below it, if something failed, the failures
 * and what the file wrote.
 */
export async function runNodeTests(options: NodeTestOptions): Promise<Outcome> {
  let total = NOTHING;
  await sideBySide(
    options.files,
    options.concurrency,
    async (file) => {
      const start = performance.now();
      const result = await runTestFile(options.root, file, options.timeoutMs);
      return { ...result, seconds: ((performance.now() - start) / 1000).toFixed(1) };
    },
    (file, { passed, failures, skips, written, seconds }) => {
      const failed = failures.length;
      options.print(
        `  ${failed > 0 ? 'FAILED' : 'ok    '} ${file} (${passed} passed, ${seconds} s)`,
      );
      if (failed > 0) {
        const text = [...failures, written].join('\n').trimEnd();
        options.print(text.replaceAll(/^/gm, '    '));
      }
      total = add(total, { passed, failed, skips });
    },
  );
  return total;
}
