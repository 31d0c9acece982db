import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createInventory } from '../../../src/azure/inventory.ts';
import { fixtures, scriptedAzure, type Answer, type Responder } from './scripted-azure.ts';

const recorded = fixtures('arm');

function inventoryOf(respond: Responder) {
  const azure = scriptedAzure(respond);
  return { ...azure, inventory: createInventory(azure.context) };
}

const page = (value: readonly object[], nextLink?: string): Answer => ({
  status: 200,
  body: { value, nextLink },
});

describe('tenants', () => {
  it('are named by what Azure tells to guests, at least by their id', async () => {
    const azure = inventoryOf(() =>
      page([
        { id: '/tenants/t3', tenantId: 't3' },
        { id: '/tenants/t2', tenantId: 't2', defaultDomain: 'fabrikam.example' },
        {
          id: '/tenants/t1',
          tenantId: 't1',
          displayName: 'Contoso',
          defaultDomain: 'contoso.example',
        },
        { id: '/tenants/t4', tenantId: 't4', displayName: '', defaultDomain: '' },
        { id: '/tenants/' },
      ]),
    );
    assert.deepEqual(await azure.inventory.tenants(), [
      { id: 't1', name: 'Contoso', domain: 'contoso.example' },
      { id: 't2', name: 'fabrikam.example', domain: 'fabrikam.example' },
      { id: 't3', name: 't3', domain: undefined },
      { id: 't4', name: 't4', domain: undefined },
    ]);
    assert.deepEqual(azure.lines(), ['GET /tenants?api-version=2022-12-01']);
  });

  it('that cannot be listed hide no subscriptions', async () => {
    const { inventory } = inventoryOf(({ url }) =>
      url.pathname === '/tenants'
        ? recorded('authorization-failed-403')
        : page([{ subscriptionId: 's' }]),
    );
    await assert.rejects(inventory.tenants(), { code: 'ArmForbidden' });
    assert.equal((await inventory.subscriptions()).length, 1);
  });
});

describe('subscriptions', () => {
  it('come with name and state, page by page, whatever their state', async () => {
    const { inventory, sent } = inventoryOf(({ url }) =>
      url.searchParams.has('$skiptoken')
        ? page([{ subscriptionId: 's3', displayName: 'Archive', tenantId: 't', state: 'Disabled' }])
        : page(
            [
              { subscriptionId: 's2', tenantId: 't', state: 'Warned' },
              { subscriptionId: 's1', displayName: 'Production', tenantId: 't', state: 'Enabled' },
            ],
            `${url.href}&$skiptoken=x`,
          ),
    );
    assert.deepEqual(await inventory.subscriptions(), [
      { id: 's3', name: 'Archive', tenantId: 't', state: 'Disabled' },
      { id: 's1', name: 'Production', tenantId: 't', state: 'Enabled' },
      { id: 's2', name: 's2', tenantId: 't', state: 'Warned' },
    ]);
    assert.equal(sent.length, 2);
  });

  it('are asked for once, and again after a failure', async () => {
    let answer = recorded('authorization-failed-403') as Answer;
    const { inventory, sent } = inventoryOf(() => answer);
    await assert.rejects(inventory.subscriptions(), { code: 'ArmForbidden' });
    answer = page([]);
    await Promise.all([inventory.subscriptions(), inventory.subscriptions()]);
    await inventory.subscriptions();
    assert.equal(sent.length, 2);
  });
});

/** 300 subscriptions with 1,000 vaults and 1,300 zones, as Resource Graph answers a thousand at a time. */
function largeTenant(): Responder {
  const rows = Array.from({ length: 2300 }, (_, index) => {
    const type = index < 1000 ? 'Microsoft.KeyVault/vaults' : 'Microsoft.Network/dnszones';
    const id = `/subscriptions/s${String(index % 300)}/resourceGroups/rg/providers/${type}/r${String(index)}`;
    return { id, type: type.toLowerCase(), location: 'x', vaultUri: 'https://v.vault.azure.net/' };
  });
  return ({ url, body }) => {
    if (url.pathname === '/subscriptions') {
      return page(
        Array.from({ length: 300 }, (_, index) => ({
          subscriptionId: `s${String(index)}`,
          state: 'Enabled',
        })),
      );
    }
    const { options } = body as { options: { $skipToken?: string } };
    const start = Number(options.$skipToken ?? 0);
    const data = rows.slice(start, start + 1000);
    const more = start + 1000 < rows.length ? { $skipToken: String(start + 1000) } : {};
    return { status: 200, body: { count: data.length, data, resultTruncated: 'false', ...more } };
  };
}

describe('a first look', () => {
  const look = async ({ inventory }: ReturnType<typeof inventoryOf>) =>
    Promise.all([inventory.subscriptions(), inventory.vaults(), inventory.zones()]);

  it('costs one call for the subscriptions and one for each thousand of vaults and zones', async () => {
    const azure = inventoryOf(largeTenant());
    const [subscriptions, vaults, zones] = await look(azure);
    assert.deepEqual([subscriptions.length, vaults.length, zones.length], [300, 1000, 1300]);
    assert.equal(azure.sent.length, 4);
  });

  it('is the last one until refresh, which forgets what was there', async () => {
    let respond = largeTenant();
    const azure = inventoryOf((sent, request) => respond(sent, request));
    await look(azure);
    await look(azure);
    assert.equal(azure.sent.length, 4);
    respond = ({ url }) =>
      url.pathname === '/subscriptions'
        ? page([])
        : { status: 200, body: { count: 0, data: [], resultTruncated: 'false' } };
    azure.inventory.refresh();
    assert.deepEqual(await look(azure), [[], [], []]);
    assert.equal(azure.sent.length, 6);
  });

  it('that is under way when it is refreshed still answers those who wait', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const azure = inventoryOf(async () => {
      await promise;
      return page([{ subscriptionId: 's' }]);
    });
    const before = azure.inventory.subscriptions();
    azure.inventory.refresh();
    const after = azure.inventory.subscriptions();
    resolve(undefined);
    assert.deepEqual([(await before).length, (await after).length], [1, 1]);
    assert.equal(azure.sent.length, 2);
  });
});
