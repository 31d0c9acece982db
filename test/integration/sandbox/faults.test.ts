import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { startFront, type Front } from './front.ts';

const URL_A = 'https://management.azure.com/a?x=1';

describe('faults', () => {
  let front: Front;
  beforeEach(async () => {
    front = await startFront();
  });
  afterEach(() => front.close());

  for (const [when, effects] of [
    ['before', 0],
    ['after', 1],
  ] as const) {
    it(`fail ${when}: answers as told, the effect happens ${effects} times`, async () => {
      const headers = { 'Retry-After': '7' };
      await front.addFault({ kind: 'fail', status: 503, headers, body: { no: 1 }, when });
      const answer = await front.request(URL_A);
      assert.equal(answer.status, 503);
      assert.equal(answer.headers['retry-after'], '7');
      assert.deepEqual(JSON.parse(answer.text), { no: 1 });
      assert.equal(front.effects(), effects);
      assert.equal((await front.request(URL_A)).status, 200);
    });

    it(`drop ${when}: ends the connection, the effect happens ${effects} times`, async () => {
      const { id } = await front.addFault({ kind: 'drop', when });
      await assert.rejects(front.request(URL_A), { code: 'ECONNRESET' });
      assert.equal(front.effects(), effects);
      const [entry] = await front.log();
      assert.equal(entry?.outcome, 'dropped');
      assert.equal(entry.handled, effects === 1);
      assert.deepEqual(entry.faults, [{ id, kind: 'drop', when }]);
    });

    it(`hold ${when}: waits until it is released, then answers`, async () => {
      const { id } = await front.addFault({ kind: 'hold', when });
      const answer = front.request(URL_A);
      const held = await front.ask(`/faults/${id}?wait=held`);
      assert.deepEqual(pick(held.body), { held: 1, applied: 1, done: false });
      assert.equal(front.effects(), effects);
      assert.equal((await front.log())[0]?.outcome, 'pending');
      await front.ask(`/faults/${id}/release`, 'POST');
      assert.equal((await answer).status, 200);
      const done = await front.ask(`/faults/${id}?wait=done`);
      assert.deepEqual(pick(done.body), { held: 0, applied: 1, done: true });
      assert.equal(front.effects(), 1);
    });

    it(`hold ${when}: a client that goes away ends it with ${effects} effects`, async () => {
      const { id } = await front.addFault({ kind: 'hold', when });
      const leaving = new AbortController();
      const answer = front.request(URL_A, { signal: leaving.signal });
      await front.ask(`/faults/${id}?wait=held`);
      leaving.abort();
      await assert.rejects(answer, { name: 'AbortError' });
      const done = await front.ask(`/faults/${id}?wait=done`);
      assert.deepEqual(pick(done.body), { held: 0, applied: 1, done: true });
      const [entry] = await front.log();
      assert.equal(entry?.outcome, 'client-gone');
      assert.equal(entry.handled, effects === 1);
      assert.equal(front.effects(), effects);
    });

    it(`delay ${when}: answers late, and to a client that has gone not at all`, async () => {
      await front.addFault({ kind: 'delay', ms: 1, when });
      assert.equal((await front.request(URL_A)).status, 200);
      const { id } = await front.addFault({ kind: 'delay', ms: 3_600_000, when });
      const leaving = new AbortController();
      const answer = front.request(URL_A, { signal: leaving.signal });
      while ((await front.log())[1]?.faults.length !== 1);
      leaving.abort();
      await assert.rejects(answer, { name: 'AbortError' });
      await front.ask(`/faults/${id}?wait=done`);
      assert.equal((await front.log())[1]?.outcome, 'client-gone');
      assert.equal(front.effects(), 1 + effects);
    });
  }

  it('hold before: a request that had arrived whole is handled after its client has gone', async () => {
    const hold = { kind: 'hold', when: 'before', afterClientGone: 'handle' };
    const { id } = await front.addFault(hold);
    const leaving = new AbortController();
    const answer = front.request(URL_A, { signal: leaving.signal });
    await front.ask(`/faults/${id}?wait=held`);
    assert.equal(front.effects(), 0);
    leaving.abort();
    await assert.rejects(answer, { name: 'AbortError' });
    await front.ask(`/faults/${id}?wait=done`);
    assert.equal(front.effects(), 1);
    assert.equal((await front.log())[0]?.outcome, 'client-gone');
  });

  it('tells clients apart by the name in the URL of their proxy', async () => {
    const named = (name: string) => front.proxy.replace('//', `//${name}@`);
    await front.addFault({ kind: 'fail', status: 500, match: { client: 'two' }, count: 9 });
    assert.equal((await front.request(URL_A, { proxy: named('one') })).status, 200);
    assert.equal((await front.request(URL_A, { proxy: named('two') })).status, 500);
    assert.equal((await front.request(URL_A)).status, 200);
    assert.deepEqual(
      (await front.log()).map(({ client }) => client),
      ['one', 'two', null],
    );
  });

  it('a held request does not keep the sandbox from ending', async () => {
    const { id } = await front.addFault({ kind: 'hold' });
    const answer = assert.rejects(front.request(URL_A));
    await front.ask(`/faults/${id}?wait=held`);
    await front.close();
    await answer;
    front = await startFront();
  });

  it('applies to the n-th matching request and the following ones, and to no other', async () => {
    const match = { api: 'arm', method: 'put', host: 'management.azure.com', path: '^/a\\?x=' };
    await front.addFault({ kind: 'fail', status: 500, match, nth: 2, count: 2 });
    const put = async (url: string) => (await front.request(url, { method: 'PUT' })).status;
    assert.equal(await put(URL_A), 200);
    assert.equal(await put('https://management.azure.com/b'), 200);
    assert.equal(await put('https://contoso-prod.vault.azure.net/a?x=1'), 200);
    assert.equal((await front.request(URL_A)).status, 200);
    assert.equal(await put(URL_A), 500);
    assert.equal(await put(URL_A), 500);
    assert.equal(await put(URL_A), 200);
    const [state] = (await front.ask('/faults')).body as unknown[];
    assert.deepEqual(pick(state), { held: 0, applied: 2, done: true });
  });

  it('removed, lets go what it held and applies to nothing more', async () => {
    const { id } = await front.addFault({ kind: 'hold', count: 5 });
    const answer = front.request(URL_A);
    await front.ask(`/faults/${id}?wait=held`);
    assert.deepEqual((await front.ask('/faults', 'DELETE')).body, []);
    assert.equal((await answer).status, 200);
    assert.equal((await front.request(URL_A)).status, 200);
    assert.equal((await front.ask(`/faults/${id}`)).status, 404);
  });

  it('waits no longer than asked', async () => {
    const { id } = await front.addFault({ kind: 'hold' });
    const { status, body } = await front.ask(`/faults/${id}?wait=held&timeoutMs=10`);
    assert.equal(status, 200);
    assert.deepEqual(pick(body), { held: 0, applied: 0, done: false });
  });
});

function pick(state: unknown): object {
  const { held, applied, done } = state as Record<string, unknown>;
  return { held, applied, done };
}
