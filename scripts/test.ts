/**
 * `npm test`: all checks and tests, each with a heading, and at the very end one line
 * `N passed, N failed`. A static check counts as one test.
 *
 *   npm test                          static checks, build, unit and integration tests
 *   npm test -- unit                  one or more of static, unit, integration, sabotage
 *   npm test -- unit/dns cli.test     test files whose paths contain one of these
 */
import { resolve } from 'node:path';
import { breakages } from './sabotage/breakages.ts';
import { sabotage } from './sabotage/sabotage.ts';
import { readSelection } from './test-run/arguments.ts';
import { closingLine, exitCode } from './test-run/outcome.ts';
import { BUILD, STATIC_CHECKS } from './test-run/static-checks.ts';
import { testFiles } from './test-run/node-tests.ts';
import { provide } from './test-run/provisions.ts';
import { TestRun } from './test-run/test-run.ts';

const UNIT_TIMEOUT_MS = 3 * 60_000;
const INTEGRATION_TIMEOUT_MS = 10 * 60_000;

const { groups, files } = readSelection(process.argv.slice(2));
const root = resolve(import.meta.dirname, '..');
const testRun = new TestRun(root, (line) => {
  console.log(line);
});

const unit = groups.has('unit') ? testFiles(root, 'test/unit', files) : [];
const integration = groups.has('integration') ? testFiles(root, 'test/integration', files) : [];

if (groups.has('static')) {
  await testRun.checks(STATIC_CHECKS);
}
// The integration tests run the built CLI.
const built =
  groups.has('static') || integration.length > 0 ? await testRun.checks([BUILD]) : undefined;
if (unit.length > 0) {
  await testRun.tests('unit tests', unit, UNIT_TIMEOUT_MS);
}
const provided =
  integration.length > 0 && built !== false && (await testRun.stage('provisions', provide));
if (provided) {
  await testRun.tests('integration tests', integration, INTEGRATION_TIMEOUT_MS);
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
