import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createTxtRecordSets } from '../../../src/azure/dns-record-sets.ts';
import { createInventory } from '../../../src/azure/inventory.ts';
import { createCertificateVault } from '../../../src/azure/key-vault.ts';
import {
  CHINA,
  customCloud,
  PUBLIC_CLOUD,
  US_GOVERNMENT,
  type Cloud,
} from '../../../src/domain/cloud.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import { fixtures, scriptedAzure, type Responder } from './scripted-azure.ts';
import { recorded as recordedOfVault, VAULT } from './scripted-vault.ts';

const recorded = fixtures('arm');

/** Azure Stack Hub's kind of endpoints, with the slashes that its documents have. */
const OWN =
  customCloud({
    name: 'Contoso Stack',
    portalUrl: 'https://portal.stack.contoso.example/',
    resourceManagerEndpointUrl: 'https://management.stack.contoso.example/',
    activeDirectoryEndpointUrl: 'https://login.stack.contoso.example/',
    activeDirectoryResourceId: 'https://management.contoso.example/8d0e/',
  }) ?? assert.fail();

const CLOUDS: readonly (readonly [Cloud, host: string, scope: string])[] = [
  [PUBLIC_CLOUD, 'management.azure.com', 'https://management.azure.com/.default'],
  [US_GOVERNMENT, 'management.usgovcloudapi.net', 'https://management.usgovcloudapi.net/.default'],
  [CHINA, 'management.chinacloudapi.cn', 'https://management.chinacloudapi.cn/.default'],
  [OWN, 'management.stack.contoso.example', 'https://management.contoso.example/8d0e/.default'],
];

/** Azure in `cloud`, and the scopes that tokens were asked for. */
function azureIn(cloud: Cloud, respond: Responder) {
  const azure = scriptedAzure(respond);
  const scopes: string[] = [];
  const credential: typeof azure.context.credential = {
    getToken: (asked, options) => {
      scopes.push(...(typeof asked === 'string' ? [asked] : asked));
      return azure.context.credential.getToken(asked, options);
    },
  };
  return { ...azure, scopes, context: { ...azure.context, cloud, credential } };
}

for (const [cloud, host, scope] of CLOUDS) {
  describe(cloud.name, () => {
    const assertAsked = ({ sent, scopes }: ReturnType<typeof azureIn>, requests: number) => {
      assert.equal(sent.length, requests);
      assert.deepEqual([...new Set(sent.map(({ url }) => url.origin))], [`https://${host}`]);
      assert.deepEqual([...new Set(scopes)], [scope]);
    };

    it('is asked for tenants, subscriptions and through Resource Graph', async () => {
      const azure = azureIn(cloud, ({ url }) => ({
        status: 200,
        body: url.pathname.includes('ResourceGraph') ? { count: 0, data: [] } : { value: [] },
      }));
      const inventory = createInventory(azure.context);
      await Promise.all([inventory.tenants(), inventory.subscriptions(), inventory.vaults()]);
      assertAsked(azure, 3);
    });

    it('is asked for the vaults and zones of a subscription', async () => {
      const azure = azureIn(cloud, ({ url }) => {
        if (url.pathname.includes('ResourceGraph')) return recorded('query-400-parser');
        const subscriptions = [{ subscriptionId: 'a' }];
        return {
          status: 200,
          body: { value: url.pathname === '/subscriptions' ? subscriptions : [] },
        };
      });
      await createInventory(azure.context).vaults();
      assertAsked(azure, 4);
    });

    it('is asked for record sets', async () => {
      const azure = azureIn(cloud, () => ({ ...recorded('txt-put-201'), status: 200 }));
      const zone =
        '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/dnsZones/a.example';
      await createTxtRecordSets(azure.context).get(zone, '_acme-challenge');
      assertAsked(azure, 1);
    });

    it('is named where it refuses the token', async () => {
      const azure = azureIn(cloud, () => ({
        status: 401,
        body: { error: { code: 'a', message: 'b' } },
      }));
      await assert.rejects(createInventory(azure.context).subscriptions(), (error) => {
        assert.ok(isCertError(error, 'SignInFailed'), String(error));
        assert.equal(error.facts.method, host);
        return true;
      });
    });
  });
}

describe('a vault of another cloud', () => {
  it('says itself where its token comes from', async () => {
    const challenge =
      'Bearer authorization="https://login.chinacloudapi.cn/t1", resource="https://vault.azure.cn"';
    const azure = azureIn(CHINA, ({ headers }) =>
      headers['authorization'] === undefined
        ? { status: 401, headers: { 'www-authenticate': challenge } }
        : recordedOfVault('list-200'),
    );
    const uri = 'https://vaultname.vault.azure.cn';
    const vault = createCertificateVault({ ...VAULT, uri }, azure.context);
    for await (const page of vault.list()) assert.equal(page.length, 2);
    assert.deepEqual(azure.scopes, ['https://vault.azure.cn/.default']);
  });
});
