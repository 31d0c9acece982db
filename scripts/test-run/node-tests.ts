import { globSync } from 'node:fs';
import { sep } from 'node:path';
import type { Outcome } from './outcome.ts';
import { runFiles } from './run-files.ts';
import { runTestFile } from './test-file.ts';

export interface NodeTestOptions {
  readonly root: string;
  /** Paths below the root. */
  readonly files: readonly string[];
  /** How many files run at the same time. */
  readonly concurrency: number;
  /** After this time a file is ended and has failed, in milliseconds. */
  readonly timeoutMs: number;
  /** How often a file may run until it passes; default 1. */
  readonly attempts?: number;
  readonly print: (line: string) => void;
}

/** The test files below a folder whose path contains one of `parts`; all if there are none. */
export function testFiles(root: string, folder: string, parts: readonly string[]): string[] {
  return globSync(`${folder}/**/*.test.ts`, { cwd: root })
    .map((file) => file.split(sep).join('/'))
    .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)))
    .sort();
}

/** Runs files of node:test, each in a process of its own, and prints how they went. */
export function runNodeTests(options: NodeTestOptions): Promise<Outcome> {
  const { root, files, concurrency, timeoutMs, attempts = 1, print } = options;
  return runFiles({
    files,
    concurrency,
    attempts,
    print,
    run: (file) => runTestFile(root, file, timeoutMs),
  });
}
