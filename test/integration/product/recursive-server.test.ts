import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { issuedBy } from './answers.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { startRememberingResolver, type RememberingResolver } from './remembering-resolver.ts';

describe('a recursive server among those that the user names', () => {
  let world: ProductWorld;
  let resolver: RememberingResolver;
  before(async () => {
    world = await startProductWorld();
    resolver = await startRememberingResolver(world.ready.dns);
  });
  after(async () => {
    resolver.close();
    await world.close();
  });
  afterEach(() => assertNothingLeft(world));

  // Asked too early, it would deny the record for five minutes.
  it('is not asked before it can know the record', { timeout: 60_000 }, async () => {
    for (const server of ['authoritative-1', 'authoritative-2'] as const) {
      await world.control.nameServer(server, { visibleAfterMs: 2000 });
    }
    const ended = await world.run(
      ...['create', 'contoso-prod/recursive', '--dns', 'example.com', '--dns', 'www.example.com'],
      ...['--key', 'ec-p256', '--profile', 'tlsserver', '--agree-terms', '--output', 'json'],
      ...['--dns-servers', resolver.address],
    );
    issuedBy(ended);
    assert.deepEqual(
      resolver.denied.filter((question) => question.includes('_acme-challenge')),
      [],
    );
  });
});
