import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { abilitiesOf } from '../../../../src/app/operations/board-operation.ts';
import { SIDE_BY_SIDE } from '../../../../src/app/operations/waiting-line.ts';
import type { Leftover } from '../../../../src/domain/error-reasons.ts';
import { CertError } from '../../../../src/domain/errors.ts';
import { ISSUANCE_STEPS } from '../../../../src/domain/issuance.ts';
import { DIRECTORY, entryOf, Machine, type Window } from './board-world.ts';

const BROKEN = new CertError('HostUnreachable', { host: 'ca.example', reason: 'ECONNREFUSED' });
const LEFTOVER: Leftover = {
  trace: { kind: 'txt-values', record: '_acme-challenge.example.com' },
  error: BROKEN,
};

function abilities(window: Window, id: string): string {
  const operation = window.board.get(id);
  return operation ? [...abilitiesOf(operation)].join() : 'gone';
}

function startMany(window: Window, count: number): void {
  for (let n = 0; n < count; n += 1) window.start(`www${String(n)}`);
}

describe('what outlives the window', () => {
  it('shows what has ended, with its error and its wish, for a day', async () => {
    const machine = new Machine();
    const first = machine.newWindow();
    first.start('www');
    await machine.clock.pass(1000);
    first.start('api');
    await first.engine.call('obtain www').issue();
    await first.engine.call('obtain api').fail(BROKEN);
    first.die();
    const second = machine.newWindow();
    await second.board.open();
    assert.deepEqual(second.states, ['www done', 'api failed']);
    const failed = second.board.operations[0];
    assert.deepEqual(failed?.error, BROKEN);
    assert.equal(failed.directoryKey, DIRECTORY);
    second.board.retry(failed.id, second.workplace);
    await second.engine.call('obtain api').issue();
    assert.deepEqual(second.states, ['www done', 'api done']);
    await machine.clock.pass(24 * 3_600_000);
    await second.board.refresh();
    assert.deepEqual(second.states, []);
    second.start('new');
    assert.deepEqual(Object.values(machine.records.states), ['live']);
  });

  it('tries again what was taken up as something new, through whoever is signed in now', async () => {
    const machine = new Machine();
    const first = machine.newWindow();
    const id = first.start('www');
    machine.journal.put(entryOf('a', 'www'));
    await first.board.refresh();
    first.board.cancel(id);
    await machine.clock.pass(1000);
    first.die();
    const second = machine.newWindow();
    await second.board.open();
    second.board.takeUp(id, second.workplace);
    machine.journal.take('a');
    await second.engine.call('undo a').end('undone');
    const undone = second.board.get(id);
    assert.deepEqual([undone?.state, undone?.takenUp], ['cancelled', true]);
    const workplace = { engine: second.engine, directoryKey: 'bert/tenant' };
    second.board.retry(id, workplace);
    const again = second.board.get(id);
    assert.deepEqual([again?.takenUp, again?.directoryKey], [false, 'bert/tenant']);
    await second.engine.call('obtain www').issue();
    assert.deepEqual(second.states, ['www done']);
  });

  it('takes an operation off the list of all windows', async () => {
    const machine = new Machine();
    const [first, second] = [machine.newWindow(), machine.newWindow()];
    const id = first.start('www');
    await first.engine.call('obtain www').issue();
    await second.board.open();
    assert.deepEqual(second.states, ['www done']);
    second.board.remove(id);
    assert.deepEqual(second.states, []);
    assert.deepEqual(machine.records.states, {});
    await second.board.refresh();
    assert.deepEqual(second.states, []);
    const other = first.start('api');
    await first.engine.call('obtain api').issue();
    await second.board.refresh();
    assert.deepEqual(second.states, ['api done']);
    first.board.remove(other);
    await second.board.refresh();
    assert.deepEqual(second.states, []);
  });

  it('shows what had not begun as interrupted, and begins it only when somebody says so', async () => {
    const machine = new Machine();
    const first = machine.newWindow();
    const id = first.start('www');
    first.die();
    const second = machine.newWindow();
    await second.board.open();
    assert.deepEqual(second.states, ['www interrupted']);
    assert.deepEqual(second.engine.waiting, []);
    assert.equal(abilities(second, id), 'resume,remove');
    second.board.resume(id, second.workplace);
    await second.engine.call('obtain www').issue();
    assert.deepEqual(second.states, ['www done']);
  });

  const hostile: readonly [string, unknown][] = [
    ['no object', 'text'],
    ['an object of something else', { format: 1, id: 'x' }],
    ['a later format', { format: 2 }],
  ];
  for (const [what, record] of hostile) {
    it(`passes over ${what}`, async () => {
      const machine = new Machine();
      machine.records.text = JSON.stringify([record]);
      const window = machine.newWindow();
      await window.board.open();
      assert.deepEqual(window.states, []);
    });
  }

  it('passes over an error that nobody has a sentence for', async () => {
    const machine = new Machine();
    const window = machine.newWindow();
    window.start('www');
    await window.engine.call('obtain www').fail(BROKEN);
    machine.records.text = machine.records.text.replace('HostUnreachable', 'FromTheFuture');
    const later = machine.newWindow();
    await later.board.open();
    assert.deepEqual(later.states, []);
  });

  it('goes on where it cannot be remembered', async () => {
    const machine = new Machine();
    const window = machine.newWindow();
    window.start('www');
    // What was remembered last is that it is at work.
    machine.records.save = () => Promise.reject(new Error('disk full'));
    await window.engine.call('obtain www').issue();
    await window.board.refresh();
    assert.deepEqual(window.states, ['www done']);
  });
});

describe('a window that closes', () => {
  for (const step of ISSUANCE_STEPS) {
    it(`undoes nothing and tells nothing any more (${step})`, async () => {
      const machine = new Machine();
      const window = machine.newWindow();
      window.start('www');
      const { signal, reporter, issue } = window.engine.call('obtain www');
      reporter.started(step);
      await machine.clock.pass(1000);
      const before = window.changes;
      window.board.dispose();
      assert.equal(signal.aborted, false);
      reporter.finished(step, 1);
      await issue();
      await machine.clock.pass(60_000);
      assert.equal(window.changes, before);
      assert.deepEqual(window.told, []);
      assert.equal(machine.clock.sleeping, 0);
      // What ends in the meantime is not taken for interrupted by the next window.
      assert.deepEqual(Object.values(machine.records.states), ['done']);
    });
  }

  it('begins nothing that was waiting', async () => {
    const machine = new Machine();
    const window = machine.newWindow();
    startMany(window, SIDE_BY_SIDE + 1);
    window.board.dispose();
    await window.engine.call('obtain www0').issue();
    assert.equal(window.engine.calls.length, SIDE_BY_SIDE - 1);
  });
});

describe('what is left in the journal', () => {
  it('belongs to the operation that has failed, which can then be resumed', async () => {
    const machine = new Machine();
    const window = machine.newWindow();
    const id = window.start('www');
    machine.journal.put(entryOf('a'.repeat(16), 'www', { finalizing: true, step: 'finalize' }));
    await window.engine.call('obtain www').fail(BROKEN);
    assert.deepEqual(window.states, ['www failed']);
    assert.equal(abilities(window, id), 'resume');
    window.board.resume(id, window.workplace);
    machine.journal.take('a'.repeat(16));
    await window.engine.call(`resume ${'a'.repeat(16)}`).issue();
    assert.deepEqual(window.states, ['www done']);
    assert.deepEqual(window.told, ['www failed', 'www done']);
  });

  it('can be undone until the CA was told to issue', async () => {
    const machine = new Machine();
    const window = machine.newWindow();
    machine.journal.put(entryOf('a', 'www'));
    await window.board.open();
    assert.deepEqual(window.states, ['www interrupted']);
    assert.equal(abilities(window, 'a'), 'resume,undo');
    window.board.undo('a', window.workplace);
    machine.journal.take('a');
    await window.engine.call('undo a').end('undone');
    assert.deepEqual(window.states, ['www cancelled']);
  });

  it('of a certificate that was issued is cleaned up, and that it was issued stays', async () => {
    const machine = new Machine();
    const window = machine.newWindow();
    const id = window.start('www');
    machine.journal.put(entryOf('a', 'www', { reported: true, finalizing: true }));
    await window.engine.call('obtain www').issue();
    assert.equal(abilities(window, id), 'resume');
    window.board.resume(id, window.workplace);
    await window.engine
      .call('resume a')
      .fail(new CertError('CleanupIncomplete', { leftovers: [LEFTOVER] }));
    assert.deepEqual(window.states, ['www done']);
    assert.equal(window.board.get(id)?.error?.code, 'CleanupIncomplete');
    window.board.resume(id, window.workplace);
    machine.journal.take('a');
    await window.engine.call('resume a').end('cleaned-up');
    assert.deepEqual(window.states, ['www done']);
    assert.equal(window.board.get(id)?.issued?.name, 'www');
  });

  it('goes with the operation that takes it up on its way', async () => {
    const machine = new Machine();
    const window = machine.newWindow();
    machine.journal.put(entryOf('a', 'www'));
    await window.board.open();
    window.start('www');
    await window.board.refresh();
    assert.deepEqual(window.states, ['www interrupted', 'www running']);
    machine.journal.take('a');
    await window.engine.call('obtain www').issue();
    assert.deepEqual(window.states, ['www done']);
  });

  it('goes with it, too, where it had a record of its own', async () => {
    const machine = new Machine();
    const first = machine.newWindow();
    first.start('www');
    machine.journal.put(entryOf('a', 'www'), first.pid);
    first.die();
    const second = machine.newWindow();
    await second.board.open();
    await machine.clock.pass(1000);
    second.start('www');
    machine.journal.take('a');
    await second.engine.call('obtain www').issue();
    assert.deepEqual(second.states, ['www done']);
    assert.deepEqual(Object.values(machine.records.states), ['done']);
  });

  it('is no operation beside the one that is at work on it', async () => {
    const machine = new Machine();
    const window = machine.newWindow();
    window.start('www');
    machine.journal.put(entryOf('a', 'www'), window.pid);
    await window.board.refresh();
    assert.deepEqual(window.states, ['www running']);
  });

  it('is not believed if it was read before the operation ended', async () => {
    const machine = new Machine();
    const window = machine.newWindow();
    window.start('www');
    machine.journal.put(entryOf('a', 'www'), window.pid);
    const old = await machine.journal.read();
    const slow = Promise.withResolvers<typeof old>();
    const seen: (readonly string[])[] = [];
    machine.journal.read = () => slow.promise;
    const refreshed = window.board.refresh();
    machine.journal.take('a');
    await window.engine.call('obtain www').issue();
    machine.journal.read = () => {
      seen.push(window.states);
      return Promise.resolve({ operations: [], unreadable: [] });
    };
    slow.resolve(old);
    await refreshed;
    assert.deepEqual(seen, [['www done']]);
  });

  it('is shown with its error where it cannot be read', async () => {
    const machine = new Machine();
    const window = machine.newWindow();
    const error = new CertError('StateUnreadable', { path: 'damaged.json', reason: 'x' });
    machine.journal.unreadable = [{ id: 'damaged', error }];
    await window.board.open();
    assert.deepEqual(window.board.unreadable, [{ id: 'damaged', error }]);
    machine.journal.failure = error;
    await window.board.refresh();
    assert.equal(window.board.journalFailure, error);
    // What works in this window needs no journal to be shown.
    window.start('www');
    await window.engine.call('obtain www').issue();
    assert.deepEqual(window.told, ['www done']);
    machine.journal.failure = undefined;
    await window.board.refresh();
    assert.equal(window.board.journalFailure, undefined);
  });
});
