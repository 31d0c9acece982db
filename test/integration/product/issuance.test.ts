import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';

describe('issuing a certificate', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld();
  });
  after(() => world.close());
  afterEach(() => assertNothingLeft(world));

  it('puts apex and wildcard into the vault in one order', async () => {
    const { code, stdout, stderr } = await world.run(
      ...['create', 'contoso-prod/apex', '--dns', 'example.com', '--dns', '*.example.com'],
      ...['--profile', 'tlsserver', '--agree-terms', '--output', 'json'],
    );
    assert.equal(code, 0, stderr);
    const issued = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual(issued['dnsNames'], ['example.com', '*.example.com']);
    const orders = (await world.control.log()).filter(({ path }) => path === '/order-plz');
    assert.equal(orders.length, 1);
  });
});
