import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { servePage } from '../../../src/vscode/page-connection.ts';
import { connectToHost } from '../../../src/webview/host-connection.ts';
import type { CallGuards, HostMessage } from '../../../src/webview/protocol.ts';
import { isText, isWhole } from '../../../src/webview/shape.ts';

interface Calls {
  readonly measure: { readonly ask: string; readonly answer: number };
}

const CALLS: CallGuards<Calls> = { measure: { ask: isText, answer: isWhole } };

function served(measure: (text: string, signal: AbortSignal) => Promise<number>) {
  const sent: HostMessage[] = [];
  const warnings: string[] = [];
  let receive: (message: unknown) => void = () => assert.fail('nobody listens');
  let isListening = true;
  const listeners: ((message: unknown) => void)[] = [];
  const connection = servePage<string, Calls>({
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
    initial: 'first',
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
    connection.show('second');
    assert.deepEqual(sent, []);
    page({ type: 'ready' });
    connection.show('third');
    assert.deepEqual(sent, [
      { type: 'start', bundle: {}, state: 'second' },
      { type: 'state', state: 'third' },
    ]);
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
    connection.show('late');
    await setImmediate();
    assert.deepEqual(sent, [{ type: 'start', bundle: {}, state: 'first' }]);
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
    const shown: string[] = [];
    const host = connectToHost<string, Calls>({
      port: {
        post: (message) => {
          page(JSON.parse(JSON.stringify(message)));
        },
        listen: (listener) => listeners.push(listener),
      },
      calls: CALLS,
      isState: isText,
      later: () => () => undefined,
      onStart: (_, state) => shown.push(state),
      onState: (state) => shown.push(state),
    });
    connection.show('next');
    assert.deepEqual(shown, ['first', 'next']);
    assert.equal(await host.call('measure', 'four'), 4);
  });
});
