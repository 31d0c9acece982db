import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TakeUp } from '../../../../src/app/operations/take-up.ts';
import { CertError } from '../../../../src/domain/errors.ts';
import { OperationBatches } from '../../../../src/vscode/operations/operation-batches.ts';
import { entryOf, Machine } from '../../app/operations/board-world.ts';

function watched() {
  const machine = new Machine();
  const window = machine.newWindow();
  const told: string[] = [];
  const { board } = window;
  const nameOf = (id: string): string => board.get(id)?.target.name ?? '?';
  const batches = new OperationBatches({
    board,
    clock: machine.clock,
    signal: new AbortController().signal,
    began: ({ ids, takenUp }) =>
      told.push(`${takenUp ? 'taken up' : 'began'} ${[...ids].map(nameOf).toSorted().join('+')}`),
    ended: (operations) =>
      told.push(
        `ended ${operations
          .map(({ target, state }) => `${target.name} ${state}`)
          .toSorted()
          .join('+')}`,
      ),
  });
  return { machine, window, told, batches };
}

describe('operations that belong together', () => {
  it('are those that were started in one go: one end is told, when all have ended', async () => {
    const { machine, window, told } = watched();
    window.start('www');
    window.start('api');
    await machine.clock.pass(1000);
    window.start('late');
    await machine.clock.pass(1000);
    await window.engine.call('obtain www').issue();
    await machine.clock.pass(5000);
    assert.deepEqual(told, ['began api+www', 'began late']);
    await window.engine.call('obtain api').fail(new Error('broken'));
    await machine.clock.pass(1000);
    await window.engine.call('obtain late').issue();
    await machine.clock.pass(1000);
    assert.deepEqual(told.slice(2), ['ended api failed+www done', 'ended late done']);
  });

  it('are told of together if they end nearly together', async () => {
    const { machine, window, told } = watched();
    window.start('www');
    await machine.clock.pass(1000);
    window.start('api');
    await machine.clock.pass(1000);
    await window.engine.call('obtain www').issue();
    await window.engine.call('obtain api').issue();
    await machine.clock.pass(1000);
    assert.deepEqual(told.slice(2), ['ended api done+www done']);
  });

  it('are told of though they end before anybody has looked', async () => {
    const { machine, window, told } = watched();
    window.start('www');
    await window.engine.call('obtain www').issue();
    await machine.clock.pass(1000);
    assert.equal(told.at(-1), 'ended www done');
    assert.equal(told.length, 2);
  });

  it('are a new batch when they are tried again', async () => {
    const { machine, window, told } = watched();
    const id = window.start('www');
    await machine.clock.pass(1000);
    await window.engine.call('obtain www').fail(new Error('broken'));
    await machine.clock.pass(1000);
    window.board.retry(id, window.workplace);
    await machine.clock.pass(1000);
    await window.engine.call('obtain www').issue();
    await machine.clock.pass(1000);
    assert.deepEqual(told, ['began www', 'ended www failed', 'began www', 'ended www done']);
  });

  it('are what was taken up: told of once, without what another window was quicker with', async () => {
    const { machine, window, told } = watched();
    machine.journal.put(entryOf('a', 'www'));
    machine.journal.put(entryOf('b', 'api'));
    await new TakeUp(window.board, () => Promise.resolve(window.workplace)).begin();
    await machine.clock.pass(1000);
    assert.deepEqual(told, ['taken up api+www']);
    machine.journal.take('a');
    await window.engine.call('resume a').issue();
    machine.journal.put(entryOf('b', 'api'), 999);
    const taken = new CertError('OperationRunning', { id: 'b', pid: 999 });
    await window.engine.call('resume b').fail(taken);
    await machine.clock.pass(2000);
    assert.deepEqual(told.slice(1), ['ended www done']);
  });

  it('are nothing any more once nobody listens', async () => {
    const { machine, window, told, batches } = watched();
    batches.dispose();
    window.start('www');
    await window.engine.call('obtain www').issue();
    await machine.clock.pass(1000);
    assert.deepEqual(told, []);
  });
});
