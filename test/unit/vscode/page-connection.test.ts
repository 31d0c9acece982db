import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { servePage } from '../../../src/vscode/page-connection.ts';
import { connectToHost } from '../../../src/webview/host-connection.ts';
import type { CallGuards, HostMessage } from '../../../src/webview/protocol.ts';
import { isListOf, isRecord, isText, isWhole, optional } from '../../../src/domain/shape.ts';

interface Calls {
  readonly measure: { readonly ask: string; readonly answer: number };
}

interface Shown {
  readonly text: string;
  readonly list?: readonly string[] | undefined;
}

const LIST = ['long'];

const CALLS: CallGuards<Calls> = { measure: { ask: isText, answer: isWhole } };

function served(measure: (text: string, signal: AbortSignal) => Promise<number>) {
  const sent: HostMessage[] = [];
  const warnings: string[] = [];
  let receive: (message: unknown) => void = () => assert.fail('nobody listens');
  let isListening = true;
  const listeners: ((message: unknown) => void)[] = [];
  const connection = servePage<Shown, Calls>({
    port: {
      postMessage: (message) => {
        sent.push(message);
        for (const listener of listeners) listener(JSON.parse(JSON.stringify(message)));
        return Promise.resolve(true);
      },
      onDidReceiveMessage: (listener) => {
        receive = listener;
        return {
          dispose: () => {
            isListening = false;
          },
        };
      },
    },
    bundle: {},
    initial: { text: 'first', list: LIST },
    calls: CALLS,
    handlers: { measure },
    problemOf: (error) => ({ message: String(error), remedies: [], cancelled: false }),
    warn: (message) => warnings.push(message),
  });
  return {
    connection,
    sent,
    warnings,
    listeners,
    isListening: () => isListening,
    page: (message: unknown) => {
      receive(message);
    },
  };
}

const call = (id: number, ask: unknown = 'abc', name = 'measure') => ({
  type: 'call',
  id,
  name,
  ask,
});

describe('servePage', () => {
  it('keeps the state until the page listens, then pushes each', () => {
    const { connection, sent, page } = served(() => Promise.resolve(0));
    connection.show({ text: 'second', list: LIST });
    assert.deepEqual(sent, []);
    page({ type: 'ready' });
    connection.show({ text: 'third', list: LIST });
    assert.deepEqual(sent, [
      { type: 'start', bundle: {}, state: { text: 'second', list: LIST } },
      { type: 'change', members: { text: 'third' }, gone: [] },
    ]);
  });

  it('pushes only what has changed, and all of it to a page that was loaded anew', () => {
    const { connection, sent, page } = served(() => Promise.resolve(0));
    page({ type: 'ready' });
    sent.length = 0;
    connection.show({ text: 'first', list: ['long'] });
    assert.equal(sent.length, 0, 'nothing is different');
    connection.show({ text: 'first', list: ['longer'] });
    connection.show({ text: 'first', list: undefined });
    assert.deepEqual(sent, [
      { type: 'change', members: { list: ['longer'] }, gone: [] },
      { type: 'change', members: {}, gone: ['list'] },
    ]);
    page({ type: 'ready' });
    assert.deepEqual(sent.at(-1), {
      ...{ type: 'start', bundle: {} },
      state: { text: 'first', list: undefined },
    });
  });

  it('answers calls, and refuses with what was thrown', async () => {
    const { sent, page } = served((text) =>
      text === '' ? Promise.reject(new Error('empty')) : Promise.resolve(text.length),
    );
    page(call(1));
    page(call(2, ''));
    await setImmediate();
    assert.deepEqual(sent, [
      { type: 'answer', id: 1, value: 3 },
      {
        type: 'refusal',
        id: 2,
        problem: { message: 'Error: empty', remedies: [], cancelled: false },
      },
    ]);
  });

  it('aborts what the page has cancelled and says nothing of it', async () => {
    const signals: AbortSignal[] = [];
    const { sent, page } = served((_, signal) => {
      signals.push(signal);
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
      });
    });
    page(call(1));
    page({ type: 'cancel', id: 1 });
    page({ type: 'cancel', id: 99 });
    await setImmediate();
    assert.equal(signals[0]?.aborted, true);
    assert.deepEqual(sent, []);
  });

  it('forgets the calls of a page that was loaded anew or closed', async () => {
    const signals: AbortSignal[] = [];
    const { connection, sent, page, isListening } = served((_, signal) => {
      signals.push(signal);
      return Promise.withResolvers<number>().promise;
    });
    page(call(1));
    page({ type: 'ready' });
    assert.equal(signals[0]?.aborted, true);
    page(call(1));
    connection.dispose();
    assert.equal(signals[1]?.aborted, true);
    assert.equal(isListening(), false);
    connection.show({ text: 'late' });
    await setImmediate();
    assert.deepEqual(
      sent.map(({ type }) => type),
      ['start'],
    );
  });

  const foreign: readonly unknown[] = [
    call(1, 7),
    call(1, 'abc', 'erase'),
    call(1, 'abc', 'constructor'),
    call(1, 'abc', '__proto__'),
    { type: 'answer', id: 1 },
    'ready',
  ];
  for (const message of foreign) {
    it(`does nothing for ${JSON.stringify(message)}, and tells of it`, () => {
      const { warnings, page } = served(() => assert.fail('was called'));
      page(message);
      assert.equal(warnings.length, 1);
    });
  }

  it('does not take a number twice while it is used', () => {
    let count = 0;
    const { warnings, page } = served(() => {
      count++;
      return Promise.withResolvers<number>().promise;
    });
    page(call(1));
    page(call(1));
    assert.equal(count, 1);
    assert.equal(warnings.length, 1);
  });

  it('survives any message', () => {
    const { page } = served(() => Promise.resolve(1));
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        page(anything);
      }),
    );
  });

  it('talks to the page that was made for it', async () => {
    const { connection, page, listeners } = served((text) => Promise.resolve(text.length));
    const shown: Shown[] = [];
    const host = connectToHost<Shown, Calls>({
      port: {
        post: (message) => {
          page(JSON.parse(JSON.stringify(message)));
        },
        listen: (listener) => listeners.push(listener),
      },
      calls: CALLS,
      isState: isRecord<Shown>({ text: isText, list: optional(isListOf(isText)) }),
      later: () => () => undefined,
      onStart: (_, state) => shown.push(state),
      onState: (state) => shown.push(state),
    });
    connection.show({ text: 'next', list: LIST });
    connection.show({ text: 'last' });
    assert.deepEqual(shown, [
      { text: 'first', list: LIST },
      { text: 'next', list: LIST },
      { text: 'last' },
    ]);
    assert.equal(shown[0]?.list, shown[1]?.list, 'what stays is the same object');
    assert.equal(await host.call('measure', 'four'), 4);
  });
});
