import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import type Mocha from 'mocha';
import { writeReport } from './reports.ts';

/** What takes longer than this hangs; a test that needs more says so itself. */
const TEST_TIMEOUT_MS = 120_000;

/** Runs a bundled test file and reports each test as it ends. */
export async function runTests(file: string, mochaFile: string): Promise<void> {
  const loaded = (await import(pathToFileURL(mochaFile).href)) as {
    readonly default: typeof Mocha;
  };
  const mocha = new loaded.default({
    ui: 'bdd',
    timeout: TEST_TIMEOUT_MS,
    forbidOnly: true,
  });
  // The events below are the report; an extension host has no console to write to.
  mocha.reporter(loaded.default.reporters.Base);
  mocha.addFile(file);
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => {
      resolve();
    });
    runner.on('pass', (test) => {
      writeReport({ kind: 'passed', title: test.fullTitle() });
    });
    runner.on('fail', (test: Mocha.Runnable, error: unknown) => {
      writeReport({ kind: 'failed', title: test.fullTitle(), error: inspect(error) });
    });
    runner.on('pending', (test) => {
      writeReport({ kind: 'skipped', title: test.fullTitle() });
    });
  });
}
