import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { LogEntry } from '../../sandbox/log/request-log.ts';
import { ARM, claimsOf, errorOf, startPeople, VAULT, type People } from './people.ts';

const OPERATOR = 'operator@contoso.com';
const READER = 'reader@contoso.com';
const GUEST = 'guest@fabrikam.com';

describe('users and tenants', () => {
  let people: People;
  before(async () => {
    people = await startPeople();
  });
  after(() => people.sandbox.close());

  const tenantIds = async (token: string) => {
    const { body } = await people.get(`${ARM}/tenants?api-version=2022-12-01`, token);
    return (body as { value: { tenantId: string }[] }).value.map(({ tenantId }) => tenantId);
  };
  const resources = async (token: string) => {
    const { body } = await people.send(
      'POST',
      `${ARM}/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01`,
      token,
      { query: 'resources | project id, name, tenantId | order by name asc' },
    );
    return (body as { data: { name: string; tenantId: string }[] }).data;
  };

  it('the ready file names them', () => {
    const { ready } = people.sandbox;
    const { contoso, fabrikam, locked } = people.tenant;
    assert.deepEqual(
      ready.users.map(({ name, tenants }) => [name, tenants]),
      [
        [OPERATOR, [contoso, fabrikam, locked]],
        [READER, [contoso]],
        [GUEST, [fabrikam]],
      ],
    );
    assert.equal(ready.users[0]?.id.split('.')[1], contoso);
    assert.equal(ready.env['AZURE_TENANT_ID'], contoso);
  });

  it('a token at home says who its bearer is', async () => {
    const { contoso } = people.tenant;
    const claims = claimsOf(await people.tokenOf(OPERATOR, VAULT));
    assert.equal(claims['iss'], `https://sts.windows.net/${contoso}/`);
    assert.equal(claims['aud'], VAULT);
    assert.equal(claims['tid'], contoso);
    assert.equal(claims['upn'], OPERATOR);
    assert.equal(claims['name'], 'Olivia Operator');
    assert.equal(claims['idtyp'], 'user');
    assert.equal(claims['scp'], 'user_impersonation');
    const { oid, exp, iat } = claims;
    assert.equal(`${String(oid)}.${contoso}`, people.sandbox.ready.users[0]?.id);
    assert.equal(Number(exp) - Number(iat), 3599);
  });

  it('a guest has another object id and no user principal name', async () => {
    const { contoso, fabrikam } = people.tenant;
    const mark = { scopes: [`${ARM}/.default`, `VSCODE_TENANT:${fabrikam}`, 'offline_access'] };
    const claims = claimsOf(await people.tokenOf(OPERATOR, ARM, mark));
    const home = claimsOf(await people.tokenOf(OPERATOR, ARM));
    assert.equal(claims['tid'], fabrikam);
    assert.equal(claims['email'], OPERATOR);
    assert.equal(claims['idp'], `https://sts.windows.net/${contoso}/`);
    assert.ok(!('upn' in claims));
    assert.notEqual(claims['oid'], home['oid']);
  });

  it("lists the account's own tenants, whichever the token is for", async () => {
    const { contoso, fabrikam, locked } = people.tenant;
    const all = [contoso, fabrikam, locked];
    assert.deepEqual(await tenantIds(await people.tokenOf(OPERATOR, ARM)), all);
    const abroad = await people.tokenOf(OPERATOR, ARM, { tenant: 'fabrikam.onmicrosoft.com' });
    assert.deepEqual(await tenantIds(abroad), all);
    assert.deepEqual(await tenantIds(await people.tokenOf(READER, ARM)), [contoso]);
    assert.deepEqual(await tenantIds(await people.tokenOf(GUEST, ARM)), [fabrikam]);
  });

  it("shows the resources of the token's tenant only", async () => {
    const { contoso, fabrikam } = people.tenant;
    const home = await resources(await people.tokenOf(OPERATOR, ARM));
    assert.deepEqual(
      home.map(({ name }) => name),
      [
        ...['contoso-dev', 'contoso-prod', 'example.com', 'example.org', 'fabrikam-locked'],
        'shop.example.com',
      ],
    );
    assert.ok(home.every(({ tenantId }) => tenantId === contoso));
    const abroad = await resources(await people.tokenOf(OPERATOR, ARM, { tenant: fabrikam }));
    assert.deepEqual(
      abroad.map(({ name, tenantId }) => [name, tenantId]),
      [
        ['fabrikam-shared', fabrikam],
        ['fabrikam.example', fabrikam],
      ],
    );
    const path = `${ARM}/subscriptions?api-version=2022-12-01`;
    const { body } = await people.get(path, await people.tokenOf(GUEST, ARM));
    assert.deepEqual(
      (body as { value: { displayName: string; tenantId: string }[] }).value.map(
        ({ displayName, tenantId }) => [displayName, tenantId],
      ),
      [['Fabrikam Shared Services', fabrikam]],
    );
  });

  it('refuses a token of another tenant for a subscription, and names the right one', async () => {
    const { fabrikam } = people.tenant;
    const { id = '' } =
      people.sandbox.ready.subscriptions.find(({ name }) => name.startsWith('Fabrikam')) ?? {};
    const path = `${ARM}/subscriptions/${id}?api-version=2022-12-01`;
    const refused = await people.get(path, await people.tokenOf(OPERATOR, ARM));
    assert.equal(refused.status, 401);
    assert.equal(errorOf(refused).code, 'InvalidAuthenticationTokenTenant');
    assert.ok(errorOf(refused).message.includes(fabrikam));
    const anonymous = await people.get(path);
    assert.ok(String(anonymous.headers['www-authenticate']).includes(fabrikam));
    const right = await people.get(path, await people.tokenOf(GUEST, ARM));
    assert.equal(right.status, 200);
  });

  it('a vault names its own tenant and refuses tokens of every other', async () => {
    const { contoso, fabrikam } = people.tenant;
    const url = 'https://fabrikam-shared.vault.azure.net/certificates?api-version=2025-07-01';
    const challenge = await people.get(url);
    assert.equal(
      challenge.headers['www-authenticate'],
      `Bearer authorization="https://login.microsoftonline.com/${fabrikam}", resource="${VAULT}"`,
    );
    const foreign = await people.get(url, await people.tokenOf(OPERATOR, VAULT));
    assert.equal(foreign.status, 401);
    assert.equal(
      errorOf(foreign).message,
      `AKV10032: Invalid issuer. Expected one of https://sts.windows.net/${fabrikam}/, found https://sts.windows.net/${contoso}/.`,
    );
    const own = await people.tokenOf(OPERATOR, VAULT, { tenant: fabrikam });
    assert.equal((await people.get(url, own)).status, 200);
  });

  it('reader sees vaults and may not look into any', async () => {
    const token = await people.tokenOf(READER, ARM);
    assert.equal((await resources(token)).length, 6);
    const url = 'https://contoso-prod.vault.azure.net/certificates?api-version=2025-07-01';
    const data = await people.tokenOf(READER, VAULT);
    const refused = await people.get(url, data);
    assert.equal(refused.status, 403);
    const { inner, message } = errorOf(refused);
    assert.equal(inner, 'ForbiddenByRbac');
    const { appid, oid } = claimsOf(data);
    assert.ok(
      message.includes(
        `Caller: appid=${String(appid)};oid=${String(oid)};iss=https://sts.windows.net/${people.tenant.contoso}/\r\n`,
      ),
      message,
    );
  });

  it('a user is named in refusals of ARM and in the log by his address', async () => {
    const token = await people.tokenOf(READER, ARM);
    const zone = people.sandbox.ready.zones[0]?.id ?? '';
    const url = `${ARM}${zone}/TXT/_probe?api-version=2018-05-01`;
    const refused = await people.send('PUT', url, token, { properties: { TTL: 60 } });
    assert.equal(refused.status, 403);
    const { code, message } = errorOf(refused);
    assert.equal(code, 'AuthorizationFailed');
    const { oid } = claimsOf(token);
    assert.ok(message.startsWith(`The client '${READER}' with object id '${String(oid)}' does`));
    const { body } = await people.control('GET', '/log');
    assert.equal((body as LogEntry[]).at(-1)?.caller, READER);
  });
});
