import { add, NOTHING } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { sideBySide } from './side-by-side.ts';
import type { FileResult } from './test-file.ts';

export interface FileRun {
  /** Paths below the root of the repository. */
  readonly files: readonly string[];
  /** How many files run at the same time. */
  readonly concurrency: number;
  /** How often a file may run until it passes; each run that fails is shown. */
  readonly attempts: number;
  readonly run: (file: string) => Promise<FileResult>;
  readonly print: (line: string) => void;
}

/**
 * Runs test files and prints a line for each one, and below it, if something failed, the failures
 * and what the file wrote.
 */
export async function runFiles({
  files,
  concurrency,
  attempts,
  run,
  print,
}: FileRun): Promise<Outcome> {
  let total = NOTHING;
  await sideBySide(
    files,
    concurrency,
    async (file) => {
      const runs: TimedResult[] = [];
      do {
        const start = performance.now();
        const result = await run(file);
        runs.push({ ...result, seconds: ((performance.now() - start) / 1000).toFixed(1) });
      } while (runs.length < attempts && hasFailed(runs.at(-1)));
      return runs;
    },
    (file, runs) => {
      for (const [index, result] of runs.entries()) {
        const isLast = index === runs.length - 1;
        const { passed, failures, skips, written, told = [], seconds } = result;
        const word = isLast ? (hasFailed(result) ? 'FAILED' : 'ok    ') : 'AGAIN ';
        print(`  ${word} ${file} (${passed} passed, ${seconds} s)`);
        for (const text of told) print(text.replaceAll(/^/gm, '    '));
        if (hasFailed(result)) {
          const text = [...failures, written].join('\n').trimEnd();
          print(text.replaceAll(/^/gm, '    '));
        }
        if (isLast) total = add(total, { passed, failed: failures.length, skips });
      }
    },
  );
  return total;
}

type TimedResult = FileResult & { readonly seconds: string };

function hasFailed(result: FileResult | undefined): boolean {
  return result !== undefined && result.failures.length > 0;
}
