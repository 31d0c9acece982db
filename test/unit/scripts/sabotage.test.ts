import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { runChild } from '../../../scripts/child-process.ts';
import { applyBreakage } from '../../../scripts/sabotage/breakage.ts';
import type { Breakage } from '../../../scripts/sabotage/breakage.ts';
import type { Outcome } from '../../../scripts/test-run/outcome.ts';
import { repository, runProgram, withFolder } from './fixture-project.ts';

const project = {
  'package.json': '{ "type": "module" }',
  '.gitignore': 'node_modules\n',
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      module: 'nodenext',
      noEmit: true,
      strict: true,
      skipLibCheck: true,
      types: ['node'],
      allowImportingTsExtensions: true,
    },
    include: ['src', 'test'],
  }),
  'esbuild.js': '',
  'src/double.ts': 'export function double(n: number): number {\n  return n * 2;\n}\n',
  'test/double.test.ts': `
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { double } from '../src/double.ts';

describe('double', () => {
  it('doubles (2 * 2)', () => { assert.equal(double(3), 6); });
  it('does not look', () => { double(3); });
  it('falls over', () => { if (double(3) !== 6) { throw new Error('over'); } });
  it('is red anyway', () => { assert.equal(double(3), 7); });
});
`,
};

function breakage(name: string, replace: string, test: string): Breakage {
  return {
    name,
    file: 'src/double.ts',
    find: 'n * 2',
    replace,
    test: { file: 'test/double.test.ts', name: test },
  };
}

/** Runs the sabotage of a project in a process of its own; what it printed and came to. */
async function sabotageOf(
  files: typeof project,
  breakages: readonly Breakage[],
): Promise<{ readonly lines: readonly string[]; readonly outcome: Outcome }> {
  return withFolder(files, async (folder) => {
    const git = await runChild('git', ['init', '--quiet'], { cwd: folder, timeoutMs: 60_000 });
    assert.ok(git.ok, git.output);
    return (await runProgram(
      folder,
      `import { sabotage } from ${JSON.stringify(join(repository, 'scripts/sabotage/sabotage.ts'))};
      const lines = [];
      const root = process.cwd();
      const outcome = await sabotage(root, ${JSON.stringify(breakages)}, (line) => lines.push(line));
      console.log(JSON.stringify({ lines, outcome }));`,
    )) as { lines: string[]; outcome: Outcome };
  });
}

describe('the sabotage run', () => {
  it('tells what was noticed by an assertion from everything else', async () => {
    const { lines, outcome } = await sabotageOf(project, [
      breakage('noticed', 'n * 3', 'doubles (2 * 2)'),
      breakage('nobody looks', 'n * 3', 'does not look'),
      breakage('a crash', 'n * 3', 'falls over'),
      breakage('red before', 'n * 3', 'is red anyway'),
      breakage('no such test', 'n * 3', 'is not there'),
      breakage('does not type-check', "'n'", 'doubles (2 * 2)'),
      { ...breakage('no such text', 'n', 'doubles (2 * 2)'), find: 'm * 2' },
    ]);
    const text = lines.join('\n');
    assert.match(text, /^ {2}noticed {3}noticed \|/m);
    assert.match(text, /UNNOTICED nobody looks .*\n {4}The test passes with the breakage\./);
    assert.match(text, /UNNOTICED a crash .*\n {4}The test did not fail by an assertion: over/);
    assert.match(text, /UNNOTICED red before .*\n {4}The test fails without the breakage/);
    assert.match(text, /UNNOTICED no such test .*\n {4}The test fails without .* no such test ran/);
    assert.match(text, /UNNOTICED does not type-check .*\n {4}With the breakage, types failed/);
    assert.match(text, /UNNOTICED no such text .*\n {4}The text to break stands 0 times/);
    assert.deepEqual(outcome, { passed: 1, failed: 6, skips: [] });
  });

  it('breaks nothing that is broken already', async () => {
    const broken = { ...project, 'src/double.ts': `${project['src/double.ts']}double('2');\n` };
    const { lines, outcome } = await sabotageOf(broken, [
      breakage('noticed', 'n * 3', 'doubles (2 * 2)'),
    ]);
    assert.match(lines.join('\n'), /^Without any breakage, types failed .*\n.*double\.ts/);
    assert.deepEqual(outcome, { passed: 0, failed: 1, skips: [] });
  });
});

describe('applyBreakage', () => {
  it('replaces the text literally', () => {
    assert.equal(applyBreakage('a n * 2 b', breakage('x', '$&', 't')), 'a $& b');
  });
  for (const source of ['', 'n * 2, n * 2']) {
    it(`refuses ${JSON.stringify(source)}`, () => {
      assert.throws(
        () => applyBreakage(source, breakage('x', 'y', 't')),
        /times in src\/double\.ts/,
      );
    });
  }
});
