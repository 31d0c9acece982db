import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HttpAnswer } from '../../../src/acme/http.ts';
import { NoncePool } from '../../../src/acme/nonce-pool.ts';
import { isCertError } from '../../../src/domain/errors.ts';

function answer(nonce?: string, status = 200, body = ''): HttpAnswer {
  const headers: Record<string, string> = nonce === undefined ? {} : { 'replay-nonce': nonce };
  return { url: 'https://ca.example/x', status, headers, body };
}

function refusedNonce(nonce: string): HttpAnswer {
  return answer(nonce, 400, '{"type":"urn:ietf:params:acme:error:badNonce","detail":"bad"}');
}

/** A pool over a CA that numbers its nonces, with what was asked of it. */
function poolOf(give: (count: number) => HttpAnswer = (count) => answer(`head-${count}`)) {
  const state = { heads: 0 };
  const pool = new NoncePool(() => Promise.resolve(give(++state.heads)));
  return { pool, state };
}

/** A request under way, until `finish` is called. */
function underWay() {
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  const nonces: string[] = [];
  const use = (nonce: string) => {
    nonces.push(nonce);
    return promise;
  };
  return { use, nonces, finish: resolve, fail: reject };
}

const turn = () => new Promise<void>(setImmediate);

describe('NoncePool', () => {
  it('asks for a nonce only when it has none, and spends every nonce once', async () => {
    const { pool, state } = poolOf();
    const spent: string[] = [];
    for (const fresh of ['a', 'b', 'c']) {
      await pool.spend((nonce) => {
        spent.push(nonce);
        return Promise.resolve(answer(fresh));
      });
    }
    assert.deepEqual(spent, ['head-1', 'a', 'b']);
    assert.equal(state.heads, 1);
  });

  it('spends the newest first', async () => {
    const { pool } = poolOf();
    const requests = [underWay(), underWay()];
    const spending = requests.map(({ use }) => pool.spend(use));
    await turn();
    for (const [index, request] of requests.entries()) request.finish(answer(`answer-${index}`));
    await Promise.all(spending);
    const next = underWay();
    next.finish(answer());
    await pool.spend(next.use);
    assert.deepEqual(next.nonces, ['answer-1']);
  });

  it('lets a request wait for the answer to one that is under way', async () => {
    const { pool, state } = poolOf();
    const [first, second] = [underWay(), underWay()];
    const spending = [pool.spend(first.use)];
    await turn();
    spending.push(pool.spend(second.use));
    await turn();
    assert.deepEqual(second.nonces, []);
    first.finish(answer('handed-on'));
    second.finish(answer());
    await Promise.all(spending);
    assert.deepEqual(second.nonces, ['handed-on']);
    assert.equal(state.heads, 1);
  });

  it('does not let more wait than are under way', async () => {
    const { pool, state } = poolOf();
    const requests = [underWay(), underWay(), underWay()];
    const spending: Promise<HttpAnswer>[] = [];
    for (const { use } of requests) {
      spending.push(pool.spend(use));
      await turn();
    }
    assert.equal(state.heads, 2);
    for (const { finish } of requests) finish(answer('next'));
    await Promise.all(spending);
    assert.equal(state.heads, 2);
  });

  it('asks anew when the request that was waited for has failed', async () => {
    const { pool, state } = poolOf();
    const [first, second] = [underWay(), underWay()];
    const failing = pool.spend(first.use);
    await turn();
    const waiting = pool.spend(second.use);
    second.finish(answer());
    first.fail(new Error('reset'));
    await assert.rejects(failing, /reset/);
    await waiting;
    assert.deepEqual(second.nonces, ['head-2']);
    assert.equal(state.heads, 2);
  });

  it('lets a waiting request go at its cancellation, and the nonce to the next', async () => {
    const { pool } = poolOf();
    const controller = new AbortController();
    const first = underWay();
    const spending = pool.spend(first.use);
    await turn();
    const waiting = pool.spend(underWay().use, controller.signal);
    await turn();
    controller.abort();
    await assert.rejects(waiting, (error) => isCertError(error, 'Cancelled'));
    first.finish(answer('kept'));
    await spending;
    const next = underWay();
    next.finish(answer());
    await pool.spend(next.use);
    assert.deepEqual(next.nonces, ['kept']);
  });

  it('repeats a request whose nonce is refused, with the nonce of the refusal', async () => {
    const { pool, state } = poolOf();
    const spent: string[] = [];
    const last = await pool.spend((nonce) => {
      spent.push(nonce);
      return Promise.resolve(spent.length < 3 ? refusedNonce(`r${spent.length}`) : answer());
    });
    assert.equal(last.status, 200);
    assert.deepEqual(spent, ['head-1', 'r1', 'r2']);
    assert.equal(state.heads, 1);
  });

  it('gives up on a CA that refuses every nonce', async () => {
    const { pool } = poolOf();
    let requests = 0;
    const last = await pool.spend(() => Promise.resolve(refusedNonce(`r${++requests}`)));
    assert.equal(last.status, 400);
    assert.equal(requests, 6);
  });

  it('keeps so many and no more', async () => {
    const { pool, state } = poolOf();
    const fresh = Array.from({ length: 40 }, (_, index) => answer(`fresh-${index}`));
    await Promise.all(fresh.map((reply) => pool.spend(() => Promise.resolve(reply))));
    assert.equal(state.heads, 40);
    for (let spent = 0; spent < 32; spent++) await pool.spend(() => Promise.resolve(answer()));
    assert.equal(state.heads, 40);
    await pool.spend(() => Promise.resolve(answer()));
    assert.equal(state.heads, 41);
  });

  it('ignores a nonce that is not base64url', async () => {
    const { pool, state } = poolOf();
    await pool.spend(() => Promise.resolve(answer('no, nonce')));
    await pool.spend(() => Promise.resolve(answer()));
    assert.equal(state.heads, 2);
  });

  it('passes on why there is no nonce', async () => {
    const { pool } = poolOf(() => answer(undefined, 503));
    assert.equal((await pool.spend(() => Promise.reject(new Error('unused')))).status, 503);
    const silent = poolOf(() => answer()).pool;
    await assert.rejects(
      silent.spend(() => Promise.reject(new Error('unused'))),
      (error) => isCertError(error, 'UnexpectedAnswer'),
    );
  });
});
