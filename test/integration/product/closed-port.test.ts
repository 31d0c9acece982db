import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { issuedBy, refusalOf } from './answers.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';

/** Where nobody listens: what a question to the outside comes to where port 53 is closed. */
const NOBODY = '127.0.0.1:1';

const DOH = 'https://dns.example-doh.test/dns-query';

describe('a network in which port 53 is closed', { concurrency: true, timeout: 120_000 }, () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld();
  });
  after(async () => {
    try {
      await assertNothingLeft(world);
    } finally {
      await world.close();
    }
  });

  const create = (name: string, zone: string, ...more: readonly string[]) =>
    world.run(
      ...['create', `contoso-prod/${name}`, '--dns', `${name}.${zone}`, '--dns-servers', NOBODY],
      ...['--key', 'ec-p256', '--profile', 'tlsserver', '--agree-terms', '--output', 'json'],
      ...more,
    );

  it('ends an issuance soon, and names what can be done', async () => {
    const began = performance.now();
    const refusal = refusalOf(await create('closed', 'example.com'), 1, 'NameServersUnreachable');
    const seconds = (performance.now() - began) / 1000;
    assert.ok(seconds < 60, `${seconds} s`);
    const failure = 'ECONNREFUSED';
    assert.deepEqual(refusal.details['servers'], [{ server: NOBODY, failure }]);
    assert.match(refusal.message, /cannot be reached/);
    const remedies = JSON.stringify(refusal.remedies);
    for (const option of ['--dns-servers', '--doh', '--propagation-wait']) {
      assert.ok(remedies.includes(option), option);
    }
  });

  it('is got over by a resolver over HTTPS', async () => {
    const ended = await create('doh', 'example.com', '--doh', DOH);
    issuedBy(ended);
    const asked = (await world.control.log()).filter(({ host }) => host === new URL(DOH).hostname);
    assert.ok(asked.length > 0);
    assert.doesNotMatch(ended.stderr, /is delegated/, 'somebody could be asked');
  });

  it('ends it as soon where the resolver over HTTPS gives no answer, and says so', async () => {
    const ended = await create('mistyped', 'example.com', '--doh', `${DOH}-mistyped`);
    const { message } = refusalOf(ended, 1, 'NameServersUnreachable');
    assert.ok(message.includes(`${DOH}-mistyped (HTTP 404)`), message);
  });

  it('is got over by a wait that the user has set', async () => {
    const began = performance.now();
    const ended = await create('waited', 'example.org', '--propagation-wait', '25');
    issuedBy(ended);
    const seconds = (performance.now() - began) / 1000;
    assert.ok(seconds >= 25 && seconds < 60, `${seconds} s`);
    assert.match(ended.stderr, /no name server can be asked, waiting for \d+ s/);
  });
});
