import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TakeUp } from '../../../../src/app/operations/take-up.ts';
import { CertError } from '../../../../src/domain/errors.ts';
import { ISSUANCE_STEPS } from '../../../../src/domain/issuance.ts';
import { entryOf, Machine, settled, type Window } from './board-world.ts';

const BROKEN = new CertError('HostUnreachable', { host: 'ca.example', reason: 'ECONNREFUSED' });

async function takingUp(window: Window): Promise<TakeUp> {
  const takeUp = new TakeUp(window.board, () => Promise.resolve(window.workplace));
  await takeUp.begin();
  return takeUp;
}

/** A window that works on `www` and has journalled it. */
function working(machine: Machine): Window {
  const window = machine.newWindow();
  window.start('www');
  machine.journal.put(entryOf('a', 'www'), window.pid);
  return window;
}

describe('what another window works on', () => {
  it('is shown, followed from step to step, and shown as it has ended', async () => {
    const machine = new Machine();
    const first = working(machine);
    const second = machine.newWindow();
    await second.board.open();
    assert.deepEqual(second.states, ['www elsewhere']);
    machine.journal.put(entryOf('a', 'www', { step: 'merge' }), first.pid);
    await machine.clock.pass(4000);
    assert.equal(second.board.operations[0]?.steps.at(-1)?.name, 'merge');
    machine.journal.take('a');
    await first.engine.call('obtain www').issue();
    await machine.clock.pass(4000);
    assert.deepEqual(second.states, ['www done']);
    assert.deepEqual(second.told, []);
  });

  it('is not mixed up with what this window was refused because of it', async () => {
    const machine = new Machine();
    const first = working(machine);
    const second = machine.newWindow();
    const id = second.start('www');
    const refused = new CertError('OperationRunning', { id: 'contoso/www', pid: first.pid });
    await second.engine.call('obtain www').fail(refused);
    assert.deepEqual(second.states.toSorted(), ['www elsewhere', 'www failed']);
    assert.equal(second.board.get(id)?.state, 'failed');
    assert.deepEqual(second.board.get(id)?.steps, []);
  });

  it('is one operation, though the journal tells of it before its record arrives', async () => {
    const machine = new Machine();
    machine.journal.put(entryOf('a', 'www', { step: 'csr' }), 1);
    const second = machine.newWindow();
    await second.board.open();
    assert.deepEqual(second.states, ['www elsewhere']);
    const first = working(machine);
    machine.journal.put(entryOf('a', 'www', { step: 'csr' }), first.pid);
    await second.board.refresh();
    assert.deepEqual(second.states, ['www elsewhere']);
    const [operation] = second.board.operations;
    assert.deepEqual([operation?.wish?.target.name, operation?.steps.at(-1)?.name], ['www', 'csr']);
    machine.journal.take('a');
    await first.engine.call('obtain www').issue();
    await second.board.refresh();
    assert.deepEqual(second.states, ['www done']);
  });

  it('is remembered though this window remembers its own', async () => {
    const machine = new Machine();
    const first = working(machine);
    const second = machine.newWindow();
    await takingUp(second);
    second.start('api');
    assert.deepEqual(Object.values(machine.records.states), ['live', 'live']);
    first.die();
    await machine.clock.pass(4000);
    machine.journal.take('a');
    await second.engine.call('resume a').fail(BROKEN);
    // The wish is known, so it can be tried again.
    const failed = second.board.operations.find(({ state }) => state === 'failed');
    assert.equal(failed?.wish?.target.name, 'www');
  });

  it('is not looked for while nothing is known to be at work', async () => {
    const machine = new Machine();
    const window = machine.newWindow();
    await window.board.open();
    const { reads } = machine.journal;
    await machine.clock.pass(3_600_000);
    assert.equal(machine.journal.reads, reads);
    // It appears because the folder is watched; several events are one reading.
    machine.journal.put(entryOf('a', 'www'), 999);
    for (let n = 0; n < 20; n += 1) machine.journal.changed();
    await machine.clock.pass(500);
    assert.deepEqual(window.states, ['www elsewhere']);
    assert.equal(machine.journal.reads, reads + 1);
    window.board.dispose();
    assert.equal(machine.journal.watched, 0);
    assert.equal(machine.clock.sleeping, 0);
  });

  it('is not taken for interrupted while that window is about to say how it has ended', async () => {
    const machine = new Machine();
    const first = working(machine);
    const second = machine.newWindow();
    const takeUp = await takingUp(second);
    // The lock is released, and the record still says that it lives.
    machine.journal.put(entryOf('a', 'www', { finalizing: true }));
    await machine.clock.pass(4000);
    assert.deepEqual(second.states, ['www elsewhere']);
    assert.deepEqual(second.engine.waiting, []);
    await first.engine.call('obtain www').fail(BROKEN);
    await machine.clock.pass(4000);
    assert.deepEqual(second.states, ['www failed']);
    // The person at the first window was told, and decides.
    assert.deepEqual(second.engine.waiting, []);
    takeUp.dispose();
  });
});

describe('what is interrupted', () => {
  for (const step of ISSUANCE_STEPS) {
    it(`is taken up by the next window (${step})`, async () => {
      const machine = new Machine();
      const first = working(machine);
      machine.journal.put(entryOf('a', 'www', { step }), first.pid);
      first.die();
      const second = machine.newWindow();
      await takingUp(second);
      assert.deepEqual(second.engine.waiting, ['resume a']);
      const [operation] = second.board.operations;
      assert.deepEqual([operation?.takenUp, operation?.state], [true, 'running']);
      machine.journal.take('a');
      await second.engine.call('resume a').issue();
      assert.deepEqual(second.states, ['www done']);
      assert.deepEqual(second.told, ['www done']);
    });
  }

  it('is undone where the person had cancelled it before the window died', async () => {
    const machine = new Machine();
    const first = working(machine);
    first.board.cancel(first.board.operations[0]?.id ?? '');
    first.die();
    const second = machine.newWindow();
    await takingUp(second);
    machine.journal.take('a');
    await second.engine.call('undo a').end('undone');
    assert.deepEqual(second.states, ['www cancelled']);
  });

  it('is undone where it had failed and only leftovers were there: it has still failed', async () => {
    const machine = new Machine();
    const first = machine.newWindow();
    first.start('www');
    machine.journal.put(entryOf('a', 'www'));
    await first.engine.call('obtain www').fail(BROKEN);
    first.die();
    const second = machine.newWindow();
    await takingUp(second);
    machine.journal.take('a');
    await second.engine.call('undo a').end('undone');
    assert.deepEqual(second.states, ['www failed']);
    assert.deepEqual(second.board.operations[0]?.error, BROKEN);
  });

  it('is taken up when the window that works on it dies, and only then', async () => {
    const machine = new Machine();
    const first = working(machine);
    const second = machine.newWindow();
    await takingUp(second);
    await machine.clock.pass(10_000);
    assert.deepEqual(second.engine.waiting, []);
    first.die();
    await machine.clock.pass(4000);
    assert.deepEqual(second.engine.waiting, ['resume a']);
    await second.engine.call('resume a').fail(BROKEN);
    await machine.clock.pass(60_000);
    assert.deepEqual(second.states, ['www failed']);
    assert.deepEqual(second.engine.waiting, []);
  });

  it('is left to the window that was quicker, which is no failure', async () => {
    const machine = new Machine();
    working(machine).die();
    const [second, third] = [machine.newWindow(), machine.newWindow()];
    await Promise.all([takingUp(second), takingUp(third)]);
    assert.deepEqual([second.engine.waiting, third.engine.waiting], [['resume a'], ['resume a']]);
    machine.journal.put(entryOf('a', 'www'), second.pid);
    const taken = new CertError('OperationRunning', { id: 'a', pid: second.pid });
    await third.engine.call('resume a').fail(taken);
    assert.deepEqual(third.states, ['www elsewhere']);
    machine.journal.take('a');
    await second.engine.call('resume a').issue();
    await machine.clock.pass(10_000);
    assert.deepEqual([second.states, third.states], [['www done'], ['www done']]);
    assert.deepEqual(third.told, []);
    assert.deepEqual(third.engine.waiting, []);
  });

  it('stays as another window has ended it, whatever this one remembers later', async () => {
    const machine = new Machine();
    const first = machine.newWindow();
    const id = first.start('www');
    machine.journal.put(entryOf('a', 'www', { finalizing: true }));
    await first.engine.call('obtain www').fail(BROKEN);
    await machine.clock.pass(1000);
    const second = machine.newWindow();
    await takingUp(second);
    machine.journal.take('a');
    await second.engine.call('resume a').issue();
    first.start('api');
    assert.equal(machine.records.states[id], 'done');
    await first.board.refresh();
    assert.deepEqual(first.states, ['www done', 'api running']);
  });

  it('is nothing any more where the quicker window has ended it', async () => {
    const machine = new Machine();
    machine.journal.put(entryOf('a', 'www'));
    const window = machine.newWindow();
    await takingUp(window);
    machine.journal.take('a');
    await window.engine.call('resume a').fail(new CertError('OperationNotFound', { id: 'a' }));
    assert.deepEqual([window.states, window.told], [[], []]);
    assert.deepEqual(machine.records.states, {});
  });

  it('waits, and says so, until somebody is signed in who sees its vault', async () => {
    const machine = new Machine();
    machine.journal.put(entryOf('a', 'www'));
    const window = machine.newWindow();
    let [signedIn, looked] = [false, 0];
    const takeUp = new TakeUp(window.board, () => {
      looked += 1;
      return Promise.resolve(signedIn ? window.workplace : undefined);
    });
    await takeUp.begin();
    await machine.clock.pass(10_000);
    assert.equal(looked, 1);
    const [operation] = window.board.operations;
    assert.deepEqual([operation?.state, operation?.needsSignIn], ['interrupted', true]);
    signedIn = true;
    await takeUp.again();
    await takeUp.again();
    assert.deepEqual(window.engine.waiting, ['resume a']);
    assert.equal(window.board.operations[0]?.needsSignIn, false);
  });

  it('says why nobody can be found for it', async () => {
    const machine = new Machine();
    machine.journal.put(entryOf('a', 'www'));
    const window = machine.newWindow();
    await new TakeUp(window.board, () => Promise.reject(BROKEN)).begin();
    const [operation] = window.board.operations;
    assert.deepEqual([operation?.needsSignIn, operation?.error], [true, BROKEN]);
  });

  it('is not begun a second time where the person was quicker', async () => {
    const machine = new Machine();
    machine.journal.put(entryOf('a', 'www'));
    const window = machine.newWindow();
    const found = Promise.withResolvers<Window['workplace']>();
    const begun = new TakeUp(window.board, () => found.promise).begin();
    await settled();
    window.board.undo('a', window.workplace);
    found.resolve(window.workplace);
    await begun;
    assert.deepEqual(window.engine.waiting, ['undo a']);
  });
});
