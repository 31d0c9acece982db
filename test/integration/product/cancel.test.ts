/** Ctrl+C at every step, and what is left of it. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { assertClientLeftNothing, clientOf, createArgs, type Client } from './client.ts';
import { endAll, startHeld, type Hold } from './interruption.ts';
import type { Ended } from './kvcert.ts';
import { startProductWorld } from './product-world.ts';
import { hadEffect, isFinalize } from './recorded-requests.ts';
import { changes } from './requests.ts';

const ACKNOWLEDGED = 'Cancelling';

const world = await startProductWorld();
after(() => world.close());

/** The first request of a step; its client is named by the test. */
interface Step {
  readonly name: string;
  readonly hold: Hold;
}

const path = (expression: string, method?: string): Hold => ({
  match: { path: expression, ...(method === undefined ? {} : { method }) },
});

const BEFORE_FINALIZE: readonly Step[] = [
  { name: 'check', hold: path('ResourceGraph') },
  { name: 'check, at the CA', hold: path('^/directory') },
  { name: 'order, at the account', hold: path('^/sign-me-up') },
  { name: 'order', hold: path('^/order-plz') },
  { name: 'publish', hold: path('/TXT/', 'PUT') },
  { name: 'publish, after the effect', hold: { ...path('/TXT/', 'PUT'), when: 'after' } },
  { name: 'validate', hold: path('^/chalZ') },
  { name: 'validate, at the look', hold: path('^/my-order') },
  { name: 'csr', hold: path('/create\\?', 'POST') },
  { name: 'csr, after the effect', hold: { ...path('/create\\?', 'POST'), when: 'after' } },
];

const AFTER_FINALIZE: readonly Step[] = [
  { name: 'finalize', hold: path('^/finalize-order') },
  { name: 'finalize, at the download', hold: path('^/certZ') },
  { name: 'merge', hold: path('/pending/merge', 'POST') },
  { name: 'verify', hold: path('/certificates/.*/[0-9a-f]{32}', 'PATCH') },
];

describe('a cancelled issuance', { concurrency: 6 }, () => {
  for (const [index, { name, hold }] of BEFORE_FINALIZE.entries()) {
    const signal = index % 2 === 0 ? 'SIGINT' : 'SIGTERM';
    it(`${name}: ${signal} is acknowledged at once, and nothing is left`, async () => {
      const client = clientOf(world, `before-${String(index)}`);
      const { code, stdout } = await cancelAt(client, hold, signal);
      assert.equal(code, 130, stdout);
      assert.equal(errorCodeOf(stdout), 'Cancelled');
      await assertClientLeftNothing(client);
      assert.deepEqual((await client.log()).filter(isFinalize), []);
      assert.deepEqual((await client.certificate())?.versions ?? [], []);
    });
  }

  for (const [index, { name, hold }] of AFTER_FINALIZE.entries()) {
    it(`${name}: the run completes and says so`, async () => {
      const client = clientOf(world, `after-${String(index)}`);
      const { code, stdout, stderr } = await cancelAt(client, hold, 'SIGINT');
      assert.equal(code, 0, stdout);
      assert.match(stderr, /told to issue already: this will be completed/);
      await assertClientLeftNothing(client);
      assert.equal((await client.log()).filter(isFinalize).filter(hadEffect).length, 1);
      assert.equal((await client.certificate())?.versions.length, 1);
    });
  }

  it('a second Ctrl+C ends at once; the next start undoes what was begun', async () => {
    const client = clientOf(world, 'twice-undone');
    await cancelTwice(client);
    const undone = await endAll(client, 'undo');
    assert.deepEqual(
      undone.map(({ ended }) => ended),
      ['undone'],
    );
    await assertClientLeftNothing(client);
  });

  it('a second Ctrl+C ends at once; the next start finishes what was begun', async () => {
    const client = clientOf(world, 'twice-resumed');
    await cancelTwice(client);
    const issued = await endAll(client, 'resume');
    assert.deepEqual(
      issued.map(({ ended }) => ended),
      ['issued'],
    );
    await assertClientLeftNothing(client);
  });

  it('a clean-up that cannot reach Azure says what it left and keeps it in the journal', async () => {
    const client = clientOf(world, 'unreachable');
    const drop = { kind: 'drop', match: { api: 'arm', method: 'DELETE' }, count: 99 } as const;
    const dropping = await client.fault(drop);
    const { code, stderr } = await cancelAt(client, path('^/chalZ'), 'SIGINT');
    assert.equal(code, 130);
    assert.match(stderr, /_acme-challenge\.unreachable\.example\.com/);
    await world.control.release(dropping);
    const undone = await endAll(client, 'undo');
    assert.deepEqual(
      undone.map(({ ended }) => ended),
      ['undone'],
    );
    await assertClientLeftNothing(client);
  });
});

describe('a cancelled wait for the name servers', () => {
  after(() => world.control.nameServer('authoritative-2', { visibleAfterMs: 0 }));

  it('ends without waiting for them', async () => {
    await world.control.nameServer('authoritative-2', { visibleAfterMs: 3_600_000 });
    const client = clientOf(world, 'propagate');
    const running = client.start(...createArgs(client));
    await running.saying('Publish the challenge in Azure DNS');
    running.child.kill('SIGINT');
    const { code, stdout } = await running.ended;
    assert.equal(code, 130, stdout);
    assert.equal(errorCodeOf(stdout), 'Cancelled');
    await assertClientLeftNothing(client);
    assert.deepEqual(
      (await client.log()).filter(({ path: asked }) => asked.startsWith('/chalZ')),
      [],
    );
  });
});

describe('a cancelled preflight', () => {
  for (const [index, where] of [
    'ResourceGraph',
    '/permissions',
    '/providers/Microsoft.Authorization/locks',
    '/certificates/',
    '^/directory',
  ].entries()) {
    it(`ends at once while ${where} is not answered, and has changed nothing`, async () => {
      const client = clientOf(world, `preflight-${String(index)}`);
      const args = ['preflight', client.target, '--dns', `${client.name}.example.com`];
      const more = ['--agree-terms', '--output', 'json'];
      const { running, fault } = await startHeld(client, [...args, ...more], path(where));
      running.child.kill('SIGINT');
      const { code, stdout } = await running.ended;
      assert.equal(code, 130, stdout);
      assert.equal(errorCodeOf(stdout), 'Cancelled');
      await world.control.release(fault);
      assert.deepEqual(changes(await client.log()), []);
      await assertClientLeftNothing(client);
    });
  }
});

/** Signals while the sandbox holds the request and lets go only when that was acknowledged. */
async function cancelAt(client: Client, hold: Hold, signal: NodeJS.Signals): Promise<Ended> {
  const { running, fault } = await startHeld(client, createArgs(client), hold);
  running.child.kill(signal);
  await running.saying(ACKNOWLEDGED);
  await world.control.release(fault);
  return running.ended;
}

/** The first signal's clean-up is held, too, when the second one comes. */
async function cancelTwice(client: Client): Promise<void> {
  const { running, fault } = await startHeld(client, createArgs(client), path('^/chalZ'));
  const cleaning = await client.fault({ kind: 'hold', match: { api: 'arm', method: 'DELETE' } });
  running.child.kill('SIGINT');
  await world.control.held(cleaning);
  running.child.kill('SIGINT');
  const { code, stderr } = await running.ended;
  assert.equal(code, 130);
  assert.match(stderr, /kvcert operations/);
  await world.control.release(fault);
  await world.control.over(cleaning);
}

function errorCodeOf(stdout: string): unknown {
  return (JSON.parse(stdout) as { error?: { code?: unknown } }).error?.code;
}
