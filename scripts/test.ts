/**
 * `npm test`: all checks and tests, each with a heading, and at the very end one line
 * `N passed, N failed`. A static check counts as one test.
 *
 *   npm test                          everything but sabotage
 *   npm test -- unit                  one or more of static, unit, integration, webview, host, e2e,
 *                                     sabotage
 *   npm test -- unit/dns cli.test     test files whose paths contain one of these
 */
import { resolve } from 'node:path';
import { breakages } from './sabotage/breakages.ts';
import { sabotage } from './sabotage/sabotage.ts';
import { inBrowser } from '../test/host/in-host/window.ts';
import { readSelection, type Group } from './test-run/arguments.ts';
import { closingLine, exitCode } from './test-run/outcome.ts';
import { BUILD, PACKAGE, STATIC_CHECKS } from './test-run/static-checks.ts';
import { testFiles } from './test-run/node-tests.ts';
import {
  FOR_INTEGRATION,
  FOR_PAGES,
  FOR_THE_SANDBOX,
  FOR_VS_CODE,
  provide,
} from './test-run/provisions.ts';
import { ATTEMPTS_IN_VS_CODE, CORES_OF_VS_CODE, TestRun } from './test-run/test-run.ts';

const MINUTE_MS = 60_000;

const { groups, files } = readSelection(process.argv.slice(2));
const root = resolve(import.meta.dirname, '..');
const testRun = new TestRun(root, (line) => {
  console.log(line);
});

const filesOf = (group: Group, folder: string): readonly string[] =>
  groups.has(group) ? testFiles(root, folder, files) : [];
const unit = filesOf('unit', 'test/unit');
const integration = filesOf('integration', 'test/integration');
const webview = filesOf('webview', 'test/webview');
const host = filesOf('host', 'test/vscode');
const e2e = filesOf('e2e', 'test/e2e');
const inVsCode = host.length + e2e.length > 0;
const inSandbox = integration.length > 0 || inVsCode;
const inBrowsers = webview.length > 0 || inVsCode;
const needed = [
  ...(inSandbox ? FOR_THE_SANDBOX : []),
  ...(integration.length > 0 ? FOR_INTEGRATION : []),
  ...(inBrowsers ? FOR_PAGES : []),
  ...(inVsCode ? FOR_VS_CODE : []),
];

if (groups.has('static')) {
  await testRun.checks(STATIC_CHECKS);
}
// The integration tests run the built CLI, those in VS Code the packaged extension.
const built = groups.has('static') || needed.length > 0 ? await testRun.checks([BUILD]) : undefined;
const packaged = inVsCode && built === true ? await testRun.checks([PACKAGE]) : undefined;
if (unit.length > 0) {
  await testRun.tests('unit tests', { files: unit, timeoutMs: 3 * MINUTE_MS });
}
const provided =
  needed.length > 0 &&
  built === true &&
  (await testRun.stage('provisions', (print) => provide(needed, print)));
if (provided && integration.length > 0) {
  await testRun.tests('integration tests', { files: integration, timeoutMs: 10 * MINUTE_MS });
}
if (provided && webview.length > 0) {
  await testRun.tests('tests of the pages', { files: webview, timeoutMs: 5 * MINUTE_MS, cores: 2 });
}
if (provided && packaged === true && host.length > 0) {
  const stage = { files: host, timeoutMs: 5 * MINUTE_MS, attempts: ATTEMPTS_IN_VS_CODE };
  await testRun.hostTests('tests in the newest VS Code', inBrowser('newest'), stage);
  await testRun.hostTests('tests in the oldest VS Code', inBrowser('oldest'), stage);
}
if (provided && packaged === true && e2e.length > 0) {
  await testRun.tests('end-to-end tests', {
    files: e2e,
    timeoutMs: 10 * MINUTE_MS,
    cores: CORES_OF_VS_CODE,
    attempts: ATTEMPTS_IN_VS_CODE,
  });
}
if (groups.has('sabotage')) {
  await testRun.stage('sabotage', (print) => sabotage(root, breakages, print));
}

const { outcome } = testRun;
console.log('');
for (const { name, reason } of outcome.skips) {
  console.log(`skipped: ${name}: ${reason}`);
}
console.log(closingLine(outcome));
process.exitCode = exitCode(outcome);
