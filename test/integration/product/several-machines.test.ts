import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { issuedBy, refusalOf } from './answers.ts';
import type { Ended } from './kvcert.ts';
import {
  assertNothingLeft,
  startProductWorld,
  type Environment,
  type ProductWorld,
} from './product-world.ts';
import { changes, requestsDuring } from './requests.ts';

const VAULT = 'contoso-prod';

describe('the same certificate, asked for twice at the same time', () => {
  let world: ProductWorld;
  let elsewhere: Environment;
  before(async () => {
    world = await startProductWorld();
    elsewhere = await world.anotherMachine();
  });
  after(() => world.close());
  afterEach(async () => {
    await world.control.clearFaults();
    await assertNothingLeft(world);
    const journal = join(elsewhere['XDG_STATE_HOME'] ?? '', 'kvcert', 'operations');
    assert.deepEqual(await readdir(journal).catch(() => []), [], 'journal of the other machine');
  });

  const create = (env: Environment, name: string, ...names: readonly string[]): Promise<Ended> =>
    world.runIn(
      env,
      ...['create', `${VAULT}/${name}`, ...names.flatMap((each) => ['--dns', each])],
      ...['--key', 'ec-p256', '--profile', 'tlsserver', '--agree-terms', '--output', 'json'],
    );
  const renew = (env: Environment, name: string): Promise<Ended> =>
    world.runIn(env, 'renew', `${VAULT}/${name}`, '--agree-terms', '--output', 'json');
  const versionsOf = async (name: string) =>
    (await world.control.certificate(VAULT, name)).versions.map(({ id }) => id);
  const hold = (match: object) => world.control.fault({ kind: 'hold', match });

  it('by two processes of one machine: the second says that the first is at work', async () => {
    const order = await hold({ api: 'acme', path: '/order-plz' });
    const first = world.start(
      ...['create', `${VAULT}/local`, '--dns', 'local.example.com', '--profile', 'tlsserver'],
      ...['--agree-terms', '--output', 'json'],
    );
    await world.control.held(order);
    const { result, log } = await requestsDuring(world.control, () =>
      create(world.env, 'LOCAL', 'local.example.com'),
    );
    const { details, message } = refusalOf(result, 1, 'OperationRunning');
    assert.equal(details['pid'], first.child.pid);
    assert.match(message, new RegExp(String(first.child.pid)));
    assert.deepEqual(log, []);
    await world.control.release(order);
    const { version } = issuedBy(await first.ended);
    assert.deepEqual(await versionsOf('local'), [version]);
  });

  for (const [where, match] of [
    ['published its values', { api: 'acme', path: '/chalZ/' }],
    ['begun in the vault', { api: 'acme', path: '/finalize-order/' }],
    ['merged', { api: 'keyvault', method: 'PATCH', path: '/certificates/' }],
  ] as const) {
    const name = `new-${where.split(' ')[0] ?? ''}`;
    it(`by two machines, when the first has ${where}: the first wins`, async () => {
      const moment = await hold(match);
      const first = create(world.env, name, `${name}.example.com`);
      await world.control.held(moment);
      const second = await create(elsewhere, name, `${name}.example.com`);
      if (where === 'merged') refusalOf(second, 2, 'CertificateExists');
      else refusalOf(second, 1, 'WorkInProgress');
      await world.control.release(moment);
      const { version } = issuedBy(await first);
      assert.deepEqual(await versionsOf(name), [version]);
    });
  }

  it('by two machines, when the first has only ordered: whoever publishes first wins', async () => {
    const order = await hold({ api: 'acme', path: '/order-plz' });
    const first = create(world.env, 'ordered', 'ordered.example.com');
    await world.control.held(order);
    const answer = await hold({ api: 'acme', path: '/chalZ/' });
    const second = create(elsewhere, 'ordered', 'ordered.example.com');
    await world.control.held(answer);
    await world.control.release(order);
    const { message } = refusalOf(await first, 1, 'WorkInProgress');
    assert.match(message, /has been at work on "ordered"/);
    await world.control.release(answer);
    const { version } = issuedBy(await second);
    assert.deepEqual(await versionsOf('ordered'), [version]);
  });

  /**
   * Starts both and holds whoever comes to the CA's decision first until the other has given up;
   * returns the version that has come into being.
   */
  const race = async (racers: readonly (() => Promise<Ended>)[]): Promise<string> => {
    const decision = await hold({ api: 'acme', path: '/finalize-order/' });
    const running = racers.map((start) => start());
    const loser = await Promise.race(running);
    assert.equal(loser.code, 1, `${loser.stdout}${loser.stderr}`);
    await world.control.release(decision);
    const winners = (await Promise.all(running)).filter((each) => each !== loser);
    const [winner] = winners;
    assert.ok(winner && winners.length === 1);
    return issuedBy(winner).version;
  };

  it('by two machines in a race: exactly one of them wins', async () => {
    const machines = [world.env, elsewhere];
    const version = await race(
      machines.map((env) => () => create(env, 'race', 'race.example.com')),
    );
    assert.deepEqual(await versionsOf('race'), [version]);
  });

  describe('to be renewed', () => {
    before(async () => {
      issuedBy(await create(world.env, 'old', 'old.example.com'));
    });

    it('is refused while another machine is at work on it, and nothing is touched', async () => {
      const answer = await hold({ api: 'acme', path: '/chalZ/' });
      const first = renew(world.env, 'old');
      await world.control.held(answer);
      const { result, log } = await requestsDuring(world.control, () => renew(elsewhere, 'old'));
      refusalOf(result, 1, 'WorkInProgress');
      assert.deepEqual(
        changes(log).filter((each) => !each.endsWith('/sign-me-up')),
        [],
      );
      await world.control.release(answer);
      const { version } = issuedBy(await first);
      assert.equal((await versionsOf('old')).at(-1), version);
    });

    it('is left alone if another machine has renewed it since the check', async () => {
      const before = await versionsOf('old');
      const claim = await hold({ api: 'keyvault', method: 'PATCH', path: '/certificates/old/' });
      const first = renew(world.env, 'old');
      await world.control.held(claim);
      const { version } = issuedBy(await renew(elsewhere, 'old'));
      await world.control.release(claim);
      refusalOf(await first, 1, 'CertificateChanged');
      assert.deepEqual(await versionsOf('old'), [...before, version]);
    });

    it('is renewed by exactly one of two machines in a race', async () => {
      const before = await versionsOf('old');
      const version = await race([world.env, elsewhere].map((env) => () => renew(env, 'old')));
      assert.deepEqual(await versionsOf('old'), [...before, version]);
    });
  });
});
