/**
 * One thing goes wrong at one request, reads and tokens included. The requests are those of a
 * recorded run: a new one is covered by itself.
 */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { assertClientLeftNothing, clientOf, createArgs, type Client } from './client.ts';
import { endAll } from './interruption.ts';
import type { Ended } from './kvcert.ts';
import { startProductWorld } from './product-world.ts';
import {
  hadEffect,
  isFinalize,
  recordedRequests,
  type RecordedRequest,
} from './recorded-requests.ts';

const world = await startProductWorld();
after(() => world.close());

const recorded = await record();

/** Faults that pass by themselves: nobody needs to hear of them. */
const PASSING = {
  '500 once': { kind: 'fail', status: 500 },
  'no connection once': { kind: 'drop', when: 'before' },
  'no answer once': { kind: 'drop', when: 'after' },
} as const;

for (const [name, fault] of Object.entries(PASSING)) {
  describe(`${name}, at one request`, { concurrency: 6 }, () => {
    for (const [index, request] of recorded.entries()) {
      it(request.title, async () => {
        const client = clientOf(world, `${name.replaceAll(' ', '-')}-${String(index)}`);
        const ended = await runWith(client, request, fault);
        assert.equal(ended.code, 0, `${ended.stdout}\n${ended.stderr}`);
        await assertClientLeftNothing(client);
        await assertIssuedOnce(client);
      });
    }
  });
}

describe('a service that asks for an hour', { concurrency: 6 }, () => {
  const fault = {
    kind: 'fail',
    status: 429,
    headers: { 'Retry-After': '3600' },
  } as const;
  for (const [index, request] of recorded.entries()) {
    it(request.title, async () => {
      const client = clientOf(world, `hour-${String(index)}`);
      const ended = await runWith(client, request, fault);
      await assertEndedWell(client, ended, ['RateLimited', 'Throttled', 'SignInFailed']);
    });
  }
});

describe('an answer that is none, after the effect', { concurrency: 6 }, () => {
  const headers = { 'Content-Type': 'text/html' };
  const fault = { kind: 'fail', status: 200, headers, body: '<html>', when: 'after' } as const;
  for (const [index, request] of recorded.entries()) {
    it(request.title, async () => {
      const client = clientOf(world, `html-${String(index)}`);
      const ended = await runWith(client, request, fault);
      await assertEndedWell(client, ended, ['UnexpectedAnswer', 'SignInFailed']);
    });
  }
});

describe('services that ask for a second, all of them', () => {
  it('get it', async () => {
    const client = clientOf(world, 'second');
    for (const request of recorded.filter(({ nth }) => nth === 1)) {
      const headers = { 'Retry-After': '1' };
      await client.fault({ kind: 'fail', status: 429, headers, match: request.match(client.name) });
    }
    const { code, stdout, stderr } = await client.run(...createArgs(client));
    assert.equal(code, 0, `${stdout}\n${stderr}`);
    await assertClientLeftNothing(client);
  });
});

async function record(): Promise<readonly RecordedRequest[]> {
  const client = clientOf(world, 'recorded');
  const { code, stdout, stderr } = await client.run(...createArgs(client));
  assert.equal(code, 0, `${stdout}\n${stderr}`);
  const requests = recordedRequests(await client.log(), client.name);
  // How often the CA is asked whether it has decided is a matter of luck.
  return requests.filter(({ title }) => !/^POST acme .*#/.test(title) || title.includes('/chalZ/'));
}

async function runWith(
  client: Client,
  request: RecordedRequest,
  fault: { readonly kind: 'fail' | 'drop'; readonly [member: string]: unknown },
): Promise<Ended> {
  const id = await client.fault({ ...fault, match: request.match(client.name), nth: request.nth });
  const ended = await client.run(...createArgs(client));
  await world.control.release(id);
  const met = (await client.log()).filter(({ faults }) => faults.some((each) => each.id === id));
  assert.notEqual(met.length, 0, 'the run has met the fault');
  return ended;
}

/**
 * With a certificate, or with one of the errors; nothing is left then. Only what was in the hands of
 * the CA already may be in the journal, and is completed by the next start.
 */
async function assertEndedWell(
  client: Client,
  ended: Ended,
  codes: readonly string[],
): Promise<void> {
  const finalized = (await client.log()).some((entry) => isFinalize(entry) && hadEffect(entry));
  if (ended.code !== 0) {
    const { error } = JSON.parse(ended.stdout) as { error: { code: string } };
    assert.ok(codes.includes(error.code), ended.stdout);
    assert.equal(ended.code, error.code === 'SignInFailed' ? 4 : 1);
  }
  if (finalized) await endAll(client, 'resume');
  await assertClientLeftNothing(client);
  if (ended.code === 0 || finalized) await assertIssuedOnce(client);
  else assert.deepEqual((await client.certificate())?.versions ?? [], []);
}

async function assertIssuedOnce(client: Client): Promise<void> {
  const finalized = (await client.log()).filter((entry) => isFinalize(entry) && hadEffect(entry));
  assert.equal(finalized.length, 1, 'orders that were finalized');
  assert.equal((await client.certificate())?.versions.length, 1);
}
