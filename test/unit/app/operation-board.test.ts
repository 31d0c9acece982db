import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SIDE_BY_SIDE } from '../../../src/app/operations/waiting-line.ts';
import { abilitiesOf, currentStep } from '../../../src/app/operations/board-operation.ts';
import { CertError, isCertError } from '../../../src/domain/errors.ts';
import { ISSUANCE_STEPS } from '../../../src/domain/issuance.ts';
import {
  BEGIN,
  DIRECTORY,
  Machine,
  settled,
  wishFor,
  type Window,
} from './operations/board-world.ts';

const BROKEN = new CertError('HostUnreachable', { host: 'ca.example', reason: 'ECONNREFUSED' });
const CANCELLED = new CertError('Cancelled', { during: 'publish' });

function abilities(window: Window, id: string): string {
  const operation = window.board.get(id);
  return operation ? [...abilitiesOf(operation)].join() : 'gone';
}

function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_each, index) => `www${String(index)}`);
}

describe('an operation that was started', () => {
  it('works in the background, step by step, and is done', async () => {
    const machine = new Machine();
    const window = machine.newWindow();
    const id = window.start('www');
    const { reporter, issue } = window.engine.call('obtain www');
    reporter.started('check');
    await machine.clock.pass(500);
    reporter.finished('check', 500);
    reporter.started('propagate');
    reporter.detail('propagate', { kind: 'name-servers', have: 1, of: 4 });
    reporter.detail('propagate', { kind: 'name-servers', have: 2, of: 4 });
    const running = window.board.get(id);
    assert.ok(running);
    assert.deepEqual(running.steps, [
      { name: 'check', startedAt: BEGIN, ms: 500, detail: undefined },
      {
        name: 'propagate',
        startedAt: BEGIN + 500,
        ms: undefined,
        detail: { kind: 'name-servers', have: 2, of: 4 },
      },
    ]);
    assert.equal(currentStep(running)?.name, 'propagate');
    assert.equal(running.state, 'running');
    await issue();
    const done = window.board.get(id);
    assert.equal(done?.state, 'done');
    assert.equal(done.issued?.name, 'www');
    assert.equal(done.endedAt, BEGIN + 500);
    assert.deepEqual(window.told, ['www done']);
    assert.equal(abilities(window, id), 'remove');
  });

  it('is the same operation when it is asked for twice', async () => {
    const window = new Machine().newWindow();
    assert.equal(window.start('www'), window.start('www'));
    const due = { ...wishFor('www'), occasion: { kind: 'due', reason: 'window' } as const };
    assert.equal(window.board.start(window.engine, DIRECTORY, due).id, window.start('www'));
    assert.deepEqual(window.engine.waiting, ['obtain www']);
    await window.engine.call('obtain www').issue();
    window.start('www');
    assert.deepEqual(window.states, ['www done', 'www running']);
  });

  it('is what a person has asked for once it is tried again', async () => {
    const window = new Machine().newWindow();
    const occasion = { kind: 'background', reason: 'window' } as const;
    const wish = { ...wishFor('www'), occasion };
    const { id } = window.board.start(window.engine, DIRECTORY, wish);
    await window.engine.call('obtain www').fail(BROKEN);
    assert.deepEqual(window.board.get(id)?.wish, wish);
    window.board.retry(id, window.workplace);
    assert.deepEqual(window.board.get(id)?.wish, { ...wishFor('www'), occasion: undefined });
  });

  it('waits for another one on the same certificate, and not for others', async () => {
    const window = new Machine().newWindow();
    window.start('www');
    const renewal = { ...wishFor('WWW'), kind: 'renew' as const };
    window.board.start(window.engine, DIRECTORY, renewal);
    window.start('api');
    assert.deepEqual(window.engine.waiting, ['obtain www', 'obtain api']);
    await window.engine.call('obtain www').issue();
    assert.deepEqual(window.engine.waiting, ['obtain api', 'obtain WWW']);
  });

  it('waits while ten others are at work', async () => {
    const window = new Machine().newWindow();
    for (const name of names(SIDE_BY_SIDE + 2)) window.start(name);
    assert.equal(window.engine.calls.length, SIDE_BY_SIDE);
    assert.equal(window.states.filter((state) => state.endsWith('queued')).length, 2);
    await window.engine.call('obtain www3').fail(BROKEN);
    assert.equal(window.engine.calls.length, SIDE_BY_SIDE);
    assert.equal(window.states[SIDE_BY_SIDE], `www${String(SIDE_BY_SIDE)} running`);
  });

  it('keeps its error and its notes, and can be tried again', async () => {
    const window = new Machine().newWindow();
    const notes: string[] = [];
    window.board.onNote(({ operation, note }) => notes.push(`${operation.id} ${note.kind}`));
    const id = window.start('www');
    const { reporter, fail } = window.engine.call('obtain www');
    reporter.note({ kind: 'too-late-to-cancel' });
    await fail(BROKEN);
    const failed = window.board.get(id);
    assert.equal(failed?.state, 'failed');
    assert.equal(failed.error, BROKEN);
    assert.deepEqual(failed.notes, [{ kind: 'too-late-to-cancel' }]);
    assert.deepEqual(notes, [`${id} too-late-to-cancel`]);
    assert.equal(abilities(window, id), 'retry,remove');
    window.board.retry(id, window.workplace);
    const again = window.board.get(id);
    assert.deepEqual([again?.state, again?.error, again?.notes], ['running', undefined, []]);
    // What the first attempt still says belongs to it, not to the second.
    reporter.started('merge');
    assert.deepEqual(window.board.get(id)?.steps, []);
    await window.engine.call('obtain www').issue();
    assert.deepEqual(window.states, ['www done']);
  });

  it('says of what is no CertError that it was unexpected', async () => {
    const window = new Machine().newWindow();
    const id = window.start('www');
    await window.engine.call('obtain www').fail(new TypeError('x is not a function'));
    assert.equal(window.board.get(id)?.error?.code, 'Unexpected');
  });

  it('has failed where another process works on the certificate', async () => {
    const window = new Machine().newWindow();
    const id = window.start('www');
    await window.engine.call('obtain www').fail(new CertError('OperationRunning', { id, pid: 7 }));
    assert.deepEqual(window.states, ['www failed']);
  });
});

describe('cancelling', () => {
  it('ends what waits at once, without a call of the engine', async () => {
    const window = new Machine().newWindow();
    for (const name of names(SIDE_BY_SIDE)) window.start(name);
    const id = window.start('late');
    window.board.cancel(id);
    await settled();
    assert.equal(window.board.get(id)?.state, 'cancelled');
    await window.engine.call('obtain www0').issue();
    assert.ok(!window.engine.waiting.includes('obtain late'));
    assert.equal(abilities(window, id), 'retry,remove');
  });

  for (const step of ISSUANCE_STEPS) {
    it(`tells the engine, and waits for what it undoes (${step})`, async () => {
      const window = new Machine().newWindow();
      const id = window.start('www');
      const { signal, reporter, fail } = window.engine.call('obtain www');
      reporter.started(step);
      window.board.cancel(id);
      assert.ok(isCertError(signal.reason, 'Cancelled'));
      assert.deepEqual(
        [window.board.get(id)?.state, window.board.get(id)?.cancelling],
        ['running', true],
      );
      assert.equal(abilities(window, id), '');
      await fail(CANCELLED);
      assert.deepEqual(
        [window.board.get(id)?.state, window.board.get(id)?.cancelling],
        ['cancelled', false],
      );
      assert.equal(abilities(window, id), 'retry,remove');
    });
  }

  it('is too late once the CA issues: then it is done', async () => {
    const window = new Machine().newWindow();
    const id = window.start('www');
    window.board.cancel(id);
    await window.engine.call('obtain www').issue();
    assert.deepEqual(window.states, ['www done']);
  });

  it('leaves the slots of others alone where the engine never answers', async () => {
    const window = new Machine().newWindow();
    const id = window.start('www');
    window.board.cancel(id);
    window.start('api');
    await window.engine.call('obtain api').issue();
    assert.deepEqual(window.states, ['www running', 'api done']);
    assert.equal(window.board.get(id)?.cancelling, true);
  });

  it('is refused for what has ended, and for what nobody knows', async () => {
    const window = new Machine().newWindow();
    const id = window.start('www');
    await window.engine.call('obtain www').issue();
    for (const other of [id, 'unknown']) {
      assert.throws(
        () => {
          window.board.cancel(other);
        },
        new CertError('OperationNotFound', { id: other }),
      );
    }
  });
});

describe('what is told of changes', () => {
  it('comes a few times in a second, however much happens', async () => {
    const machine = new Machine();
    const window = machine.newWindow();
    window.start('www');
    const { reporter } = window.engine.call('obtain www');
    for (let n = 0; n < 1000; n += 1) {
      reporter.detail('propagate', { kind: 'name-servers', have: n, of: 1000 });
      await machine.clock.pass(1);
    }
    assert.ok(window.changes >= 3 && window.changes <= 5, `${window.changes} times`);
  });

  it('reaches all listeners though one of them throws', async () => {
    const window = new Machine().newWindow();
    const before = window.board.onEnded(() => assert.fail('broken'));
    const told: string[] = [];
    window.board.onEnded(({ id }) => told.push(id));
    const id = window.start('www');
    await window.engine.call('obtain www').issue();
    assert.deepEqual(told, [id]);
    before.dispose();
  });

  it('can be waited for', async () => {
    const machine = new Machine();
    const window = machine.newWindow();
    const id = window.start('www');
    const ended = window.board.whenEnded(id);
    await window.engine.call('obtain www').issue();
    await machine.clock.pass(1000);
    assert.equal((await ended)?.state, 'done');
    assert.equal((await window.board.whenEnded(id))?.state, 'done');
    assert.equal(await window.board.whenEnded('unknown'), undefined);
  });
});

describe('whatever people and engines do', () => {
  type Act = 'start' | 'cancel' | 'retry' | 'issue' | 'fail' | 'refresh';
  const acts = fc.array(
    fc.tuple(
      fc.constantFrom<Act>('start', 'cancel', 'retry', 'issue', 'fail', 'refresh'),
      fc.nat(14),
    ),
    { maxLength: 60 },
  );

  it('no more than ten are at work, one for a certificate, and everything ends', () =>
    fc.assert(
      fc.asyncProperty(acts, async (script) => {
        const machine = new Machine();
        const window = machine.newWindow();
        for (const [act, n] of script) {
          await perform(window, act, n);
          const running = window.states.filter((state) => state.endsWith('running'));
          assert.ok(running.length <= SIDE_BY_SIDE);
          assert.equal(new Set(running).size, running.length);
          assert.equal(window.engine.calls.length, running.length);
          const waits = window.states.some((state) => state.endsWith('queued'));
          assert.ok(!waits || running.length > 0, 'something waits for nothing');
        }
        for (let call = window.engine.calls[0]; call; call = window.engine.calls[0]) {
          await call.issue();
        }
        assert.ok(window.states.every((state) => !/running|queued/.test(state)));
        assert.ok(!Object.values(machine.records.states).includes('live'));
      }),
      { numRuns: 60 },
    ));

  async function perform(window: Window, act: Act, n: number): Promise<void> {
    const { board, engine } = window;
    const able = (ability: 'cancel' | 'retry') => {
      const all = board.operations.filter((operation) => abilitiesOf(operation).has(ability));
      return all[n % Math.max(all.length, 1)];
    };
    const call = engine.calls[n % Math.max(engine.calls.length, 1)];
    if (act === 'start') window.start(`www${String(n)}`);
    if (act === 'cancel') board.cancel(able('cancel')?.id ?? window.start('more'));
    const failed = able('retry');
    if (act === 'retry' && failed) board.retry(failed.id, window.workplace);
    if (act === 'issue') await call?.issue();
    if (act === 'fail') await call?.fail(call.signal.aborted ? CANCELLED : BROKEN);
    if (act === 'refresh') await board.refresh();
  }
});
