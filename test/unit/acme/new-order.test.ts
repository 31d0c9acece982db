import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isCertError } from '../../../src/domain/errors.ts';
import { type Reply, problem } from './scripted-ca.ts';
import { scriptedWorld } from './scripted-world.ts';

const NAMES = ['example.com'];
const REPLACES = 'aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE';
const IDENTIFIERS = [{ type: 'dns', value: 'example.com' }];

async function ordering(...replies: Reply[]) {
  const { session, server } = await scriptedWorld();
  server.script('POST /order', ...replies);
  const order = await session.newOrder({ names: NAMES, replaces: REPLACES });
  return { order, payloads: server.seen.map(({ payload }) => payload) };
}

describe('a new order', () => {
  it('says what it replaces and until when the certificate is to last', async () => {
    const { session, server } = await scriptedWorld();
    const notAfter = new Date('2026-07-01T00:00:00Z');
    const order = await session.newOrder({ names: NAMES, replaces: REPLACES, notAfter });
    assert.equal(order.replacesDropped, undefined);
    assert.deepEqual(
      server.seen.map(({ payload }) => payload),
      [{ identifiers: IDENTIFIERS, notAfter: '2026-07-01T00:00:00.000Z', replaces: REPLACES }],
    );
  });

  /** Words of Let's Encrypt's Boulder and of Pebble, and of nobody in particular. */
  const REFUSALS: readonly [status: number, type: string, detail: string][] = [
    [409, 'alreadyReplaced', 'certificate with serial 2ae82971 already has a replacement order'],
    [403, 'unauthorized', 'requester account did not request the certificate being replaced'],
    [400, 'malformed', 'parsing ARI CertID failed: Invalid path'],
    [404, 'malformed', 'could not find an existing certificate with serial "2ae82971"'],
    [400, 'malformed', 'Invalid request'],
    [409, 'conflict', 'cannot indicate an order replaces a certificate that was replaced'],
    [400, 'example.test/predecessor', 'no'],
  ];
  for (const [status, type, detail] of REFUSALS) {
    it(`is made without what it replaces after ${status} ${type}: ${detail}`, async () => {
      const { order, payloads } = await ordering(problem(status, type, detail));
      assert.equal(order.replacesDropped, true);
      assert.equal(order.status, 'pending');
      assert.deepEqual(payloads, [
        { identifiers: IDENTIFIERS, replaces: REPLACES },
        { identifiers: IDENTIFIERS },
      ]);
    });
  }

  it('is made without it where a server fails over it', async () => {
    const detail = 'could not find an order for the given certificate';
    const failure = problem(500, 'serverInternal', detail);
    const { order } = await ordering(failure, failure, failure, failure);
    assert.equal(order.replacesDropped, true);
  });

  const OTHERS: readonly [status: number, type: string][] = [
    [400, 'rejectedIdentifier'],
    [400, 'invalidProfile'],
    [400, 'accountDoesNotExist'],
    [403, 'caa'],
  ];
  for (const [status, type] of OTHERS) {
    it(`is refused once where ${type} says what is wrong`, async () => {
      const { session, server } = await scriptedWorld();
      server.script('POST /order', problem(status, type, 'no'));
      await assert.rejects(
        session.newOrder({ names: NAMES, replaces: REPLACES }),
        (error) => isCertError(error, 'AcmeProblem') && error.facts.type === type,
      );
      assert.equal(server.requests.length, 1);
    });
  }

  it('is refused once where a limit is reached', async () => {
    const { session, server } = await scriptedWorld();
    const { body } = problem(429, 'rateLimited', 'too many certificates');
    server.script('POST /order', { status: 429, headers: { 'retry-after': '3600' }, body });
    await assert.rejects(session.newOrder({ names: NAMES, replaces: REPLACES }), (error) =>
      isCertError(error, 'RateLimited'),
    );
    assert.equal(server.requests.length, 1);
  });

  it('is refused as it is refused without what it replaces', async () => {
    const { session, server } = await scriptedWorld();
    const first = problem(400, 'malformed', 'one');
    server.script('POST /order', first, problem(403, 'unauthorized', 'two'));
    await assert.rejects(
      session.newOrder({ names: NAMES, replaces: REPLACES }),
      (error) => isCertError(error, 'AcmeProblem') && error.facts.detail === 'two',
    );
  });

  it('says nothing of it to a CA without renewal information', async () => {
    const { session, server } = await scriptedWorld('prompt', ['renewalInfo']);
    const order = await session.newOrder({ names: NAMES, replaces: REPLACES });
    assert.equal(order.replacesDropped, undefined);
    assert.deepEqual(server.seen.at(-1)?.payload, { identifiers: IDENTIFIERS });
  });
});
