import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { askInTurn, askWithResolver } from '../../../src/dns/question.ts';
import { startDns, type LoopbackDns } from './loopback-dns.ts';

const patient = askWithResolver(5000);
const hasty = askWithResolver(400);
const TXT = { type: 'TXT', name: 'a.example' } as const;

async function serverWith(t: TestContext, mode: LoopbackDns['mode']): Promise<LoopbackDns> {
  const [server] = await startDns(t, '127.0.0.1');
  assert.ok(server);
  server.mode = mode;
  server.records = {
    'a.example': { TXT: ['one', 'x'.repeat(600)], NS: ['NS2.Example.NET', 'ns1.example.net'] },
  };
  return server;
}

const at = (server: LoopbackDns) => `${server.host}:${server.port}`;

describe('askWithResolver', () => {
  it('joins the chunks of a TXT record', async (t) => {
    const server = await serverWith(t, 'answer');
    const answer = await patient(TXT, at(server), undefined);
    assert.deepEqual(answer, { records: ['one', 'x'.repeat(600)], failure: undefined });
  });

  it('gives host names in lower case', async (t) => {
    const server = await serverWith(t, 'answer');
    const answer = await patient({ type: 'NS', name: 'a.example' }, at(server), undefined);
    assert.deepEqual(answer.records, ['ns2.example.net', 'ns1.example.net']);
  });

  it('takes an absent name and an absent type for an answer', async (t) => {
    const server = await serverWith(t, 'answer');
    const nothing = { records: [], failure: undefined };
    assert.deepEqual(
      await patient({ type: 'TXT', name: 'b.example' }, at(server), undefined),
      nothing,
    );
    assert.deepEqual(
      await patient({ type: 'A', name: 'a.example' }, at(server), undefined),
      nothing,
    );
  });

  it('asks again over TCP when the answer was cut', async (t) => {
    const server = await serverWith(t, 'truncate-udp');
    const answer = await patient(TXT, at(server), undefined);
    assert.deepEqual(answer.records, ['one', 'x'.repeat(600)]);
    assert.ok(server.asked.some(({ via }) => via === 'tcp'));
  });

  it('asks a second time and no third time', async (t) => {
    const server = await serverWith(t, 'answer');
    server.ignore = 1;
    assert.equal((await hasty(TXT, at(server), undefined)).failure, undefined);
    assert.equal(server.asked.length, 2);
    server.ignore = 3;
    assert.deepEqual(await hasty(TXT, at(server), undefined), { records: [], failure: 'ETIMEOUT' });
    assert.equal(server.asked.length, 4);
  });

  for (const [mode, failure] of [
    ['servfail', 'ESERVFAIL'],
    ['refused', 'EREFUSED'],
  ] as const) {
    it(`tells ${failure}`, async (t) => {
      const server = await serverWith(t, mode);
      assert.deepEqual(await patient(TXT, at(server), undefined), { records: [], failure });
    });
  }

  it('rejects with the reason as soon as it is aborted', { timeout: 10_000 }, async (t) => {
    const server = await serverWith(t, 'silent');
    const controller = new AbortController();
    const reason = new Error('enough');
    const { signal } = controller;
    server.onAsked = () => {
      controller.abort(reason);
    };
    await assert.rejects(askWithResolver(60_000)(TXT, at(server), signal), reason);
    await assert.rejects(askWithResolver(60_000)(TXT, at(server), signal), reason);
  });
});

describe('askInTurn', () => {
  it('goes on to the next server after a time-out, a refusal and a SERVFAIL', async (t) => {
    const servers = await startDns(t, '127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.4');
    const [silent, refusing, failing, answering] = servers;
    assert.ok(silent && refusing && failing && answering);
    silent.mode = 'silent';
    refusing.mode = 'refused';
    failing.mode = 'servfail';
    answering.records = { 'a.example': { TXT: ['one'] } };
    const answer = await askInTurn(hasty, TXT, servers.map(at), undefined);
    assert.deepEqual(answer, { records: ['one'], failure: undefined });
  });

  it('stops at the first answer, even if it is that there is nothing', async (t) => {
    const [first, second] = await startDns(t, '127.0.0.1', '127.0.0.2');
    assert.ok(first && second);
    second.records = { 'a.example': { TXT: ['one'] } };
    assert.deepEqual(await askInTurn(patient, TXT, [at(first), at(second)], undefined), {
      records: [],
      failure: undefined,
    });
    assert.deepEqual(second.asked, []);
  });

  it('tells the first failure when nobody answers', async (t) => {
    const [refusing, failing] = await startDns(t, '127.0.0.1', '127.0.0.2');
    assert.ok(refusing && failing);
    refusing.mode = 'refused';
    failing.mode = 'servfail';
    const answer = await askInTurn(patient, TXT, [at(refusing), at(failing)], undefined);
    assert.deepEqual(answer, { records: [], failure: 'EREFUSED' });
  });
});
