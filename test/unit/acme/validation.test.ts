import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AcmeOrder } from '../../../src/domain/acme.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import { answerAll, scriptedWorld, type World } from './scripted-world.ts';

const NAMES = ['a.example', 'b.example', 'c.example'];
const ERROR = { type: 'urn:ietf:params:acme:error:unauthorized', detail: 'No TXT records found' };

interface Ordered extends World {
  readonly order: AcmeOrder;
  /** Paths of its authorizations. */
  readonly paths: readonly [string, string, string];
}

async function ordered(): Promise<Ordered> {
  const world = await scriptedWorld();
  const order = await world.session.newOrder({ names: NAMES });
  const [a = '', b = '', c = ''] = order.authorizations.map((url) => new URL(url).pathname);
  world.server.seen.length = 0;
  return { ...world, order, paths: [a, b, c] };
}

/** The authorization says `status`, its dns-01 challenge `challenge`. */
function fail({ server }: Ordered, path: string, status: string, challenge: string): void {
  const url = `https://ca.example${path}/c`;
  const dns01 = { type: 'dns-01', url, status: challenge, token: 't', error: ERROR };
  server.change(path, { status, challenges: [{ type: 'new-01', status: 'pending' }, dns01] });
}

/** What has failed, and which were told to be valid meanwhile. */
async function judged({ session, order }: Ordered) {
  const told: string[] = [];
  const failed = await session.awaitValidation(order, { told: (url) => void told.push(url) });
  return { failed: failed.map(({ name, problem }) => [name, problem?.detail]), told };
}

describe('the validation of an order', () => {
  it('is one request where all names are valid', async () => {
    const world = await ordered();
    await answerAll(world.session, world.order);
    world.server.seen.length = 0;
    assert.deepEqual(await judged(world), { failed: [], told: [] });
    assert.equal(world.server.requests.length, 1);
    assert.deepEqual(world.clock.slept, []);
  });

  it('is not looked for before any CA can have looked', async () => {
    const world = await ordered();
    await answerAll(world.session, world.order);
    const now = world.clock.now();
    await world.session.awaitValidation(world.order, { answered: now });
    assert.deepEqual(world.clock.slept, [60]);
    await world.session.awaitValidation(world.order, { answered: now - 10 });
    await world.session.awaitValidation(world.order, { answered: now - 3_600_000 });
    assert.deepEqual(world.clock.slept, [60]);
    // A clock that was set back.
    await world.session.awaitValidation(world.order, { answered: now + 3_600_000 });
    assert.deepEqual(world.clock.slept, [60, 60]);
  });

  it('is seen at the authorizations where a CA’s order lags behind them', async () => {
    const world = await ordered();
    const orderPath = new URL(world.order.url).pathname;
    const pending = { status: 200, body: { ...documentOf(world.order), status: 'pending' } };
    world.server.script(`POST ${orderPath}`, ...Array.from({ length: 9 }, () => pending));
    await answerAll(world.session, world.order);
    world.server.seen.length = 0;
    assert.deepEqual(await judged(world), { failed: [], told: world.order.authorizations });
    const [first, second, ...rest] = world.server.requests;
    assert.deepEqual([first, second], [`POST ${orderPath}`, `POST ${orderPath}`]);
    assert.deepEqual(rest.toSorted(), world.paths.map((path) => `POST ${path}`).toSorted());
  });

  it('says of every name why it has failed, and of none that has not', async () => {
    const world = await ordered();
    await answerAll(world.session, world.order);
    fail(world, world.paths[0], 'invalid', 'invalid');
    fail(world, world.paths[2], 'invalid', 'invalid');
    const { failed, told } = await judged(world);
    assert.deepEqual(failed, [
      ['a.example', 'No TXT records found'],
      ['c.example', 'No TXT records found'],
    ]);
    assert.deepEqual(told, [world.order.authorizations[1]]);
  });

  it('waits for the other names when one has failed', async () => {
    const world = await ordered();
    fail(world, world.paths[0], 'invalid', 'invalid');
    const looks = world.session.awaitValidation(world.order, {
      told: () => {
        fail(world, world.paths[2], 'invalid', 'invalid');
      },
    });
    world.server.change(world.paths[1], { status: 'valid' });
    const names = (await looks).map(({ name }) => name);
    assert.deepEqual(names, ['a.example', 'c.example']);
    const orderLooks = world.server.requests.filter((request) => request.includes('/order/'));
    assert.equal(orderLooks.length, 1);
  });

  it('says why where the CA leaves order and authorization of a failed challenge pending', async () => {
    const world = await ordered();
    await answerAll(world.session, world.order);
    fail(world, world.paths[1], 'pending', 'invalid');
    const { failed, told } = await judged(world);
    assert.deepEqual(failed, [['b.example', 'No TXT records found']]);
    assert.equal(told.length, 2);
    // At the third look.
    assert.deepEqual(world.clock.slept, [250, 400]);
  });

  it('says why soon where the CA leaves everything pending', async () => {
    const world = await ordered();
    await answerAll(world.session, world.order);
    fail(world, world.paths[1], 'pending', 'pending');
    const { failed } = await judged(world);
    assert.deepEqual(failed, [['b.example', 'No TXT records found']]);
    const waited = world.clock.slept.reduce((sum, each) => sum + each, 0);
    assert.ok(waited > 10_000 && waited < 30_000, String(waited));
  });

  it('says why in the end where the CA tries again and again', async () => {
    const world = await ordered();
    await answerAll(world.session, world.order);
    fail(world, world.paths[1], 'pending', 'processing');
    await assert.rejects(
      judged(world),
      (thrown) =>
        isCertError(thrown, 'CaTimeout') &&
        thrown.facts.seconds === 300 &&
        thrown.facts.lastProblem === 'No TXT records found' &&
        thrown.facts.waitedFor.kind === 'validation' &&
        thrown.facts.waitedFor.name === 'b.example',
    );
  });

  it('ends with an order that is invalid for something else', async () => {
    const world = await ordered();
    const error = { type: 'urn:ietf:params:acme:error:caa', detail: 'CAA forbids it' };
    world.server.change(new URL(world.order.url).pathname, { status: 'invalid', error });
    await assert.rejects(
      judged(world),
      (thrown) => isCertError(thrown, 'OrderInvalid') && thrown.facts.detail === 'CAA forbids it',
    );
    assert.deepEqual(world.clock.slept, []);
  });
});

function documentOf({ names, authorizations, finalize }: AcmeOrder): object {
  return {
    identifiers: names.map((value) => ({ type: 'dns', value })),
    authorizations,
    finalize,
  };
}
