import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createInventory } from '../../../src/azure/inventory.ts';
import { createTxtRecordSets } from '../../../src/azure/dns-record-sets.ts';
import { CertError } from '../../../src/domain/errors.ts';
import { scriptedAzure, type Answer } from './scripted-azure.ts';

/** A token that says for which tenant it is, as Entra's do. */
function tokenFor(tenantId: string): string {
  const claims = Buffer.from(JSON.stringify({ tid: tenantId, oid: `me in ${tenantId}` }));
  return `header.${claims.toString('base64url')}.signature`;
}

function tenantOf(authorization: string | undefined): string {
  const payload = Buffer.from(authorization?.split('.')[1] ?? '', 'base64url').toString('utf8');
  return (JSON.parse(payload) as { readonly tid: string }).tid;
}

function zoneRow(tenant: string): object {
  const id = `/subscriptions/of-${tenant}/resourceGroups/dns/providers/Microsoft.Network/dnszones/${tenant}.example`;
  return { id, type: 'microsoft.network/dnszones', nameServers: [`ns1.${tenant}.`] };
}

/** The account is at home in `home`; ARM tells of `listed`. */
function accountOf(listed: readonly string[], named: readonly string[] = []) {
  const refusing = new Set<string>();
  const asked: string[] = [];
  const azure = scriptedAzure(({ url, headers }): Answer => {
    const tenant = tenantOf(headers['authorization']);
    asked.push(`${tenant} ${url.pathname.split('/').at(-1) ?? ''}`);
    if (url.pathname === '/tenants') {
      const value = listed.map((tenantId) => ({ tenantId, displayName: `The ${tenantId}` }));
      return { status: 200, body: { value } };
    }
    return { status: 200, body: { count: 1, data: [zoneRow(tenant)], resultTruncated: 'false' } };
  });
  const credential = {
    getToken: (_scopes: unknown, { tenantId = 'home' }: { tenantId?: string } = {}) => {
      if (refusing.has(tenantId)) {
        const facts = { method: 'env', reason: 'AADSTS50076: No.', tenant: tenantId };
        return Promise.reject(new CertError('SignInFailed', facts));
      }
      return Promise.resolve({ token: tokenFor(tenantId), expiresOnTimestamp: Infinity });
    },
  };
  const context = { ...azure.context, credential };
  return { inventory: createInventory(context, named), asked, refusing, azure, context };
}

describe('zones of other tenants', () => {
  it('are asked for with tokens of each, and carry their tenant', async () => {
    const { inventory, asked } = accountOf(['HOME', 'guest', 'other'], ['guest', 'named']);
    const { zones, unseen } = await inventory.zonesElsewhere();
    assert.deepEqual(zones.map(({ name, tenantId }) => [name, tenantId]).toSorted(), [
      ['guest.example', 'guest'],
      ['named.example', 'named'],
      ['other.example', 'other'],
    ]);
    assert.deepEqual(unseen, []);
    const once = ['guest resources', 'home tenants', 'named resources', 'other resources'];
    assert.deepEqual(asked.toSorted(), once);
    await inventory.zonesElsewhere();
    assert.equal(asked.length, once.length, 'what has answered is not asked again');
    inventory.refresh();
    await inventory.zonesElsewhere();
    assert.equal(asked.length, 2 * once.length);
  });

  it('leave those of the own tenant without one', async () => {
    const { inventory } = accountOf(['home']);
    const [zone] = await inventory.zones();
    assert.deepEqual([zone?.name, zone?.tenantId], ['home.example', undefined]);
  });

  it('hide none of the others where one cannot be looked at, which is asked again', async () => {
    const { inventory, refusing, azure } = accountOf(['home', 'guest', 'other']);
    refusing.add('guest');
    const { zones, unseen } = await inventory.zonesElsewhere();
    assert.deepEqual(
      zones.map(({ tenantId }) => tenantId),
      ['other'],
    );
    assert.deepEqual(unseen, [{ id: 'guest', name: 'The guest', reason: 'AADSTS50076: No.' }]);
    assert.deepEqual(azure.warnings, ['a tenant cannot be looked at']);
    refusing.clear();
    assert.equal((await inventory.zonesElsewhere()).zones.length, 2);
  });

  it('are none where nobody tells of other tenants', async () => {
    const { context } = accountOf([]);
    const { context: silent } = scriptedAzure(() => ({
      status: 403,
      body: { code: 'No', message: 'no' },
    }));
    const inventory = createInventory({ ...silent, credential: context.credential });
    assert.deepEqual(await inventory.zonesElsewhere(), { zones: [], unseen: [] });
  });
});

it('record sets of another tenant are read with tokens of that tenant', async () => {
  const { context } = accountOf([]);
  const tenants: string[] = [];
  const { httpClient } = scriptedAzure(({ headers }) => {
    tenants.push(tenantOf(headers['authorization']));
    return { status: 404, body: { code: 'NotFound', message: 'no' } };
  }).context;
  const records = createTxtRecordSets({ ...context, httpClient });
  const zone = '/subscriptions/1/resourceGroups/dns/providers/Microsoft.Network/dnszones/a.example';
  await records.get(zone, 'a');
  await records.inTenant('guest').get(zone, 'a');
  await records.get(zone, 'a');
  assert.deepEqual(tenants, ['home', 'guest', 'home']);
});
