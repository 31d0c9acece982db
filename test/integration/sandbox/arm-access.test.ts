import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  ONE,
  START,
  TENANT,
  TWO,
  assign,
  fixture,
  startArm,
  testWorld,
  vaultIn,
  zoneIn,
} from './arm-test-world.ts';

const ZONE = zoneIn(ONE, 'example.com');
const VAULT = vaultIn(ONE, 'first');
const TXT = `${ZONE.id}/TXT/_acme-challenge`;
const world = testWorld({ zones: [ZONE, zoneIn(TWO, 'example.org')], vaults: [VAULT] });
const SUBSCRIPTIONS = '/subscriptions?api-version=2022-12-01';

describe('a token that ARM refuses', () => {
  const earlier = START - 15_000;
  const table = [
    { failure: 'missing', code: 'AuthenticationFailed' },
    { failure: 'malformed', code: 'InvalidAuthenticationToken' },
    { failure: 'signature', code: 'InvalidAuthenticationToken' },
    { failure: 'audience', code: 'InvalidAuthenticationTokenAudience' },
    { failure: 'tenant', code: 'InvalidAuthenticationTokenTenant' },
    { failure: 'expired', code: 'ExpiredAuthenticationToken' },
  ] as const;
  for (const { failure, code } of table) {
    it(`${failure}: 401 ${code}`, async () => {
      const refused = { failure, expiredAt: earlier };
      const answer = await startArm(world).call({ path: SUBSCRIPTIONS, refused });
      assert.equal(answer.status, 401);
      assert.equal(errorOf(answer.json).code, code);
      assert.match(answer.headers['WWW-Authenticate'] ?? '', /^Bearer authorization_uri="https:/);
    });
  }

  it('says what was recorded for a missing header', async () => {
    const recorded = fixture('arm', 'missing-header-401').response;
    const refused = { failure: 'missing' } as const;
    const answer = await startArm(world).call({ path: SUBSCRIPTIONS, refused });
    assert.deepEqual(answer.json, recorded.body);
  });

  it('writes both times of an expired one as was recorded', async () => {
    const recorded = fixture('arm', 'expired-token-401').response;
    const arm = startArm(world);
    arm.clock.now = Date.parse('2019-10-23T15:54:44Z');
    const refused = { failure: 'expired', expiredAt: arm.clock.now - 15_000 } as const;
    const answer = await arm.call({ path: SUBSCRIPTIONS, refused });
    assert.deepEqual(answer.json, recorded.body);
  });
});

describe('what a role allows on the control plane', () => {
  const zoneRole = assign('DNS Zone Contributor', ZONE.id);
  const setRole = assign('DNS Zone Contributor', TXT);
  const body = { properties: { TTL: 60, TXTRecords: [{ value: ['x'] }] } };
  const read = (path: string) => ({ path: `${path}?api-version=2018-05-01` });
  const write = (path: string) => ({ ...read(path), method: 'PUT', body });
  const table = [
    {
      who: 'a Reader',
      may: 'read a zone',
      roles: [assign('Reader', `/subscriptions/${ONE}`)],
      call: read(ZONE.id),
      status: 200,
    },
    {
      who: 'a Reader',
      may: 'write TXT',
      roles: [assign('Reader', `/subscriptions/${ONE}`)],
      call: write(TXT),
      status: 403,
    },
    {
      who: 'a contributor of the zone',
      may: 'write TXT',
      roles: [zoneRole],
      call: write(TXT),
      status: 201,
    },
    {
      who: 'a contributor of the zone',
      may: 'list its record sets',
      roles: [zoneRole],
      call: read(`${ZONE.id}/all`),
      status: 200,
    },
    {
      who: 'a contributor of the zone',
      may: 'read another',
      roles: [zoneRole],
      call: read(zoneIn(TWO, 'example.org').id),
      status: 403,
    },
    {
      who: 'a contributor of one record set',
      may: 'write it',
      roles: [setRole],
      call: write(TXT),
      status: 201,
    },
    {
      who: 'a contributor of one record set',
      may: 'write its neighbour',
      roles: [setRole],
      call: write(`${TXT}.www`),
      status: 403,
    },
    {
      who: 'a contributor of one record set',
      may: 'read the zone',
      roles: [setRole],
      call: read(ZONE.id),
      status: 403,
    },
    {
      who: 'a Certificates Officer',
      may: 'read the vault in ARM',
      roles: [assign('Key Vault Certificates Officer', VAULT.id)],
      call: { path: `${VAULT.id}?api-version=2026-02-01` },
      status: 403,
    },
    {
      who: 'a Reader of the vault',
      may: 'read it',
      roles: [assign('Reader', VAULT.id)],
      call: { path: `${VAULT.id}?api-version=2026-02-01` },
      status: 200,
    },
    {
      who: 'nobody',
      may: 'read a zone that does not exist',
      roles: [],
      call: read(zoneIn(ONE, 'gone.example').id),
      status: 403,
    },
  ];
  for (const { who, may, roles, call, status } of table) {
    it(`${who} ${status === 403 ? 'may not' : 'may'} ${may}`, async () => {
      assert.equal((await startArm(world).call({ ...call, roles })).status, status);
    });
  }

  it('is refused with the action and the scope', async () => {
    const answer = await startArm(world).call({ ...write(TXT), roles: [] });
    assert.deepEqual(errorOf(answer.json), {
      code: 'AuthorizationFailed',
      message: `The client 'c11e0000-0000-4000-8000-000000000001' with object id '0b1ec000-0000-4000-8000-000000000001' does not have authorization to perform action 'Microsoft.Network/dnsZones/TXT/write' over scope '${TXT}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    });
  });
});

describe('what a caller sees', () => {
  it('tenants: his own, with the members of the documents', async () => {
    const other = { tenantId: TWO, displayName: 'Fabrikam', defaultDomain: 'fabrikam.test' };
    const both = testWorld({ tenants: [...world.tenants, other] });
    const answer = await startArm(both).call({ path: '/tenants?api-version=2022-12-01' });
    const [tenant, ...others] = valueOf(answer.json);
    const { body } = fixture('arm', 'tenants-list-200').response;
    assert.equal(tenant?.['tenantId'], TENANT);
    assert.deepEqual(Object.keys(tenant), Object.keys(valueOf(body)[0] ?? {}));
    assert.deepEqual(others, []);
  });

  it('subscriptions: those in which he has a role, wherever it is', async () => {
    const roles = [assign('DNS Zone Contributor', TXT)];
    const answer = await startArm(world).call({ path: SUBSCRIPTIONS, roles });
    assert.deepEqual(
      valueOf(answer.json).map(({ subscriptionId }) => subscriptionId),
      [ONE],
    );
  });

  it('a subscription as it was recorded', async () => {
    const { request, response } = fixture('arm', 'subscription-get-200');
    const subscriptions = [
      { subscriptionId: ONE, displayName: 'aaros-custodiandev', tenantId: TENANT },
    ];
    const answer = await startArm(testWorld({ subscriptions })).call(request);
    assert.deepEqual(answer.json, response.body);
  });

  it('404 for a subscription that is not there, 403 for one of others', async () => {
    const arm = startArm(world);
    const path = (id: string) => `/subscriptions/${id}?api-version=2022-12-01`;
    const gone = await arm.call({ path: path('99999999-0000-0000-0000-000000000000') });
    assert.equal(errorOf(gone.json).code, 'SubscriptionNotFound');
    const others = await arm.call({ path: path(TWO), roles: [assign('Reader', VAULT.id)] });
    assert.equal(errorOf(others.json).code, 'AuthorizationFailed');
  });

  it('resource groups and zones: those that he may read', async () => {
    const arm = startArm(world);
    const roles = [assign('DNS Zone Contributor', ZONE.id)];
    const groups = await arm.call({
      path: `/subscriptions/${ONE}/resourcegroups?api-version=2021-04-01`,
      roles,
    });
    assert.deepEqual(valueOf(groups.json), []);
    const path = (id: string) =>
      `/subscriptions/${id}/providers/Microsoft.Network/dnszones?api-version=2018-05-01`;
    const zones = await arm.call({ path: path(ONE), roles });
    assert.deepEqual(
      valueOf(zones.json).map(({ name }) => name),
      ['example.com'],
    );
    assert.equal((await arm.call({ path: path(TWO), roles })).status, 403);
  });

  it('his permissions on a resource: one entry for each assignment that reaches it', async () => {
    const roles = [
      assign('Reader', `/subscriptions/${ONE}`),
      assign('DNS Zone Contributor', ZONE.id),
      assign('DNS Zone Contributor', `${ZONE.id}/txt/www`),
    ];
    const path = `${ZONE.id}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01`;
    const entries = valueOf((await startArm(world).call({ path, roles })).json);
    assert.equal(entries.length, 2);
    assert.deepEqual(entries[0], {
      actions: ['*/read'],
      notActions: [],
      dataActions: [],
      notDataActions: [],
    });
    assert.ok((entries[1]?.['actions'] as string[]).includes('Microsoft.Network/dnsZones/*'));
  });

  it('400 without an api-version', async () => {
    const answer = await startArm(world).call({ path: '/subscriptions' });
    assert.equal(answer.status, 400);
    assert.equal(errorOf(answer.json).code, 'MissingApiVersionParameter');
  });
});

function errorOf(json: unknown): { code: string; message: string } {
  return (json as { error: { code: string; message: string } }).error;
}

function valueOf(json: unknown): readonly Record<string, unknown>[] {
  return (json as { value: Record<string, unknown>[] }).value;
}
