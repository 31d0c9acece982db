import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createInventory } from '../../../src/azure/inventory.ts';
import { CertError } from '../../../src/domain/errors.ts';
import { isVault } from '../../../src/domain/key-vault.ts';
import { fixtures, scriptedAzure, type Answer, type Responder } from './scripted-azure.ts';

const recorded = fixtures('arm');
const SUBSCRIPTION = '00000000-0000-0000-0000-000000000000';

function rowsOf(entry: string): readonly Record<string, unknown>[] {
  return (recorded(entry).body as { value: Record<string, unknown>[] }).value;
}

const VAULT_ROW = rowsOf('vaults-list-by-subscription-200')[0] ?? assert.fail();
const ZONE_ROW = rowsOf('zone-list-by-subscription-200')[0] ?? assert.fail();

/** Resource Graph's rows are flat: the query takes the members out of `properties`. */
function graphPage(rows: readonly Record<string, unknown>[], skipToken?: string): Answer {
  const data = rows.map(({ properties, ...row }) => ({ ...row, ...(properties as object) }));
  const more = skipToken === undefined ? {} : { $skipToken: skipToken };
  return { status: 200, body: { count: data.length, data, resultTruncated: 'false', ...more } };
}

function inventoryOf(respond: Responder) {
  const azure = scriptedAzure(respond);
  return { ...azure, inventory: createInventory(azure.context) };
}

describe('Resource Graph', () => {
  it('is asked once for both, page by page', async () => {
    const azure = inventoryOf(({ body }) => {
      const { options } = body as { options: { $skipToken?: string } };
      return options.$skipToken === undefined
        ? graphPage([VAULT_ROW], 'next')
        : graphPage([ZONE_ROW]);
    });
    const [vaults, zones] = await Promise.all([azure.inventory.vaults(), azure.inventory.zones()]);
    assert.deepEqual(vaults, [
      {
        id: VAULT_ROW['id'],
        name: 'cckeyvault1yghq6zt4ewg2e',
        uri: 'https://cckeyvault1yghq6zt4ewg2e.vault.azure.net',
        subscriptionId: SUBSCRIPTION,
        resourceGroup: 'test_keyvault',
        tenantId: '00000000-0000-0000-0000-000000000003',
        location: 'southcentralus',
        tier: 'standard',
      },
    ]);
    assert.deepEqual(zones, [
      {
        id: ZONE_ROW['id'],
        name: 'myzone.com',
        subscriptionId: SUBSCRIPTION,
        resourceGroup: 'rg',
        nameServers: [
          'ns1-08.azure-dns.com',
          'ns2-08.azure-dns.net',
          'ns3-08.azure-dns.org',
          'ns4-08.azure-dns.info',
        ],
        recordLimit: 20,
      },
    ]);
    await azure.inventory.vaults();
    assert.equal(azure.sent.length, 2);
    const { query, options } = azure.sent[0]?.body as { query: string; options: object };
    assert.match(query, /order by id asc$/);
    assert.deepEqual(options, { $top: 1000, resultFormat: 'objectArray' });
  });

  it('lists a resource once that it names twice, and no private zone', async () => {
    const again = { ...VAULT_ROW, id: String(VAULT_ROW['id']).toUpperCase() };
    const zone = { ...ZONE_ROW, properties: { zoneType: 'Private' } };
    const { inventory } = inventoryOf(() => graphPage([VAULT_ROW, again, zone]));
    assert.equal((await inventory.vaults()).length, 1);
    assert.deepEqual(await inventory.zones(), []);
  });

  const skus: readonly [unknown, string | undefined][] = [
    [{ family: 'A', name: 'Premium' }, 'premium'],
    [{ family: 'A', name: 'standard' }, 'standard'],
    [{ family: 'B', name: 'galactic' }, undefined],
    [{ name: null }, undefined],
    [null, undefined],
    [undefined, undefined],
  ];
  for (const [sku, tier] of skus) {
    it(`knows the tier ${String(tier)} from ${JSON.stringify(sku)}`, async () => {
      const { inventory } = inventoryOf(() => graphPage([{ ...VAULT_ROW, properties: { sku } }]));
      const [vault] = await inventory.vaults();
      assert.ok(vault);
      assert.equal(vault.tier, tier);
      assert.ok(isVault(JSON.parse(JSON.stringify(vault))));
    });
  }

  it('is asked again after a failure', async () => {
    let failing = true;
    const { inventory } = inventoryOf(() => {
      if (failing) throw new CertError('TlsUntrusted', { host: 'h', reason: 'r' });
      return graphPage([VAULT_ROW]);
    });
    await assert.rejects(inventory.vaults(), { code: 'TlsUntrusted' });
    failing = false;
    assert.equal((await inventory.vaults()).length, 1);
  });

  it('does not fail for all when one caller gives up', async () => {
    const abort = new AbortController();
    const { inventory } = inventoryOf(() => {
      abort.abort();
      return graphPage([VAULT_ROW]);
    });
    const given = inventory.vaults(abort.signal);
    const kept = inventory.vaults();
    await assert.rejects(given, { code: 'Cancelled' });
    assert.equal((await kept).length, 1);
  });
});

/** ARM with subscriptions of one vault and one zone each; Resource Graph answers `graph`. */
function armWith(
  subscriptions: readonly string[],
  graph: Answer,
  refused: string[] = [],
): Responder {
  return ({ url }) => {
    if (url.pathname.endsWith('/Microsoft.ResourceGraph/resources')) return graph;
    if (url.pathname === '/subscriptions') {
      return {
        status: 200,
        body: { value: subscriptions.map((subscriptionId) => ({ subscriptionId })) },
      };
    }
    const subscription = url.pathname.split('/')[2] ?? '';
    if (refused.includes(subscription)) return recorded('authorization-failed-403');
    if (url.searchParams.has('$skiptoken')) return recorded('vaults-list-last-page-200');
    const isVault = url.pathname.endsWith('/vaults');
    const row = isVault ? VAULT_ROW : ZONE_ROW;
    const id = String(row['id']).replace(SUBSCRIPTION, subscription);
    const nextLink = isVault ? `${url.href}&$skiptoken=x` : undefined;
    return { status: 200, body: { value: [{ ...row, id }], nextLink } };
  };
}

describe('ARM', () => {
  const broken: [string, Answer][] = [
    ['refuses the query', recorded('query-400-parser')],
    ['is forbidden', recorded('authorization-failed-403')],
    ['answers a page', { status: 502, body: '<html>Bad gateway</html>' }],
    ['is throttled', { ...recorded('throttled-429'), headers: {} }],
  ];
  for (const [what, graph] of broken) {
    it(`is asked when Resource Graph ${what}`, async () => {
      const azure = inventoryOf(armWith(['a', 'b'], graph));
      const vaults = await azure.inventory.vaults();
      assert.deepEqual(vaults.map(({ subscriptionId }) => subscriptionId).toSorted(), ['a', 'b']);
      const zones = await azure.inventory.zones();
      assert.deepEqual(
        zones.map(({ recordLimit, nameServers }) => [recordLimit, nameServers?.length]),
        [
          [20, 4],
          [20, 4],
        ],
      );
      assert.equal(azure.warnings.length, 1);
    });
  }

  const empty = graphPage([]);

  it('is asked once for what Resource Graph does not know yet, and for no less', async () => {
    const azure = inventoryOf(armWith(['a'], graphPage([ZONE_ROW])));
    assert.deepEqual(await azure.inventory.vaults(), []);
    assert.equal(azure.sent.length, 1);
    const [[vault], zones] = await Promise.all([
      azure.inventory.vaults(undefined, { fresh: true }),
      azure.inventory.zones(undefined, { fresh: true }),
    ]);
    assert.equal(vault?.subscriptionId, 'a');
    assert.deepEqual(
      zones.map(({ subscriptionId }) => subscriptionId),
      [SUBSCRIPTION, 'a'],
      'what only Resource Graph can see stays',
    );
    const { length } = azure.sent;
    assert.equal((await azure.inventory.vaults()).length, 1, 'found for all who ask later');
    await azure.inventory.vaults(undefined, { fresh: true });
    assert.equal(azure.sent.length, length);
  });

  it('is not asked twice where Resource Graph failed', async () => {
    const azure = inventoryOf(armWith(['a'], recorded('query-400-parser')));
    await azure.inventory.vaults();
    const { length } = azure.sent;
    await azure.inventory.vaults(undefined, { fresh: true });
    assert.equal(azure.sent.length, length);
  });

  it('changes nothing where it cannot tell what is new', async () => {
    const azure = inventoryOf(armWith(['a'], empty, ['a']));
    assert.deepEqual(await azure.inventory.vaults(undefined, { fresh: true }), []);
    assert.match(azure.warnings.join(), /ARM/);
  });

  it('is not asked when the token is refused', async () => {
    const azure = inventoryOf(() => ({
      status: 401,
      body: {
        error: { code: 'InvalidAuthenticationToken', message: 'The access token is invalid.' },
      },
    }));
    await assert.rejects(azure.inventory.vaults(), { code: 'SignInFailed' });
    assert.equal(azure.sent.length, 1);
  });

  it('leaves a subscription out that cannot be read, and tells which', async () => {
    const azure = inventoryOf(armWith(['a', 'b'], recorded('query-400-parser'), ['a']));
    assert.equal((await azure.inventory.vaults()).length, 1);
    assert.equal(azure.warnings.length, 2);
    const unlisted = await azure.inventory.unlisted();
    assert.deepEqual(
      unlisted.map(({ subscriptionId, error }) => [subscriptionId, error.code]),
      [['a', 'ArmForbidden']],
    );
  });

  it('shows the vaults of a subscription whose zones may not be listed', async () => {
    const respond = armWith(['a', 'b'], recorded('query-400-parser'));
    const azure = inventoryOf((sent, request) => {
      const isRefused = /^\/subscriptions\/a\/.*\/dnszones$/i.test(sent.url.pathname);
      return isRefused ? recorded('authorization-failed-403') : respond(sent, request);
    });
    assert.equal((await azure.inventory.vaults()).length, 2);
    assert.deepEqual(
      (await azure.inventory.zones()).map(({ subscriptionId }) => subscriptionId),
      ['b'],
    );
    assert.deepEqual(await azure.inventory.unlisted(), []);
  });

  it('is asked for subscriptions once, whoever needs them', async () => {
    const azure = inventoryOf(armWith(['a', 'b'], recorded('query-400-parser')));
    await Promise.all([azure.inventory.vaults(), azure.inventory.subscriptions()]);
    assert.equal(azure.lines().filter((line) => line.startsWith('GET /subscriptions?')).length, 1);
  });

  it('fails when no subscription can be read', async () => {
    const azure = inventoryOf(armWith(['a', 'b'], recorded('query-400-parser'), ['a', 'b']));
    await assert.rejects(azure.inventory.vaults(), { code: 'ArmForbidden' });
  });

  it('lists at most eight subscriptions side by side', async () => {
    let atOnce = 0;
    let most = 0;
    const names = Array.from({ length: 30 }, (_, index) => `s${index}`);
    const respond = armWith(names, recorded('query-400-parser'));
    const azure = inventoryOf(async (sent, request) => {
      atOnce++;
      most = Math.max(most, atOnce);
      await Promise.resolve();
      atOnce--;
      return respond(sent, request);
    });
    assert.equal((await azure.inventory.vaults()).length, 30);
    assert.ok(most <= 8, `${most} at once`);
  });
});
