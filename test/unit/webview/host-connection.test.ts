import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CallTimedOut, connectToHost, RefusedCall } from '../../../src/webview/host-connection.ts';
import type { CallGuards, HostMessage, PageMessage } from '../../../src/webview/protocol.ts';
import { isRecord, isText, isWhole, optional } from '../../../src/domain/shape.ts';
import { ManualTimer } from './manual-timer.ts';

interface Calls {
  readonly measure: { readonly ask: string; readonly answer: number };
}

interface Shown {
  readonly text: string;
  readonly more?: string | undefined;
}

const CALLS: CallGuards<Calls> = { measure: { ask: isText, answer: isWhole } };

function connected() {
  const timer = new ManualTimer();
  const posted: PageMessage[] = [];
  const shown: string[] = [];
  let receive: (message: unknown) => void = () => assert.fail('nobody listens');
  const connection = connectToHost<Shown, Calls>({
    port: {
      post: (message) => posted.push(message),
      listen: (listener) => {
        assert.equal(posted.length, 0, 'says that it is ready before it listens');
        receive = listener;
      },
    },
    calls: CALLS,
    isState: isRecord<Shown>({ text: isText, more: optional(isText) }),
    later: timer.later,
    onStart: (bundle, state) =>
      shown.push(`start ${JSON.stringify(bundle)} ${JSON.stringify(state)}`),
    onState: (state) => shown.push(JSON.stringify(state)),
  });
  const host = (message: HostMessage): void => {
    receive(message);
  };
  return {
    timer,
    posted,
    shown,
    connection,
    host,
    receive: (message: unknown) => {
      receive(message);
    },
  };
}

describe('connectToHost', () => {
  it('says that it is ready, and shows what comes', () => {
    const { posted, shown, host } = connected();
    assert.deepEqual(posted, [{ type: 'ready' }]);
    host({ type: 'start', bundle: { a: 'b' }, state: { text: 'one', more: 'all' } });
    host({ type: 'change', members: { text: 'two' }, gone: [] });
    host({ type: 'change', members: {}, gone: ['more'] });
    assert.deepEqual(shown, [
      'start {"a":"b"} {"text":"one","more":"all"}',
      '{"text":"two","more":"all"}',
      '{"text":"two"}',
    ]);
  });

  it('shows no state that is none', () => {
    const { shown, host } = connected();
    host({ type: 'start', bundle: {}, state: 1 });
    host({ type: 'change', members: { two: 2 }, gone: [] });
    assert.deepEqual(shown, []);
    host({ type: 'change', members: { text: 'three' }, gone: [] });
    assert.deepEqual(shown, ['{"two":2,"text":"three"}'], 'one becomes a state');
  });

  it('gives each call the answer to it, in whatever order they come', async () => {
    const { posted, connection, host } = connected();
    const first = connection.call('measure', 'a');
    const second = connection.call('measure', 'bc');
    assert.deepEqual(posted.slice(1), [
      { type: 'call', id: 1, name: 'measure', ask: 'a' },
      { type: 'call', id: 2, name: 'measure', ask: 'bc' },
    ]);
    host({ type: 'answer', id: 2, value: 2 });
    host({ type: 'answer', id: 1, value: 1 });
    assert.deepEqual([await first, await second], [1, 2]);
  });

  it('throws what the host refuses with', async () => {
    const { connection, host } = connected();
    const call = connection.call('measure', 'a');
    const problem = { message: 'No.', remedies: [], cancelled: false };
    host({ type: 'refusal', id: 1, problem });
    await assert.rejects(
      call,
      (error) => error instanceof RefusedCall && error.problem === problem,
    );
  });

  it('takes an answer that makes no sense for none', async () => {
    const { connection, host } = connected();
    const call = connection.call('measure', 'a');
    host({ type: 'answer', id: 1, value: 'long' });
    await assert.rejects(call, CallTimedOut);
  });

  it('waits for so long and tells the host that it waits no more', async () => {
    const { timer, posted, connection, host } = connected();
    const call = connection.call('measure', 'a', { timeoutMs: 5000 });
    timer.pass(4999);
    assert.equal(posted.length, 2);
    timer.pass(1);
    await assert.rejects(call, CallTimedOut);
    assert.deepEqual(posted.at(-1), { type: 'cancel', id: 1 });
    host({ type: 'answer', id: 1, value: 1 });
  });

  it('cancels at the host what is aborted, and leaves no timer behind', async () => {
    const { timer, posted, connection, host } = connected();
    const controller = new AbortController();
    const call = connection.call('measure', 'a', { signal: controller.signal });
    controller.abort(new Error('typed on'));
    await assert.rejects(call, { message: 'typed on' });
    assert.deepEqual(posted.at(-1), { type: 'cancel', id: 1 });
    assert.equal(timer.waiting, 0);
    host({ type: 'answer', id: 1, value: 1 });
  });

  it('asks nothing for a signal that was aborted before', async () => {
    const { posted, connection } = connected();
    const call = connection.call('measure', 'a', { signal: AbortSignal.abort() });
    await assert.rejects(call, { name: 'AbortError' });
    assert.equal(posted.length, 1);
  });

  it('survives any message from anybody', () => {
    const { receive, shown } = connected();
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        receive(anything);
      }),
    );
    assert.deepEqual(shown, []);
  });
});
