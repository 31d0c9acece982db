import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../test-run/outcome.ts';
import { sideBySide } from '../test-run/side-by-side.ts';
import { BUILD, runCheck } from '../test-run/static-checks.ts';
import type { StaticCheck } from '../test-run/static-checks.ts';
import { applyBreakage } from './breakage.ts';
import type { Breakage } from './breakage.ts';
import { runNamedTest } from './run-named-test.ts';
import { projectFiles, withWorkingCopy } from './working-copy.ts';

type Print = (line: string) => void;

const AT_A_TIME = 2;

/** What the compiler remembers: with it only what depends on a breakage is checked anew. */
const TYPES_MEMORY = 'types.tsbuildinfo';
const TYPES: StaticCheck = {
  name: 'types',
  command: [
    'node_modules/typescript/bin/tsc',
    ...['-p', 'tsconfig.json', '--incremental', '--tsBuildInfoFile', TYPES_MEMORY],
  ],
};

/**
 * Breaks the product in one way at a time and sees whether the test that should notice turns red by
 * an assertion, after it was seen to be green without the breakage. Prints a line per breakage; each
 * counts as one test.
 */
export async function sabotage(
  root: string,
  breakages: readonly Breakage[],
  print: Print,
): Promise<Outcome> {
  const files = await projectFiles(root);
  return withWorkingCopy(root, files, async (whole) => {
    const failure = await failedCheck(whole, [TYPES, BUILD]);
    if (failure !== undefined) {
      print(`Without any breakage, ${failure}`);
      return { passed: 0, failed: 1, skips: [] };
    }
    const broken = await brokenWithout(whole, breakages);
    let passed = 0;
    let failed = 0;
    await sideBySide(
      breakages,
      AT_A_TIME,
      async (breakage) =>
        broken.get(testKey(breakage)) ??
        (await withWorkingCopy(whole, files, async (copy) => {
          await copyFile(join(whole, TYPES_MEMORY), join(copy, TYPES_MEMORY));
          return unnoticed(copy, breakage);
        })),
      ({ name, test }, problem) => {
        if (problem === undefined) {
          passed++;
          print(`  noticed   ${name} | ${test.file} | ${test.name}`);
        } else {
          failed++;
          print(`  UNNOTICED ${name} | ${test.file} | ${test.name}`);
          print(problem.replaceAll(/^/gm, '    '));
        }
      },
    );
    return { passed, failed, skips: [] };
  });
}

function testKey({ test }: Breakage): string {
  return `${test.file} ${test.name}`;
}

/** The tests that are not green without any breakage, with the reason. */
async function brokenWithout(
  whole: string,
  breakages: readonly Breakage[],
): Promise<Map<string, string>> {
  const problems = new Map<string, string>();
  const tests = new Map(breakages.map((breakage) => [testKey(breakage), breakage.test]));
  await sideBySide(
    [...tests],
    AT_A_TIME,
    ([, test]) => runNamedTest(whole, test),
    ([key], verdict) => {
      if (verdict.kind !== 'passed') {
        problems.set(key, `The test fails without the breakage: ${verdict.message}`);
      }
    },
  );
  return problems;
}

/** Why the breakage cannot be said to have been noticed; undefined if it was. */
async function unnoticed(copy: string, breakage: Breakage): Promise<string | undefined> {
  const file = join(copy, breakage.file);
  try {
    await writeFile(file, applyBreakage(await readFile(file, 'utf8'), breakage));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const failure = await failedCheck(copy, [TYPES, BUILD]);
  if (failure !== undefined) {
    return `With the breakage, ${failure}`;
  }
  const verdict = await runNamedTest(copy, breakage.test);
  switch (verdict.kind) {
    case 'assertion':
      return undefined;
    case 'passed':
      return 'The test passes with the breakage.';
    case 'broken':
      return `The test did not fail by an assertion: ${verdict.message}`;
  }
}

async function failedCheck(
  copy: string,
  checks: readonly StaticCheck[],
): Promise<string | undefined> {
  for (const check of checks) {
    const { ok, ending, output } = await runCheck(check, copy);
    if (!ok) {
      return `${check.name} failed (${ending}):\n${output}`;
    }
  }
  return undefined;
}
