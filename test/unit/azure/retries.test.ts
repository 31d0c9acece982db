import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  createHttpHeaders,
  createPipelineRequest,
  type HttpMethods,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { withRetries } from '../../../src/azure/retries.ts';
import { CertError, isCertError } from '../../../src/domain/errors.ts';
import { NOW } from './scripted-azure.ts';

type Outcome = { status: number; headers?: Record<string, string> } | Error;

function lost(nodeCode: string): Error {
  const cause = Object.assign(new Error(nodeCode), { code: nodeCode });
  return new CertError('HostUnreachable', { host: 'h', reason: nodeCode }, { cause });
}

const HUNG = new CertError('HostTimeout', { host: 'h', seconds: 30 });
const OK = { status: 200 };

/** Sends one request through outcomes; returns how it ended, with tries and waits. */
async function send(
  outcomes: Outcome[],
  options: { method?: HttpMethods; postsAreReads?: boolean; authorized?: boolean } = {},
) {
  const { method = 'GET', postsAreReads = false, authorized = true } = options;
  const waits: number[] = [];
  let tries = 0;
  const client = withRetries(
    {
      sendRequest(request) {
        const outcome = outcomes[tries++] ?? assert.fail('one request too many');
        if (outcome instanceof Error) return Promise.reject(outcome);
        const headers = createHttpHeaders(outcome.headers);
        return Promise.resolve<PipelineResponse>({ request, status: outcome.status, headers });
      },
    },
    {
      clock: { now: () => NOW, sleep: (ms) => Promise.resolve(void waits.push(ms)) },
      log: { debug: () => undefined, warn: () => undefined },
      postsAreReads,
    },
  );
  const headers = createHttpHeaders(authorized ? { authorization: 'Bearer x' } : {});
  const request = createPipelineRequest({ url: 'https://h/path?q', method, headers });
  const end = await client.sendRequest(request).then(
    ({ status }) => status,
    (error: unknown) => (isCertError(error) ? error.code : error),
  );
  return { end, tries, waits };
}

describe('a request that never reached the host', () => {
  for (const method of ['GET', 'POST', 'PUT'] as const) {
    it(`is repeated: ${method}`, async () => {
      const { end, waits } = await send([lost('ECONNREFUSED'), lost('EAI_AGAIN'), OK], { method });
      assert.equal(end, 200);
      assert.deepEqual(waits, [500, 1000]);
    });
  }

  it('is given up after four tries', async () => {
    const { end, tries } = await send(Array.from({ length: 4 }, () => lost('ECONNREFUSED')));
    assert.equal(end, 'HostUnreachable');
    assert.equal(tries, 4);
  });
});

describe('a request whose answer was lost', () => {
  const repeated: [HttpMethods, boolean][] = [
    ['GET', true],
    ['PUT', true],
    ['PATCH', true],
    ['DELETE', true],
    ['POST', false],
  ];
  for (const [method, expected] of repeated) {
    it(`is ${expected ? '' : 'not '}repeated: ${method}`, async () => {
      for (const failure of [lost('ECONNRESET'), { status: 503 }, HUNG]) {
        const { tries } = await send([failure, OK], { method });
        assert.equal(tries, expected ? 2 : 1);
      }
    });
  }

  it('is repeated when it is a POST that only reads', async () => {
    const { end } = await send([{ status: 500 }, OK], { method: 'POST', postsAreReads: true });
    assert.equal(end, 200);
  });

  it('is repeated when it is a POST that only asked for the challenge', async () => {
    const { end } = await send([lost('ECONNRESET'), { status: 401 }], {
      method: 'POST',
      authorized: false,
    });
    assert.equal(end, 401);
  });
});

it('gives a host that hangs a second chance and no third', async () => {
  const { end, tries } = await send([HUNG, HUNG]);
  assert.equal(end, 'HostTimeout');
  assert.equal(tries, 2);
});

describe('the wait', () => {
  const asked: [Record<string, string>, number][] = [
    [{ 'retry-after': '3' }, 3000],
    [{ 'retry-after': new Date(NOW + 4000).toUTCString() }, 4000],
    [{ 'retry-after': new Date(NOW - 4000).toUTCString() }, 0],
    [{ 'x-ms-user-quota-resets-after': '00:00:05' }, 5000],
    [{}, 500],
  ];
  for (const [headers, wait] of asked) {
    it(`is ${wait} ms after ${JSON.stringify(headers)}`, async () => {
      const { waits } = await send([{ status: 429, headers }, OK], { method: 'POST' });
      assert.deepEqual(waits, [wait]);
    });
  }

  it('is not slept when it is longer than 20 s', async () => {
    const { end, waits } = await send([{ status: 429, headers: { 'retry-after': '21' } }]);
    assert.equal(end, 'Throttled');
    assert.deepEqual(waits, []);
  });
});

it('repeats nothing that a repetition cannot mend', async () => {
  const untrusted = new CertError('TlsUntrusted', { host: 'h', reason: 'r' });
  const refused = new CertError('ProxyRefused', { proxy: 'p', host: 'h', status: 403 });
  for (const outcome of [untrusted, refused, { status: 404 }, { status: 501 }]) {
    assert.equal((await send([outcome])).tries, 1);
  }
});
