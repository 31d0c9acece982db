import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { JsonObject } from '../../sandbox/arm/json.ts';
import { createKeyVaultApi } from '../../sandbox/keyvault/keyvault-api.ts';
import { toKeyVault } from '../../sandbox/world-views.ts';
import {
  assign,
  ONE,
  startArm,
  TENANT,
  testWorld,
  vaultIn,
  type TestArm,
} from './arm-test-world.ts';

const SCOPE = `/subscriptions/${ONE}`;
const ROLES = [assign('Key Vault Contributor', SCOPE), assign('Reader', SCOPE)];
const VERSION = 'api-version=2026-02-01';
const PROPERTIES = { tenantId: TENANT, sku: { family: 'A', name: 'standard' } };

let arm: TestArm;
beforeEach(() => {
  arm = startArm(testWorld({ vaults: [vaultIn(ONE, 'taken')] }));
});

const pathOf = (name: string, version = VERSION) => `${vaultIn(ONE, name).id}?${version}`;

function put(name: string, properties: JsonObject = {}, more: JsonObject = {}, version = VERSION) {
  const body = { location: 'westeurope', properties: { ...PROPERTIES, ...properties }, ...more };
  return arm.call({ method: 'PUT', path: pathOf(name, version), body, roles: ROLES });
}

function errorOf({ json }: { readonly json: unknown }) {
  return (json as { error: { code: string; message: string } }).error;
}

function propertiesOf({ json }: { readonly json: unknown }) {
  return (json as { properties: JsonObject }).properties;
}

describe('making a vault', () => {
  it('answers while its name is being registered, and is there some seconds later', async () => {
    const tags = { team: 'web' };
    const made = await put('new-vault', { softDeleteRetentionInDays: 7 }, { tags });
    assert.equal(made.status, 200);
    assert.equal(propertiesOf(made)['provisioningState'], 'RegisteringDns');
    arm.clock.now += 6_000;
    const read = await arm.call({ path: pathOf('new-vault'), roles: ROLES });
    assert.partialDeepStrictEqual(read.json, {
      id: vaultIn(ONE, 'new-vault').id,
      name: 'new-vault',
      location: 'westeurope',
      tags,
      properties: {
        ...PROPERTIES,
        softDeleteRetentionInDays: 7,
        enableRbacAuthorization: true,
        provisioningState: 'Succeeded',
        vaultUri: 'https://new-vault.vault.azure.net/',
      },
    });
  });

  it('shows it in Resource Graph later than in ARM', async () => {
    await put('new-vault');
    const names = async () => {
      const body = { query: "resources | where name == 'new-vault'" };
      const path = '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01';
      const { json } = await arm.call({ method: 'POST', path, body, roles: ROLES });
      return (json as { data: readonly { name: string }[] }).data.map(({ name }) => name);
    };
    assert.deepEqual(await names(), []);
    arm.clock.now += 15_000;
    assert.deepEqual(await names(), ['new-vault']);
  });

  it('opens it on the data plane at its own name, with what was asked for', async () => {
    const keyVault = createKeyVaultApi({
      vaults: [],
      findMade: (name) => {
        const vault = arm.vaults.reachable(name);
        return vault === undefined ? undefined : toKeyVault(vault);
      },
      isReachable: (name) => arm.vaults.reachable(name) !== undefined,
      verifyToken: () => Promise.resolve({ failure: 'missing' }),
      now: () => arm.clock.now,
    });
    const ask = async () => {
      const url = new URL('https://new-vault.vault.azure.net/certificates?api-version=2025-07-01');
      return keyVault.api({ method: 'GET', url, headers: {}, body: Buffer.alloc(0) });
    };
    await put('new-vault', { enablePurgeProtection: true });
    assert.equal((await ask()).status, 404);
    arm.clock.now += 6_000;
    const challenge = await ask();
    assert.equal(challenge.status, 401);
    assert.equal(challenge.headers?.['x-ms-keyvault-region'], 'westeurope');
    await arm.call({ method: 'DELETE', path: pathOf('new-vault'), roles: ROLES });
    assert.equal((await ask()).status, 404);
  });

  it('changes a vault that is there, in place', async () => {
    const changed = await put('TAKEN', { enablePurgeProtection: true });
    assert.equal(changed.status, 200);
    const listed = await arm.call({
      path: `${SCOPE}/providers/Microsoft.KeyVault/vaults?${VERSION}`,
      roles: ROLES,
    });
    const { value } = listed.json as { value: readonly { properties: JsonObject }[] };
    assert.deepEqual(
      value.map(({ properties }) => properties['enablePurgeProtection']),
      [true],
    );
  });

  it('goes by access policies before 2026-02-01 unless it is told otherwise', async () => {
    const older = 'api-version=2023-07-01';
    assert.match(errorOf(await put('new-vault', {}, {}, older)).message, /accessPolicies/);
    const made = await put('new-vault', { accessPolicies: [] }, {}, older);
    assert.equal(propertiesOf(made)['enableRbacAuthorization'], false);
  });

  for (const [what, properties, more, message] of [
    ['too short a retention', { softDeleteRetentionInDays: 6 }, {}, /7 to 90/],
    ['too long a retention', { softDeleteRetentionInDays: 91 }, {}, /7 to 90/],
    ['no purge protection by a no', { enablePurgeProtection: false }, {}, /irreversible/],
    ['no soft delete', { enableSoftDelete: false }, {}, /enableSoftDelete/],
    ['a tier that there is not', { sku: { family: 'A', name: 'basic' } }, {}, /sku/],
    ['another tenant', { tenantId: ONE }, {}, /tenantId/],
    ['no location', {}, { location: undefined }, /location property is required/],
    ['a location that there is not', {}, { location: 'moon' }, /not available/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const answer = await put('new-vault', properties, more);
      assert.equal(answer.status, 400);
      assert.match(errorOf(answer).message, message);
    });
  }

  it('refuses callers without the right, and groups that are not there', async () => {
    const body = { location: 'westeurope', properties: PROPERTIES };
    const forbidden = await arm.call({ method: 'PUT', path: pathOf('new-vault'), body });
    assert.equal(errorOf(forbidden).code, 'AuthorizationFailed');
    const path = pathOf('new-vault').replace('/rg/', '/nowhere/');
    const missing = await arm.call({ method: 'PUT', path, body, roles: ROLES });
    assert.equal(errorOf(missing).code, 'ResourceGroupNotFound');
  });
});

describe('the name of a vault', () => {
  const check = async (name: string) => {
    const body = { name, type: 'Microsoft.KeyVault/vaults' };
    const path = `${SCOPE}/providers/Microsoft.KeyVault/checkNameAvailability?${VERSION}`;
    return (await arm.call({ method: 'POST', path, body, roles: ROLES })).json as JsonObject;
  };

  it('is free, taken, or kept by a deleted vault until its retention is over', async () => {
    assert.deepEqual(await check('new-vault'), { nameAvailable: true });
    const taken = await check('Taken');
    assert.equal(taken['nameAvailable'], false);
    assert.equal(taken['reason'], 'AlreadyExists');
    assert.match(String(taken['message']), /^The vault name 'Taken' is already in use\./);
    await put('new-vault', { softDeleteRetentionInDays: 7 });
    await arm.call({ method: 'DELETE', path: pathOf('new-vault'), roles: ROLES });
    assert.equal((await check('new-vault'))['reason'], 'AlreadyExists');
    const again = await put('new-vault');
    assert.equal(again.status, 409);
    assert.equal(errorOf(again).code, 'VaultAlreadyExists');
    arm.clock.now += 7 * 86_400_000;
    assert.deepEqual(await check('new-vault'), { nameAvailable: true });
  });

  for (const name of ['ab', '1abc', 'a--b', 'abc-', 'a'.repeat(25), 'a_b']) {
    it(`is invalid: ${name}`, async () => {
      assert.equal((await check(name))['reason'], 'AccountNameInvalid');
      assert.equal(errorOf(await put(name)).code, 'VaultNameNotValid');
    });
  }
});

describe('locations', () => {
  it('are listed for whoever sees the subscription', async () => {
    const path = `${SCOPE}/locations?api-version=2022-12-01`;
    const { json } = await arm.call({ path });
    const { value } = json as { value: readonly { name: string; displayName: string }[] };
    assert.ok(
      value.some(({ name, displayName }) => `${name} ${displayName}` === 'westeurope West Europe'),
    );
    assert.equal((await arm.call({ path, roles: [] })).status, 403);
  });
});
