import { buildCompanion } from '../../test/host/in-host/build-companion.ts';
import { runHostTestFile } from '../../test/host/in-host/run-test-file.ts';
import type { OpenHost } from '../../test/host/in-host/window.ts';
import type { Outcome } from './outcome.ts';
import { runFiles } from './run-files.ts';

export interface HostTestRun {
  /** Paths below the root of the repository. */
  readonly files: readonly string[];
  readonly open: OpenHost;
  /** How many of them have their VS Code at the same time. */
  readonly concurrency: number;
  /** After this time a file is ended and has failed, in milliseconds. */
  readonly timeoutMs: number;
  /** How often a file may run until it passes. */
  readonly attempts: number;
  readonly print: (line: string) => void;
}

/** Runs files of mocha, each in the extension host of a VS Code of its own. */
export async function runHostTests(options: HostTestRun): Promise<Outcome> {
  const { files, open, concurrency, timeoutMs, attempts, print } = options;
  const companion = await buildCompanion(files);
  try {
    return await runFiles({
      files,
      concurrency,
      attempts,
      print,
      run: (file) => runHostTestFile(file, { companion, open, timeoutMs }),
    });
  } finally {
    await companion.remove();
  }
}
