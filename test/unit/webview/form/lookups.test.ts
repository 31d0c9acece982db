import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { Lookups } from '../../../../src/webview/form/lookups.ts';
import { ManualTimer } from '../manual-timer.ts';

interface Asked {
  readonly question: string;
  readonly signal: AbortSignal;
  readonly answer: (text: string) => void;
  readonly fail: (error: Error) => void;
}

function looking(patience = 400) {
  const timer = new ManualTimer();
  const asked: Asked[] = [];
  let changes = 0;
  const lookups = new Lookups<string, string>({
    ask: (question, signal) =>
      new Promise((answer, fail) => {
        asked.push({ question, signal, answer, fail });
      }),
    problemOf: (error) => ({ message: String(error), remedies: [], cancelled: false }),
    later: timer.later,
    patience,
    onChange: () => changes++,
  });
  return { timer, asked, lookups, changes: () => changes };
}

describe('Lookups', () => {
  it('asks once what has been wanted for a while', () => {
    const { timer, asked, lookups } = looking();
    lookups.want(['a']);
    timer.pass(399);
    lookups.want(['a']);
    assert.deepEqual(lookups.of('a'), { state: 'looking' });
    assert.equal(asked.length, 0);
    timer.pass(1);
    lookups.want(['a']);
    timer.pass(400);
    assert.deepEqual(
      asked.map(({ question }) => question),
      ['a'],
    );
  });

  it('never asks what was typed over', () => {
    const { timer, asked, lookups } = looking();
    for (const typed of ['w', 'ww', 'www']) {
      lookups.want([typed]);
      timer.pass(100);
    }
    timer.pass(400);
    assert.deepEqual(
      asked.map(({ question }) => question),
      ['www'],
    );
    assert.equal(lookups.of('w'), undefined);
  });

  it('tells what was found and what has failed', async () => {
    const { timer, asked, lookups, changes } = looking(0);
    lookups.want(['a', 'b']);
    timer.pass(0);
    asked[0]?.answer('A');
    asked[1]?.fail(new Error('no'));
    await setImmediate();
    assert.deepEqual(lookups.of('a'), { state: 'found', answer: 'A' });
    assert.equal(lookups.of('b')?.state, 'failed');
    assert.equal(changes(), 2);
  });

  it('cancels and forgets what is no longer wanted, however late the answer is', async () => {
    const { timer, asked, lookups, changes } = looking(0);
    lookups.want(['old']);
    timer.pass(0);
    lookups.want(['new']);
    assert.equal(asked[0]?.signal.aborted, true);
    asked[0].answer('of yesterday');
    await setImmediate();
    assert.equal(lookups.of('old'), undefined);
    assert.deepEqual(lookups.of('new'), { state: 'looking' });
    assert.equal(changes(), 0);
  });

  it('does not take the answer to an older asking for one to the newer', async () => {
    const { timer, asked, lookups } = looking(0);
    lookups.want(['a']);
    timer.pass(0);
    lookups.want([]);
    lookups.want(['a']);
    timer.pass(0);
    asked[0]?.answer('old');
    await setImmediate();
    assert.deepEqual(lookups.of('a'), { state: 'looking' });
    asked[1]?.answer('new');
    await setImmediate();
    assert.deepEqual(lookups.of('a'), { state: 'found', answer: 'new' });
  });

  it('asks eight at a time, the rest when there is room', async () => {
    const { timer, asked, lookups } = looking(0);
    const names = Array.from({ length: 20 }, (_, index) => `n${String(index)}`);
    lookups.want(names);
    timer.pass(0);
    assert.equal(asked.length, 8);
    // What waits and is no longer wanted is never asked.
    lookups.want(names.filter((name) => name !== 'n8'));
    asked[0]?.answer('');
    asked[1]?.fail(new Error('no'));
    await setImmediate();
    assert.deepEqual(
      asked.slice(8).map(({ question }) => question),
      ['n9', 'n10'],
    );
  });

  it('asks again at once, but not while it is looking', async () => {
    const { timer, asked, lookups } = looking();
    lookups.want(['a']);
    timer.pass(400);
    lookups.again('a');
    lookups.again('never wanted');
    timer.pass(0);
    assert.equal(asked.length, 1);
    asked[0]?.answer('A');
    await setImmediate();
    lookups.again('a');
    assert.deepEqual(lookups.of('a'), { state: 'looking' });
    timer.pass(0);
    assert.equal(asked.length, 2);
  });
});
