import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertAnswers } from './recorded.ts';
import { createVaultUnderTest, TENANT, VAULT_ID } from './vault-under-test.ts';
import { errorOf } from './wire.ts';

describe('the authentication challenge', () => {
  it('answers a request without a token as recorded, before anything else is looked at', async () => {
    const { request } = createVaultUnderTest();
    for (const [method, path] of [
      ['GET', '/certificates'],
      ['POST', '/certificates/bad_name/create'],
      ['GET', '/nowhere'],
    ] as const) {
      const options = { as: '', apiVersion: '', isDescribed: false };
      const answer = await request(method, path, options);
      assertAnswers(answer, 'challenge-401-2025', {
        '408b7351-82bd-44b5-aed5-59198cd1c1c6': TENANT,
      });
    }
  });

  const refusals: readonly (readonly [string, string])[] = [
    ['malformed', 'AKV10000: Request is missing a Bearer or PoP token.'],
    [
      'signature',
      "AKV10046: Unable to resolve the key used for signature validation. EncodedJwtHeader: 'signature'.",
    ],
    [
      'tenant',
      `AKV10032: Invalid issuer. Expected one of https://sts.windows.net/${TENANT}/, found https://sts.windows.net/{tenant 2}/.`,
    ],
    [
      'foreigner',
      `AKV10032: Invalid issuer. Expected one of https://sts.windows.net/${TENANT}/, found https://sts.windows.net/99999999-0000-0000-0000-000000000000/.`,
    ],
    [
      'audience',
      'AKV10022: Invalid audience. Expected https://vault.azure.net, found: https://management.azure.com/.',
    ],
    ['expired', "[TokenExpired] Error validating token: 'S2S12086'."],
  ];
  for (const [token, message] of refusals) {
    it(`refuses a token with a wrong ${token}`, async () => {
      const answer = await createVaultUnderTest().request('GET', '/certificates', { as: token });
      assert.equal(answer.status, 401);
      assert.deepEqual(errorOf(answer), { code: 'Unauthorized', message });
      assert.match(answer.headers['WWW-Authenticate'] ?? '', /^Bearer authorization=/);
    });
  }
});

describe('the standard headers', () => {
  it('echo the client request id and name the assignment that allowed the request', async () => {
    const { headers } = await createVaultUnderTest().request('GET', '/certificates', {
      headers: { 'x-ms-client-request-id': 'abc' },
    });
    assert.equal(headers['x-ms-client-request-id'], 'abc');
    assert.equal(headers['x-ms-keyvault-region'], 'westeurope');
    assert.match(
      headers['x-ms-keyvault-rbac-assignment-id'] ?? '',
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    );
  });
});

describe('role-based access', () => {
  const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
    ['GET', '/certificates', 'certificates/read', ['officer', 'auditor', 'reader']],
    ['GET', '/certificates/x', 'certificates/read', ['officer', 'auditor', 'reader']],
    ['GET', '/certificates/x/pending', 'certificates/read', ['officer', 'auditor', 'reader']],
    ['POST', '/certificates/x/create', 'certificates/create/action', ['officer']],
    ['POST', '/certificates/x/pending/merge', 'certificates/create/action', ['officer']],
    ['PATCH', '/certificates/x', 'certificates/update/action', ['officer']],
    ['DELETE', '/certificates/x/pending', 'certificates/update/action', ['officer']],
    ['DELETE', '/certificates/x', 'certificates/delete', ['officer']],
    ['POST', '/deletedcertificates/x/recover', 'certificates/recover/action', ['officer']],
    ['DELETE', '/deletedcertificates/x', 'certificates/purge/action', ['officer']],
    ['GET', '/secrets/x', 'secrets/getSecret/action', ['auditor']],
    ['GET', '/keys', 'keys/read', ['auditor', 'reader', 'cryptoOfficer', 'cryptoUser']],
    [
      'GET',
      '/keys/account',
      'keys/read',
      ['auditor', 'reader', 'cryptoOfficer', 'cryptoUser', 'signer'],
    ],
    ['POST', '/keys/account/create', 'keys/create/action', ['cryptoOfficer']],
    [
      'POST',
      `/keys/account/${'0'.repeat(32)}/sign`,
      'keys/sign/action',
      ['cryptoOfficer', 'cryptoUser', 'signer'],
    ],
    ['POST', `/keys/x/${'0'.repeat(32)}/sign`, 'keys/sign/action', ['cryptoOfficer', 'cryptoUser']],
    ['DELETE', '/keys/account', 'keys/delete', ['cryptoOfficer']],
    ['DELETE', '/deletedkeys/account', 'keys/purge/action', ['cryptoOfficer']],
  ];
  const everybody = [
    ...['officer', 'auditor', 'reader', 'neighbour', 'armReader'],
    ...['cryptoOfficer', 'cryptoUser', 'signer'],
  ];
  for (const [method, path, action, allowed] of cases) {
    it(`${method} ${path} takes ${action}`, async () => {
      const { request } = createVaultUnderTest();
      for (const as of everybody) {
        const answer = await request(method, path, { as });
        const isForbidden = answer.status === 403;
        assert.equal(isForbidden, !allowed.includes(as), `${as}: ${String(answer.status)}`);
        if (isForbidden) {
          const { message, inner } = errorOf(answer);
          assert.equal(inner, 'ForbiddenByRbac');
          assert.ok(message.includes(`Action: 'Microsoft.KeyVault/vaults/${action}'`), message);
        }
      }
    });
  }

  it('says who may not do what to which resource in the recorded form', async () => {
    const answer = await createVaultUnderTest().request('GET', '/secrets/x');
    assertAnswers(answer, 'rbac-403', {
      '{appid}': 'officer-app',
      '{oid}': 'officer-object',
      '{tenant}': TENANT,
      '/subscriptions/{sub}/resourcegroups/{rg}/providers/microsoft.keyvault/vaults/{vault}':
        VAULT_ID.toLowerCase(),
      '{vault}': 'vaultname',
      '{name}': 'x',
      canadacentral: 'westeurope',
    });
  });
});

describe('a vault with access policies', () => {
  const accessPolicies = [
    { objectId: 'officer-object', certificates: ['get', 'list', 'create'], keys: ['sign', 'get'] },
  ];

  it('goes by them alone, and names the permission that is missing as quoted', async () => {
    const { request } = createVaultUnderTest({ accessPolicies });
    assert.equal((await request('GET', '/certificates')).status, 200);
    assert.equal((await request('GET', '/keys/x')).status, 404);
    const refused = await request('GET', '/secrets/x');
    assertAnswers(refused, 'accesspolicy-403', {
      '{appid}': 'officer-app',
      '{oid}': 'officer-object',
      '{tenant}': TENANT,
      MyAzureKeyVault: 'vaultname',
      eastus: 'westeurope',
    });
    const patched = errorOf(await request('PATCH', '/certificates/x', { body: {} }));
    assert.match(patched.message, /does not have certificates update permission on key vault/);
    // A role counts for nothing here.
    assert.equal(
      errorOf(await request('GET', '/keys', { as: 'cryptoUser' })).inner,
      'AccessDenied',
    );
  });

  it('does not name a role assignment in its headers', async () => {
    const { headers } = await createVaultUnderTest({ accessPolicies }).request(
      'GET',
      '/certificates',
    );
    assert.equal(headers['x-ms-keyvault-rbac-assignment-id'], undefined);
  });
});

describe('a vault that is shut off', () => {
  it('refuses addresses that its firewall does not know, whatever the role, but challenges first', async () => {
    const { request } = createVaultUnderTest({ network: 'firewall' });
    assert.equal((await request('GET', '/certificates', { as: '' })).status, 401);
    assertAnswers(await request('GET', '/certificates'), 'firewall-403', {
      '{appid}': 'officer-app',
      '{oid}': 'officer-object',
      '{tenant}': TENANT,
      '{vault}': 'vaultname',
      '20.61.146.97': '127.0.0.1',
    });
  });

  it('lets nobody in but through a private endpoint', async () => {
    const { request } = createVaultUnderTest({ network: 'private' });
    const { inner, message } = errorOf(await request('GET', '/keys', { as: 'cryptoUser' }));
    assert.equal(inner, 'ForbiddenByConnection');
    assert.match(message, /^Public network access is disabled/);
  });
});

describe('requests that are not of the API', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['GET', '/certificates/bad_name', 'The request URI contains an invalid name: bad_name'],
    ['GET', '/certificates/%E0%A4', 'The request URI contains an invalid name: %E0%A4'],
    ['GET', '/certificates/x/latest', "Method GET does not allow operation 'latest'"],
    ['PUT', '/certificates/x', "Method PUT does not allow operation ''"],
    ['DELETE', '/deletedcertificates/x/purge', "Method DELETE does not allow operation 'purge'"],
  ];
  for (const [method, path, message] of cases) {
    it(`${method} ${path} is a bad parameter`, async () => {
      const answer = await createVaultUnderTest().request(method, path, { isDescribed: false });
      assert.equal(answer.status, 400);
      assert.deepEqual(errorOf(answer), { code: 'BadParameter', message });
    });
  }

  it('needs an api-version', async () => {
    const options = { apiVersion: '', isDescribed: false };
    const answer = await createVaultUnderTest().request('GET', '/certificates', options);
    assert.equal(answer.status, 400);
    assert.equal(errorOf(answer).code, 'BadParameter');
  });

  it('knows neither contacts nor issuers', async () => {
    const { request } = createVaultUnderTest();
    assertAnswers(await request('GET', '/certificates/contacts'), 'contacts-404');
    assertAnswers(await request('GET', '/certificates/issuers/x'), 'issuer-404');
  });
});
