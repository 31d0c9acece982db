import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Propagation } from '../../sandbox/dns/propagation.ts';
import { ONE, zoneIn } from './arm-test-world.ts';
import { serve, txt } from './dns-test-servers.ts';
import type { TestDns } from './dns-test-servers.ts';

const NAME = '_acme-challenge.example.com';
const ZONE = zoneIn(ONE, 'example.com', { recordSets: [txt('_acme-challenge', 'stranger')] });

/** What each server shows now. */
async function seen({ servers, ask }: TestDns): Promise<readonly string[]> {
  return Promise.all(
    servers.authoritative.map(async (endpoint) => {
      const records = await ask(endpoint)
        .resolveTxt(NAME)
        .catch(() => []);
      return records.map((strings) => strings.join('')).join('+');
    }),
  );
}

describe('a change reaches each server after its own delay', () => {
  it('when values are added, changed and deleted', async (t) => {
    const dns = await serve(t, [ZONE]);
    const [zone] = dns.store.zones;
    assert.ok(zone !== undefined);
    dns.servers.set(0, { visibleAfterMs: 1000 });
    dns.servers.set(1, { visibleAfterMs: 3000 });
    assert.deepEqual(await seen(dns), ['stranger', 'stranger']);

    const records = ['stranger', 'ours'].map((value) => ({ value: [value] }));
    zone.put({ name: '_acme-challenge', type: 'TXT', ttl: 60, records });
    assert.deepEqual(await seen(dns), ['stranger', 'stranger']);
    dns.clock.now += 1000;
    assert.deepEqual(await seen(dns), ['stranger+ours', 'stranger']);
    dns.clock.now += 2000;
    assert.deepEqual(await seen(dns), ['stranger+ours', 'stranger+ours']);

    zone.remove('TXT', '_acme-challenge');
    dns.clock.now += 2999;
    assert.deepEqual(await seen(dns), ['', 'stranger+ours']);
    dns.clock.now += 1;
    assert.deepEqual(await seen(dns), ['', '']);
  });

  it('the resolver view asks them in turn: who asks too early sees both answers', async (t) => {
    const dns = await serve(t, [ZONE]);
    dns.servers.set(1, { visibleAfterMs: 60_000 });
    dns.store.zones[0]?.remove('TXT', '_acme-challenge');
    const resolver = dns.ask(dns.servers.resolver);
    const answers: string[] = [];
    for (let i = 0; i < 4; i++) {
      const records = await resolver.resolveTxt(NAME).catch(() => [['nothing']]);
      answers.push(records.flat().join('+'));
    }
    assert.deepEqual(answers, ['nothing', 'stranger', 'nothing', 'stranger']);
    dns.clock.now += 60_000;
    for (let i = 0; i < 2; i++) await assert.rejects(resolver.resolveTxt(NAME));
  });
});

describe('a delay that changes', () => {
  it('does not take back what was visible', () => {
    const propagation = new Propagation();
    assert.ok(propagation.isVisible(100, 100));
    propagation.setDelay(1000, 200);
    assert.ok(propagation.isVisible(100, 200));
    assert.ok(!propagation.isVisible(200, 1199));
    assert.ok(propagation.isVisible(200, 1200));
  });

  it('that shrinks lets through what still waits', () => {
    const propagation = new Propagation();
    propagation.setDelay(1_000_000, 0);
    assert.ok(!propagation.isVisible(10, 500));
    propagation.setDelay(0, 500);
    assert.ok(propagation.isVisible(10, 500));
  });

  it('never hides what was there from the start', () => {
    const propagation = new Propagation();
    propagation.setDelay(1_000_000, 0);
    assert.ok(propagation.isVisible(-Infinity, 0));
  });
});
