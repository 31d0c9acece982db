import { add, NOTHING } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { sideBySide } from './side-by-side.ts';
import type { FileResult } from './test-file.ts';

export interface FileRun {
  /** Paths below the root of the repository. */
  readonly files: readonly string[];
  /** How many files run at the same time. */
  readonly concurrency: number;
  readonly run: (file: string) => Promise<FileResult>;
  readonly print: (line: string) => void;
}

/**
 * Runs test files and prints a line for each one, and below it, if something failed, the failures
 * and what the file wrote.
 */
export async function runFiles({ files, concurrency, run, print }: FileRun): Promise<Outcome> {
  let total = NOTHING;
  await sideBySide(
    files,
    concurrency,
    async (file) => {
      const start = performance.now();
      const result = await run(file);
      return { ...result, seconds: ((performance.now() - start) / 1000).toFixed(1) };
    },
    (file, { passed, failures, skips, written, seconds }) => {
      const failed = failures.length;
      print(`  ${failed > 0 ? 'FAILED' : 'ok    '} ${file} (${passed} passed, ${seconds} s)`);
      if (failed > 0) {
        const text = [...failures, written].join('\n').trimEnd();
        print(text.replaceAll(/^/gm, '    '));
      }
      total = add(total, { passed, failed, skips });
    },
  );
  return total;
}
