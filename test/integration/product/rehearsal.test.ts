/** `--rehearse`: the staging CA first, with a key of nobody's; then, and only then, the one that is meant. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { issuedBy, refusalOf } from './answers.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { requestsDuring } from './requests.ts';
import type { LogEntry } from '../../sandbox/log/request-log.ts';

const PRODUCTION = 'acme-v02.api.letsencrypt.org';
const STAGING = 'acme-staging-v02.api.letsencrypt.org';

describe('a rehearsal', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld();
  });
  after(() => world.close());

  const create = (name: string, ...more: readonly string[]) =>
    world.run(
      ...['create', `contoso-prod/${name}`, '--dns', `${name}.example.com`, '--agree-terms'],
      ...['--output', 'json', ...more],
    );
  const at = (log: readonly LogEntry[], host: string): readonly LogEntry[] =>
    log.filter((entry) => entry.host === host);
  const ordersAt = (log: readonly LogEntry[], host: string): number =>
    at(log, host).filter(({ method, path }) => method === 'POST' && path.includes('order-plz'))
      .length;
  const changesInVaults = (log: readonly LogEntry[]): readonly LogEntry[] =>
    log.filter(({ api, method }) => api === 'keyvault' && method !== 'GET');

  it('goes before the issuance, with a certificate of its own that nobody keeps', async () => {
    const { result, log } = await requestsDuring(world.control, () =>
      create('tried', '--rehearse', '--key', 'ec-p256'),
    );
    const issued = issuedBy(result);
    assert.deepEqual(issued.steps.map(({ name }) => name).slice(0, 3), [
      'check',
      'rehearse',
      'order',
    ]);
    assert.deepEqual([ordersAt(log, STAGING), ordersAt(log, PRODUCTION)], [1, 1]);
    const signed = log.findLastIndex(
      ({ host, path }) => host === STAGING && path.includes('/certZ/'),
    );
    const [first] = changesInVaults(log);
    assert.ok(signed >= 0 && first && log.indexOf(first) > signed, 'the vault came too early');
    await assertNothingLeft(world);
  });

  it('that fails keeps the vault and the other CA out of it', async () => {
    await world.control.fault({
      kind: 'fail',
      match: { host: STAGING, method: 'POST', path: '/finalize-order/' },
      status: 403,
      body: { type: 'urn:ietf:params:acme:error:rejectedIdentifier', detail: 'not today' },
      headers: { 'content-type': 'application/problem+json' },
      count: 10,
    });
    const { result, log } = await requestsDuring(world.control, () =>
      create('unlucky', '--rehearse'),
    );
    const { details } = refusalOf(result, 1, 'AcmeProblem');
    assert.equal(details['ca'], "Let's Encrypt (staging)");
    assert.match(result.stderr, /That was the rehearsal: Let's Encrypt was not asked/);
    assert.deepEqual(ordersAt(log, PRODUCTION), 0);
    assert.deepEqual(changesInVaults(log), []);
    await world.control.clearFaults();
    await assertNothingLeft(world);
  });

  it('that is killed is undone when the operation is resumed', async () => {
    const fault = await world.control.fault({
      kind: 'hold',
      match: { host: STAGING, method: 'POST', path: '/finalize-order/' },
    });
    const running = world.start(
      'create',
      'contoso-prod/killed',
      '--dns',
      'killed.example.com',
      '--agree-terms',
      '--rehearse',
    );
    await world.control.held(fault);
    running.child.kill('SIGKILL');
    await running.ended;
    await world.control.clearFaults();
    const listed = await world.run('operations', '--output', 'json');
    const { operations } = JSON.parse(listed.stdout) as {
      operations: readonly { readonly rehearsal: boolean }[];
    };
    assert.deepEqual(
      operations.map(({ rehearsal }) => rehearsal),
      [true],
    );
    const resumed = await world.run('operations', 'resume', '--all');
    assert.equal(resumed.code, 0, resumed.stderr);
    await assertNothingLeft(world);
  });

  it('is refused where no CA for it is known, before anything is asked', async () => {
    const { result, log } = await requestsDuring(world.control, () =>
      create('nowhere', '--rehearse', '--ca', 'https://acme.scripted.test/directory'),
    );
    refusalOf(result, 2, 'NoRehearsal');
    assert.deepEqual(changesInVaults(log), []);
  });

  it('may be held elsewhere', async () => {
    const { result, log } = await requestsDuring(world.control, () =>
      create('elsewhere', '--rehearse-at', 'https://acme.scripted.test/directory'),
    );
    issuedBy(result);
    assert.equal(
      at(log, 'acme.scripted.test').some(({ path }) => path.includes('finalize')),
      true,
    );
  });
});
