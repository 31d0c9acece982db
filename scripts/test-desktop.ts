/**
 * `npm run test:desktop`: the in-host tests in VS Code for the desktop, the newest and the oldest
 * that is supported, each as it is downloaded from Microsoft. Needs a display.
 *
 *   npm run test:desktop -- activation     test files whose paths contain one of these
 */
import { resolve } from 'node:path';
import { downloadDesktop } from '../test/host/desktop.ts';
import { onDesktop } from '../test/host/in-host/desktop-window.ts';
import { testFiles } from './test-run/node-tests.ts';
import { closingLine, exitCode } from './test-run/outcome.ts';
import { FOR_THE_SANDBOX, provide } from './test-run/provisions.ts';
import { BUILD, PACKAGE } from './test-run/static-checks.ts';
import { TestRun } from './test-run/test-run.ts';

/** What `engines` in package.json promises, and what most people have. */
const VERSIONS = ['1.105.0', 'stable'];
const FILE_TIMEOUT_MS = 5 * 60_000;

const root = resolve(import.meta.dirname, '..');
const files = testFiles(root, 'test/vscode', process.argv.slice(2));
const testRun = new TestRun(root, (line) => {
  console.log(line);
});

try {
  // First what may be missing: nothing is built in vain.
  const desktops = [];
  for (const version of VERSIONS) desktops.push({ version, ...(await downloadDesktop(version)) });
  const ready =
    (await testRun.checks([BUILD])) &&
    (await testRun.checks([PACKAGE])) &&
    (await testRun.stage('provisions', (print) => provide(FOR_THE_SANDBOX, print)));
  for (const desktop of ready ? desktops : []) {
    const name = `tests in VS Code for the desktop, ${desktop.version}`;
    await testRun.hostTests(name, onDesktop(desktop), { files, timeoutMs: FILE_TIMEOUT_MS });
  }
  console.log(`\n${closingLine(testRun.outcome)}`);
  process.exitCode = exitCode(testRun.outcome);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
