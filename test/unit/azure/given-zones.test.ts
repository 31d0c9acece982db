import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createInventory } from '../../../src/azure/inventory.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import { parseZoneIds } from '../../../src/domain/zone-id.ts';
import { scriptedAzure, type Answer } from './scripted-azure.ts';

const SUBSCRIPTION = '11111111-0a0a-4b0b-8c0c-00000000000f';
const idOf = (name: string) =>
  `/subscriptions/${SUBSCRIPTION}/resourceGroups/dns/providers/Microsoft.Network/dnsZones/${name}`;

const DENIED: Answer = {
  status: 403,
  body: {
    error: {
      code: 'AuthorizationFailed',
      message: `The client 'c' with object id 'o' does not have authorization to perform action 'Microsoft.Network/dnsZones/read' over scope '/z' or the scope is invalid.`,
    },
  },
};
const POLICY: Answer = {
  status: 403,
  body: { error: { code: 'RequestDisallowedByPolicy', message: 'No.' } },
};
const MISSING: Answer = {
  status: 404,
  body: { error: { code: 'ResourceNotFound', message: 'There is none.' } },
};
const FOUND: Answer = {
  status: 200,
  body: {
    id: idOf('a.example').replace('dnsZones', 'dnszones'),
    name: 'a.example',
    type: 'Microsoft.Network/dnszones',
    location: 'global',
    properties: { nameServers: ['NS1.Azure.', 'ns2.azure.'], maxNumberOfRecordsPerRecordSet: 30 },
  },
};
const WRONG_TENANT: Answer = {
  status: 401,
  headers: {
    'www-authenticate': `Bearer authorization_uri="https://login.windows.net/guest", error="invalid_token", error_description="The access token is from the wrong issuer 'https://sts.windows.net/home/'."`,
  },
  body: { error: { code: 'InvalidAuthenticationTokenTenant', message: 'Wrong issuer.' } },
};

/** Zones of these names are given; each request is answered by tenant of its token. */
function givenTo(answers: { readonly home: Answer; readonly guest?: Answer }, ...names: string[]) {
  const azure = scriptedAzure(({ headers }) =>
    headers['authorization'] === 'Bearer guest' ? (answers.guest ?? MISSING) : answers.home,
  );
  const credential = {
    getToken: (_scopes: unknown, { tenantId = 'home' }: { tenantId?: string } = {}) =>
      Promise.resolve({ token: tenantId, expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
  const zones = parseZoneIds(names.map(idOf).join(','));
  return { azure, inventory: createInventory({ ...azure.context, credential }, [], zones) };
}

const RECORD = ['_acme-challenge.www.a.example'];

describe('zones given by hand', () => {
  it('are read by their ids, once, and only those that could hold the record', async () => {
    const { azure, inventory } = givenTo({ home: FOUND }, 'a.example', 'b.example', 'ww.a.example');
    const { zones, absent } = await inventory.zonesGiven(RECORD);
    assert.deepEqual(
      zones.map(({ name, nameServers, recordLimit }) => ({ name, nameServers, recordLimit })),
      [{ name: 'a.example', nameServers: ['ns1.azure', 'ns2.azure'], recordLimit: 30 }],
    );
    assert.deepEqual(absent, []);
    await inventory.zonesGiven(RECORD);
    assert.deepEqual(
      azure.sent.map(({ url }) => url.pathname),
      [idOf('a.example')],
    );
    inventory.refresh();
    await inventory.zonesGiven(RECORD);
    assert.equal(azure.sent.length, 2);
  });

  for (const [what, answer] of [
    ['for want of a role', DENIED],
    ['by a policy', POLICY],
  ] as const) {
    it(`are known by their ids alone where Azure refuses to show them ${what}`, async () => {
      const { inventory } = givenTo({ home: answer }, 'a.example');
      const { zones } = await inventory.zonesGiven(RECORD);
      assert.deepEqual(zones, [
        {
          ...{ id: idOf('a.example'), name: 'a.example', subscriptionId: SUBSCRIPTION },
          ...{ resourceGroup: 'dns', nameServers: undefined, recordLimit: 20 },
        },
      ]);
    });
  }

  it('are named where they do not exist', async () => {
    const { inventory, azure } = givenTo({ home: MISSING }, 'a.example');
    const gone = { zones: [], absent: [idOf('a.example')] };
    assert.deepEqual(await inventory.zonesGiven(RECORD), gone);
    assert.deepEqual(azure.warnings, ['a zone given by hand does not exist']);
  });

  for (const [guest, nameServers] of [
    [FOUND, ['ns1.azure', 'ns2.azure']],
    [DENIED, undefined],
  ] as const) {
    it(`are asked for again in the tenant that ARM names: ${guest.status} there`, async () => {
      const { inventory } = givenTo({ home: WRONG_TENANT, guest }, 'a.example');
      const { zones } = await inventory.zonesGiven(RECORD);
      assert.deepEqual(
        zones.map((zone) => [zone.tenantId, zone.nameServers]),
        [['guest', nameServers]],
      );
    });
  }

  it('are none where something else is wrong, which is told', async () => {
    for (const [answer, code] of [
      [{ status: 400, body: { error: { code: 'Bad', message: 'Bad.' } } }, 'ArmRefused'],
      [{ status: 401, body: { error: { code: 'No', message: 'No.' } } }, 'SignInFailed'],
      [{ status: 200, body: '<html>' }, 'UnexpectedAnswer'],
    ] as const) {
      const { inventory } = givenTo({ home: answer }, 'a.example');
      await assert.rejects(inventory.zonesGiven(RECORD), (error) => isCertError(error, code));
    }
    const { inventory } = givenTo({ home: WRONG_TENANT, guest: WRONG_TENANT }, 'a.example');
    await assert.rejects(inventory.zonesGiven(RECORD), (error) =>
      isCertError(error, 'SignInFailed'),
    );
  });
});
