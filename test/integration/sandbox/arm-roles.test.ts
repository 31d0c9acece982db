import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ensureOpenApi } from '../../../scripts/provision/openapi.ts';
import { printFinding } from '../../openapi/finding.ts';
import { openExchangeValidator } from '../../openapi/validate-exchange.ts';
import type { Member } from '../../sandbox/arm/role-book.ts';
import type { RoleAssignment } from '../../sandbox/principals.ts';
import { createVaultUnderTest } from './keyvault/vault-under-test.ts';
import {
  assign,
  CALLER,
  ONE,
  startArm,
  TENANT,
  testWorld,
  vaultIn,
  zoneIn,
  type Call,
} from './arm-test-world.ts';

const SUBSCRIPTION = `/subscriptions/${ONE}`;
const GROUP = `${SUBSCRIPTION}/resourceGroups/rg`;
const ZONE = zoneIn(ONE, 'example.com');
const VAULT = vaultIn(ONE, 'first');
const TXT = `${ZONE.id}/TXT/_acme-challenge`;
const MATE = '0b1ec000-0000-4000-8000-000000000077';
const TEAM = '9f00b000-0000-4000-8000-000000000001';
const NAME = 'a55190ed-0000-4000-8000-000000000001';
const ROLES = {
  dns: 'befefa01-2a29-4197-83a8-272ff33ce314',
  owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
};

const validate = await openExchangeValidator(
  await ensureOpenApi((line) => {
    process.stderr.write(`${line}\n`);
  }),
);

function member(objectId: string, roles: readonly RoleAssignment[]): Member {
  const identity = { name: objectId, clientId: objectId, objectId, roles };
  return { tenantId: TENANT, type: 'ServicePrincipal', identity };
}

function start(roles: readonly RoleAssignment[] = [], more: readonly Member[] = []) {
  const members = [member(CALLER, roles), member(MATE, []), ...more];
  return startArm(testWorld({ zones: [ZONE], vaults: [VAULT], members }));
}

const permissions = (scope: string, roles: readonly RoleAssignment[]): Call => ({
  path: `${scope}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01`,
  roles,
});
const assignments = (scope: string, rest = ''): string =>
  `${scope}/providers/Microsoft.Authorization/roleAssignments${rest}`;
const put = (scope: string, role: string, principalId: string, name = NAME): Call => ({
  method: 'PUT',
  path: `${assignments(scope, `/${name}`)}?api-version=2022-04-01`,
  body: {
    properties: {
      roleDefinitionId: `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
      principalId,
    },
  },
});
const write: Call = {
  method: 'PUT',
  path: `${TXT}?api-version=2018-05-01`,
  body: { properties: { TTL: 60, TXTRecords: [{ value: ['x'] }] } },
};

describe('the list of permissions', () => {
  const scopes: readonly (readonly [string, string, number])[] = [
    ['the subscription', SUBSCRIPTION, 1],
    ['a resource group', GROUP, 2],
    ['a zone', ZONE.id, 3],
    ['one record set', TXT, 4],
    ['a record set that is not there', `${ZONE.id}/TXT/_acme-challenge.new`, 3],
    ['a vault', VAULT.id, 2],
  ];
  const roles = [
    assign('Reader', SUBSCRIPTION),
    assign('Contributor', GROUP),
    assign('DNS Zone Contributor', ZONE.id),
    assign('Contoso TXT Record Operator', TXT),
  ];
  for (const [what, scope, count] of scopes) {
    it(`at ${what} has ${String(count)} entries: what was assigned there and above`, async () => {
      const answer = await start().call(permissions(scope, roles));
      assert.equal(answer.status, 200);
      assert.equal(valueOf(answer.json).length, count);
    });
  }

  it('names what a role takes away again', async () => {
    const answer = await start().call(
      permissions(VAULT.id, [
        assign('Contributor', GROUP),
        assign('Contoso Certificates Without Deletion', VAULT.id),
      ]),
    );
    const [contributor, custom] = valueOf(answer.json);
    assert.deepEqual(contributor?.['actions'], ['*']);
    const { notActions } = contributor as { notActions: string[] };
    assert.ok(notActions.includes('Microsoft.Authorization/*/Write'));
    assert.deepEqual(custom?.['notDataActions'], [
      'Microsoft.KeyVault/vaults/certificates/delete',
      'Microsoft.KeyVault/vaults/certificates/purge/action',
    ]);
  });

  it('does not show what comes through a group, and the action works', async () => {
    const roles = [{ ...assign('DNS Zone Contributor', ZONE.id), group: TEAM }];
    const arm = start(roles);
    assert.deepEqual(valueOf((await arm.call(permissions(TXT, roles))).json), []);
    assert.equal((await arm.call({ ...write, roles })).status, 201);
  });

  it('does not show what is only eligible, and the action does not work', async () => {
    const roles = [{ ...assign('DNS Zone Contributor', ZONE.id), isEligible: true }];
    const arm = start(roles);
    assert.deepEqual(valueOf((await arm.call(permissions(TXT, roles))).json), []);
    assert.equal((await arm.call({ ...write, roles })).status, 403);
    const eligible = await arm.call({
      path: `${TXT}/providers/Microsoft.Authorization/roleEligibilityScheduleInstances?api-version=2020-10-01&$filter=asTarget()`,
      roles,
    });
    const [instance] = valueOf(eligible.json) as { properties: Record<string, string> }[];
    assert.equal(instance?.properties['roleDefinitionId']?.split('/').at(-1), ROLES.dns);
    assert.equal(instance.properties['scope'], ZONE.id.toLowerCase());
  });

  it('refuses a subscription of another tenant and one that is not there', async () => {
    const other = '99999999-0000-0000-0000-000000000000';
    const world = testWorld();
    const abroad = { subscriptionId: other, displayName: 'Abroad', tenantId: other };
    const arm = startArm({ ...world, subscriptions: [...world.subscriptions, abroad] });
    const foreign = await arm.call(permissions(`/subscriptions/${other}`, []));
    assert.equal(codeOf(foreign.json), 'InvalidAuthenticationTokenTenant');
    const gone = await arm.call(permissions('/subscriptions/nowhere', []));
    assert.equal(codeOf(gone.json), 'SubscriptionNotFound');
  });
});

describe('actions that a role takes away', () => {
  it('are refused, unless another role allows them', async () => {
    const contributor = [assign('Contributor', SUBSCRIPTION)];
    const refused = await start().call({ ...put(ZONE.id, ROLES.dns, MATE), roles: contributor });
    assert.equal(codeOf(refused.json), 'AuthorizationFailed');
    const both = [...contributor, assign('User Access Administrator', SUBSCRIPTION)];
    const allowed = await start().call({ ...put(ZONE.id, ROLES.dns, MATE), roles: both });
    assert.equal(allowed.status, 201);
    assert.equal((await start().call({ ...write, roles: contributor })).status, 201);
  });

  it('also hold in a vault, where Key Vault Contributor has nothing to say at all', async () => {
    const { request } = createVaultUnderTest();
    const merge = await request('POST', '/certificates/x/pending/merge', {
      as: 'withoutDeletion',
      body: { x5c: [] },
    });
    assert.equal(merge.status, 404);
    const deletion = await request('DELETE', '/certificates/x', { as: 'withoutDeletion' });
    assert.equal(deletion.status, 403);
    const contributor = await request('GET', '/certificates', { as: 'vaultContributor' });
    assert.equal(contributor.status, 403);
  });
});

describe('role assignments', () => {
  const owner = [assign('Owner', SUBSCRIPTION)];

  it('are felt some seconds after they were made, and listed at once', async () => {
    const arm = start();
    const made = await arm.call({ ...put(ZONE.id, ROLES.dns, CALLER), roles: owner });
    assert.equal(made.status, 201);
    assert.equal((await arm.call({ ...write, roles: [] })).status, 403);
    const path = assignments(ZONE.id, '?api-version=2022-04-01&$filter=atScope()');
    assert.equal(valueOf((await arm.call({ path, roles: owner })).json).length, 1);
    arm.clock.now += 5_000;
    assert.equal((await arm.call({ ...write, roles: [] })).status, 201);
    const listed = await arm.call(permissions(ZONE.id, []));
    assert.equal(valueOf(listed.json).length, 1);
  });

  it('take as long as somebody has set', async () => {
    const arm = start();
    arm.roles.setDelay(60_000);
    await arm.call({ ...put(ZONE.id, ROLES.dns, CALLER), roles: owner });
    arm.clock.now += 59_000;
    assert.equal((await arm.call({ ...write, roles: [] })).status, 403);
    arm.clock.now += 1_000;
    assert.equal((await arm.call({ ...write, roles: [] })).status, 201);
  });

  it('that are deleted are felt some seconds later', async () => {
    const roles = [assign('DNS Zone Contributor', ZONE.id)];
    const arm = start(roles);
    const path = assignments(ZONE.id, '?api-version=2022-04-01');
    const [first] = valueOf((await arm.call({ path, roles: owner })).json);
    const one = `${String(first?.['id'])}?api-version=2022-04-01`;
    assert.equal((await arm.call({ path: one, roles: owner })).status, 200);
    assert.equal((await arm.call({ method: 'DELETE', path: one, roles: owner })).status, 200);
    assert.equal((await arm.call({ ...write, roles })).status, 201);
    arm.clock.now += 5_000;
    assert.equal((await arm.call({ ...write, roles })).status, 403);
    assert.equal((await arm.call({ method: 'DELETE', path: one, roles: owner })).status, 204);
  });

  it('to a group are felt by its members', async () => {
    const roles = [{ ...assign('Reader', VAULT.id), group: TEAM }];
    const arm = start(roles);
    const made = await arm.call({ ...put(ZONE.id, ROLES.dns, TEAM), roles: owner });
    const { properties } = made.json as { properties: { principalType: string } };
    assert.equal(properties.principalType, 'Group');
    arm.clock.now += 5_000;
    assert.equal((await arm.call({ ...write, roles })).status, 201);
    assert.deepEqual(valueOf((await arm.call(permissions(ZONE.id, roles))).json), []);
  });

  const refusals: readonly (readonly [string, Call, number, string])[] = [
    ['somebody unknown', put(ZONE.id, ROLES.dns, TENANT), 400, 'PrincipalNotFound'],
    ['a role that is none', put(ZONE.id, NAME, MATE), 400, 'RoleDefinitionDoesNotExist'],
    ['a name that is no GUID', put(ZONE.id, ROLES.dns, MATE, 'x'), 400, 'InvalidRoleAssignmentId'],
    ['no body', { ...put(ZONE.id, ROLES.dns, MATE), body: {} }, 400, 'InvalidRequestContent'],
  ];
  for (const [what, call, status, code] of refusals) {
    it(`are refused for ${what}`, async () => {
      const answer = await start().call({ ...call, roles: owner });
      assert.deepEqual([answer.status, codeOf(answer.json)], [status, code]);
    });
  }

  it('that are there already are named, or were meant the same', async () => {
    const arm = start();
    const call = put(ZONE.id, ROLES.dns, MATE);
    await arm.call({ ...call, roles: owner });
    assert.equal((await arm.call({ ...call, roles: owner })).status, 200);
    const other = 'a55190ed-0000-4000-8000-000000000002';
    const again = await arm.call({ ...put(ZONE.id, ROLES.dns, MATE, other), roles: owner });
    assert.deepEqual([again.status, codeOf(again.json)], [409, 'RoleAssignmentExists']);
    assert.ok(JSON.stringify(again.json).includes(NAME.replaceAll('-', '')));
    const changed = await arm.call({ ...put(ZONE.id, ROLES.owner, MATE), roles: owner });
    assert.equal(codeOf(changed.json), 'RoleAssignmentUpdateNotPermitted');
  });

  it('may be narrowed by a condition, which the list of permissions names', async () => {
    const roles: readonly RoleAssignment[] = [
      {
        ...assign('Role Based Access Control Administrator', SUBSCRIPTION),
        onlyRoles: ['DNS Zone Contributor'],
      },
    ];
    const arm = start(roles);
    const [entry] = valueOf((await arm.call(permissions(ZONE.id, roles))).json);
    assert.ok(String(entry?.['condition']).includes(ROLES.dns));
    assert.equal(entry?.['conditionVersion'], '2.0');
    const refused = await arm.call({ ...put(ZONE.id, ROLES.owner, MATE), roles });
    assert.equal(refused.status, 403);
    assert.match(JSON.stringify(refused.json), /ABAC condition that is not fulfilled to perform/);
    assert.equal((await arm.call({ ...put(ZONE.id, ROLES.dns, MATE), roles })).status, 201);
  });

  it('are listed for a scope with those above and below, as the filter says', async () => {
    const mine = [assign('Reader', SUBSCRIPTION), assign('Contoso TXT Record Operator', TXT)];
    const through = { ...assign('DNS Zone Contributor', ZONE.id), group: TEAM };
    const arm = start([...mine, through]);
    const names = async (filter: string) => {
      const path = assignments(ZONE.id, `?api-version=2022-04-01&$filter=${filter}`);
      const answer = await arm.call({ path, roles: owner });
      const items = valueOf(answer.json) as { properties: { scope: string } }[];
      return items.map(({ properties }) => properties.scope.split('/').at(-1));
    };
    assert.deepEqual(await names(''), [ONE, '_acme-challenge', 'example.com']);
    assert.deepEqual(await names('atScope()'), [ONE, 'example.com']);
    assert.deepEqual(await names(`principalId eq '${CALLER}'`), [ONE, '_acme-challenge']);
    assert.deepEqual(await names(`atScope() and assignedTo('${CALLER}')`), [ONE, 'example.com']);
    const path = assignments(ZONE.id, "?api-version=2022-04-01&$filter=roleName eq 'Owner'");
    assert.equal((await arm.call({ path, roles: owner })).status, 400);
  });

  it('look as the published description says', async () => {
    const arm = start([assign('Reader', SUBSCRIPTION)]);
    const calls: readonly Call[] = [
      put(ZONE.id, ROLES.dns, MATE),
      { path: assignments(ZONE.id, '?api-version=2022-04-01') },
      { path: assignments(ZONE.id, `/${NAME}?api-version=2022-04-01`) },
      { path: assignments(SUBSCRIPTION, '?api-version=2022-04-01&$filter=atScope()') },
      { method: 'DELETE', path: assignments(ZONE.id, `/${NAME}?api-version=2022-04-01`) },
      { path: assignments(ZONE.id, `/${NAME}?api-version=2022-04-01`) },
    ];
    for (const call of calls) {
      const answer = await arm.call({ ...call, roles: owner });
      const url = new URL(call.path, 'https://management.azure.com');
      const { method = 'GET', body } = call;
      const { status, json } = answer;
      const verdict = validate({ method, url, requestBody: body, status, responseBody: json });
      assert.deepEqual(verdict?.unexplained.map(printFinding), [], `${method} ${call.path}`);
    }
  });
});

describe('role definitions', () => {
  const read = (path: string): Call => ({
    path: `${path}api-version=2022-04-01`,
    roles: [assign('Reader', SUBSCRIPTION)],
  });
  const LIST = `${ZONE.id}/providers/Microsoft.Authorization/roleDefinitions`;

  it('can be looked up by name and by id, with what they allow', async () => {
    const arm = start();
    const named = await arm.call(read(`${LIST}?$filter=roleName eq 'Key Vault Crypto User'&`));
    const [role, ...others] = valueOf(named.json);
    assert.deepEqual(others, []);
    assert.equal(role?.['name'], '12338af0-0e69-4776-bea7-57ae8d297424');
    const byId = await arm.call(read(`${String(role['id'])}?`));
    assert.deepEqual(byId.json, role);
    const anywhere =
      '/providers/Microsoft.Authorization/roleDefinitions/12338af0-0e69-4776-bea7-57ae8d297424?';
    assert.equal((await arm.call(read(anywhere))).status, 200);
    const custom = await arm.call(read(`${LIST}?$filter=type eq 'CustomRole'&`));
    assert.equal(valueOf(custom.json).length, 2);
    assert.equal(
      codeOf((await arm.call(read(`${LIST}/${NAME}?`))).json),
      'RoleDefinitionDoesNotExist',
    );
  });
});

function valueOf(json: unknown): Record<string, unknown>[] {
  return (json as { value: Record<string, unknown>[] }).value;
}

function codeOf(json: unknown): string {
  return (json as { error: { code: string } }).error.code;
}
