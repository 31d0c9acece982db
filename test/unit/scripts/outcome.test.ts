import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSelection } from '../../../scripts/test-run/arguments.ts';
import { add, closingLine, exitCode } from '../../../scripts/test-run/outcome.ts';
import { sideBySide } from '../../../scripts/test-run/side-by-side.ts';

const skip = { name: 'n', reason: 'r' };

describe('the outcome of a test run', () => {
  it('adds up', () => {
    assert.deepEqual(
      add({ passed: 1, failed: 2, skips: [skip] }, { passed: 3, failed: 4, skips: [] }),
      { passed: 4, failed: 6, skips: [skip] },
    );
  });
  it('ends with one line', () => {
    assert.equal(closingLine({ passed: 3, failed: 0, skips: [] }), '3 passed, 0 failed');
    assert.equal(
      closingLine({ passed: 3, failed: 1, skips: [skip] }),
      '3 passed, 1 failed, 1 skipped',
    );
  });
  it('is bad if something failed or nothing ran', () => {
    assert.equal(exitCode({ passed: 1, failed: 0, skips: [] }), 0);
    assert.equal(exitCode({ passed: 1, failed: 1, skips: [] }), 1);
    assert.equal(exitCode({ passed: 0, failed: 0, skips: [skip] }), 1);
  });
});

describe('the arguments of npm test', () => {
  const table: readonly (readonly [string[], string[], string[]])[] = [
    [[], ['static', 'unit', 'integration', 'webview', 'host', 'e2e'], []],
    [['unit'], ['unit'], []],
    [['sabotage', 'static'], ['static', 'sabotage'], []],
    [['dns/a.test.ts'], ['unit', 'integration', 'webview', 'host', 'e2e'], ['dns/a.test.ts']],
    [['unit', 'dns'], ['unit'], ['dns']],
  ];
  for (const [args, groups, files] of table) {
    it(`reads ${JSON.stringify(args)}`, () => {
      const selection = readSelection(args);
      assert.deepEqual([...selection.groups], groups);
      assert.deepEqual(selection.files, files);
    });
  }
});

describe('sideBySide', () => {
  it('keeps to its width and reports in order', async () => {
    const reported: number[] = [];
    const finish = new Map<number, () => void>();
    let running = 0;
    let most = 0;
    const all = sideBySide(
      [0, 1, 2, 3],
      2,
      async (item) => {
        most = Math.max(most, ++running);
        await new Promise<void>((resolve) => finish.set(item, resolve));
        running--;
      },
      (item) => reported.push(item),
    );
    const turn = () => new Promise(setImmediate);
    for (const item of [1, 2, 0, 3]) {
      await turn();
      assert.equal(reported.length, item === 3 ? 3 : 0);
      finish.get(item)?.();
    }
    await all;
    assert.deepEqual(reported, [0, 1, 2, 3]);
    assert.equal(most, 2);
  });
  it('fails if one fails', async () => {
    await assert.rejects(
      sideBySide(
        [1, 2],
        1,
        (n) => (n === 2 ? Promise.reject(new Error('no')) : Promise.resolve()),
        () => undefined,
      ),
      /no/,
    );
  });
});
