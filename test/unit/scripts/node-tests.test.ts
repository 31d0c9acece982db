import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { testFiles } from '../../../scripts/test-run/node-tests.ts';
import type { Outcome } from '../../../scripts/test-run/outcome.ts';
import { repository, runProgram, withFolder } from './fixture-project.ts';

const HEAD =
  "import assert from 'node:assert/strict';\nimport { describe, it } from 'node:test';\n";

/** Runs one test file with this content in a process of its own. */
async function runFile(
  content: string,
  { timeoutMs = 60_000, attempts = 1 } = {},
): Promise<{ readonly text: string; readonly outcome: Outcome }> {
  return withFolder(
    { 'a.test.ts': HEAD + content },
    (folder) =>
      runProgram(
        folder,
        `import { runNodeTests } from ${JSON.stringify(join(repository, 'scripts/test-run/node-tests.ts'))};
        const lines = [];
        const outcome = await runNodeTests({
          root: process.cwd(), files: ['a.test.ts'], concurrency: 1, timeoutMs: ${timeoutMs}, attempts: ${attempts},
          print: (line) => lines.push(line),
        });
        console.log(JSON.stringify({ text: lines.join('\\n'), outcome }));`,
      ) as Promise<{ text: string; outcome: Outcome }>,
  );
}

describe('runNodeTests', () => {
  it('counts tests, not suites, and shows what failed', async () => {
    const { text, outcome } = await runFile(`
      console.log('written');
      describe('suite', () => {
        it('good', () => {});
        it('bad', () => { assert.equal(1, 2); });
      });`);
    assert.deepEqual(outcome, { passed: 1, failed: 1, skips: [] });
    assert.match(text, /FAILED a\.test\.ts \(1 passed/);
    assert.match(text, /✖ bad/);
    assert.match(text, /1 !== 2/);
    assert.match(text, /written/);
  });

  it('says what was skipped and why', async () => {
    const { outcome } = await runFile(`
      it('later', { skip: 'needs root' }, () => {});
      it('never', { skip: false }, () => {});`);
    assert.deepEqual(outcome, {
      passed: 1,
      failed: 0,
      skips: [{ name: 'later (a.test.ts)', reason: 'needs root' }],
    });
  });

  it('fails a suite whose hook fails', async () => {
    const { outcome } = await runFile(`
      import { after } from 'node:test';
      describe('suite', () => {
        after(() => { throw new Error('left something behind'); });
        it('good', () => {});
      });`);
    assert.equal(outcome.failed, 1);
  });

  it('fails a file that cannot be loaded', async () => {
    const { text, outcome } = await runFile("import './nowhere.ts';");
    assert.deepEqual([outcome.passed, outcome.failed], [0, 1]);
    assert.match(text, /nowhere\.ts/);
  });

  it('ends and fails a file that hangs', async () => {
    const { text, outcome } = await runFile(
      "it('waits', () => new Promise((resolve) => { setTimeout(resolve, 600_000); }));",
      { timeoutMs: 2_000 },
    );
    assert.deepEqual([outcome.passed, outcome.failed], [0, 1]);
    assert.match(text, /ended after 2 s/);
  });

  it('fails a file that passes and leaves a handle open', async () => {
    const { outcome } = await runFile("it('good', () => { setInterval(() => {}, 1000); });", {
      timeoutMs: 10_000,
    });
    assert.deepEqual([outcome.passed, outcome.failed], [1, 1]);
  });

  it('runs a file once more where that is allowed, and shows the run that failed', async () => {
    const { text, outcome } = await runFile(
      `import { existsSync, writeFileSync } from 'node:fs';
      it('passes the second time', () => {
        const isSecond = existsSync('first');
        writeFileSync('first', '');
        assert.ok(isSecond, 'the first time');
      });`,
      { attempts: 2 },
    );
    assert.deepEqual([outcome.passed, outcome.failed], [1, 0]);
    assert.match(
      text,
      /AGAIN {2}a\.test\.ts \(0 passed.*the first time.*ok {5}a\.test\.ts \(1 pa/s,
    );
  });

  it('fails a file that fails whenever it runs', async () => {
    const { outcome } = await runFile("it('bad', () => { assert.fail(); });", { attempts: 2 });
    assert.deepEqual([outcome.passed, outcome.failed], [0, 1]);
  });
});

describe('testFiles', () => {
  it('takes the files whose path contains a part', async () => {
    const files = { 't/dns/a.test.ts': '', 't/b.test.ts': '', 't/dns/c.ts': '' };
    await withFolder(files, (folder) => {
      assert.deepEqual(testFiles(folder, 't', []), ['t/b.test.ts', 't/dns/a.test.ts']);
      assert.deepEqual(testFiles(folder, 't', ['dns/']), ['t/dns/a.test.ts']);
      assert.deepEqual(testFiles(folder, 't', ['x']), []);
      return Promise.resolve();
    });
  });
});
