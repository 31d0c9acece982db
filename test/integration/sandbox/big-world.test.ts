import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDefaultWorld } from '../../sandbox/default-world.ts';
import { bigWorld } from '../../sandbox/worlds/big.ts';
import { ARM, startPeople, VAULT, type People } from './people.ts';

const OPERATOR = 'operator@contoso.com';

describe('the big world', () => {
  let people: People;
  before(async () => {
    people = await startPeople({ world: 'big' });
  });
  after(() => people.sandbox.close());

  it('has 300 subscriptions, 1,000 vaults and 50,000 certificates, spread unevenly', async () => {
    const now = Date.now();
    const world = await bigWorld(
      createDefaultWorld(() => ''),
      now,
    );
    assert.equal(world.subscriptions.length, 300);
    assert.equal(world.vaults.length, 1000);
    const counts = world.vaults.map(({ certificates = [] }) =>
      typeof certificates === 'function' ? [...certificates()].length : certificates.length,
    );
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      50_000,
    );
    const sorted = counts.toSorted((a, b) => b - a);
    assert.ok((sorted[0] ?? 0) > 1000 && (sorted[500] ?? 0) < 50 && sorted.includes(0));
    const perSubscription = Map.groupBy(world.vaults, ({ subscriptionId }) => subscriptionId);
    const sizes = [...perSubscription.values()].map(({ length }) => length);
    assert.ok(Math.max(...sizes) > 30 && Math.min(...sizes) <= 2);
    assert.equal(new Set(world.vaults.map(({ name }) => name)).size, 1000);
  });

  it('shows every subscription and vault to operator', async () => {
    const token = await people.tokenOf(OPERATOR, ARM);
    const subscriptions = await people.get(`${ARM}/subscriptions?api-version=2022-12-01`, token);
    assert.equal((subscriptions.body as { value: unknown[] }).value.length, 300);
    const query = "resources | where type =~ 'microsoft.keyvault/vaults' | order by id asc";
    const { body } = await people.send(
      'POST',
      `${ARM}/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01`,
      token,
      { query, options: { $top: 1000 } },
    );
    const { data } = body as { data: { properties: { vaultUri: string } }[] };
    assert.equal(data.length, 1000);
  });

  it('fills a vault when it is looked at', async () => {
    const token = await people.tokenOf(OPERATOR, VAULT);
    const page = 'certificates?api-version=2025-07-01';
    const { body } = await people.get(`https://kv-team-0001.vault.azure.net/${page}`, token);
    const { value, nextLink } = body as { value: { id: string; x5t: string }[]; nextLink: string };
    assert.equal(value.length, 25);
    assert.ok(nextLink);
    const name = new URL(value[3]?.id ?? '').pathname.slice(1);
    const one = await people.get(
      `https://kv-team-0001.vault.azure.net/${name}?api-version=2025-07-01`,
      token,
    );
    assert.equal((one.body as { x5t: string }).x5t, value[3]?.x5t);
    const empty = await people.get(`https://kv-team-0010.vault.azure.net/${page}`, token);
    assert.deepEqual((empty.body as { value: unknown[] }).value, []);
  });
});
