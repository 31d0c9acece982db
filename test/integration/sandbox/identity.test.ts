import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { createLocalJWKSet, jwtVerify, SignJWT, type JSONWebKeySet } from 'jose';
import { ApiError, type Api, type ApiResponse } from '../../sandbox/api.ts';
import { createClock } from '../../sandbox/clock.ts';
import { createDefaultWorld } from '../../sandbox/default-world.ts';
import { issueAccessToken } from '../../sandbox/identity/access-token.ts';
import { directoryOf } from '../../sandbox/identity/directory.ts';
import { IssuedTokens } from '../../sandbox/identity/issued-tokens.ts';
import { createLoginApi } from '../../sandbox/identity/login-api.ts';
import { createSigningKey, type SigningKey } from '../../sandbox/identity/signing-key.ts';
import { SignInBook } from '../../sandbox/identity/sign-in-book.ts';
import { createTokenVerifier } from '../../sandbox/identity/token-verifier.ts';
import type { TokenVerifier } from '../../sandbox/identity/tokens.ts';
import type { World } from '../../sandbox/world.ts';

const LOGIN = 'https://login.microsoftonline.com';
const ARM = 'https://management.azure.com';
const VAULT = 'https://vault.azure.net';

describe('identity', () => {
  const clock = createClock();
  const world: World = createDefaultWorld(() => 'the-secret');
  const tenant = world.tenant.id;
  const operator = world.principals[0];
  assert.ok(operator);
  let key: SigningKey;
  let login: Api;
  let verify: TokenVerifier;
  before(async () => {
    key = await createSigningKey();
    const { now } = clock;
    const directory = directoryOf(world);
    const tokens = new IssuedTokens();
    const signIns = new SignInBook([], tokens, now);
    login = createLoginApi({ directory, key, tokens, now });
    verify = createTokenVerifier({ directory, publicKey: key.publicKey, signIns, now });
  });

  async function call(method: string, path: string, form?: Record<string, string>) {
    const body = Buffer.from(new URLSearchParams(form).toString());
    try {
      return await login({ method, url: new URL(LOGIN + path), headers: {}, body });
    } catch (error) {
      if (error instanceof ApiError) return error.response;
      throw error;
    }
  }

  function askToken(changes: Record<string, string | undefined> = {}, of = tenant) {
    const form = {
      grant_type: 'client_credentials',
      client_id: operator?.clientId,
      client_secret: 'the-secret',
      scope: `${VAULT}/.default`,
      ...changes,
    };
    const sent = Object.entries(form).filter((each): each is [string, string] => !!each[1]);
    return call('POST', `/${of}/oauth2/v2.0/token`, Object.fromEntries(sent));
  }

  async function tokenFor(scope: string): Promise<string> {
    const { access_token: token } = members(await askToken({ scope }));
    assert.ok(typeof token === 'string');
    return `Bearer ${token}`;
  }

  it('issues a token that the published keys verify', async () => {
    const response = await askToken();
    assert.equal(response.status, 200);
    const { access_token: token, ...rest } = members(response);
    assert.deepEqual(rest, { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599 });
    const keys = await call('GET', `/${tenant}/discovery/v2.0/keys`);
    const { payload, protectedHeader } = await jwtVerify(
      token as string,
      createLocalJWKSet(keys.body as JSONWebKeySet),
      { issuer: `https://sts.windows.net/${tenant}/`, audience: VAULT },
    );
    assert.equal(protectedHeader.alg, 'RS256');
    assert.equal(payload['appid'], operator.clientId);
    assert.equal(payload['oid'], operator.objectId);
    assert.equal(payload['tid'], tenant);
  });

  for (const [name, changes, status, error, code] of [
    ['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client', 7000215],
    ['no secret', { client_secret: undefined }, 401, 'invalid_client', 7000216],
    ['an unknown application', { client_id: 'x' }, 400, 'unauthorized_client', 700016],
    ['no application', { client_id: undefined }, 400, 'invalid_request', 900144],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
    ['no scope', { scope: undefined }, 400, 'invalid_request', 900144],
    ['a scope without .default', { scope: `${VAULT}/user` }, 400, 'invalid_scope', 1002012],
    ['an unknown resource', { scope: 'https://x.net/.default' }, 400, 'invalid_resource', 500011],
  ] as const) {
    it(`refuses ${name} with AADSTS${code}`, async () => {
      const response = await askToken(changes);
      assert.equal(response.status, status);
      const body = members(response);
      assert.equal(body['error'], error);
      assert.deepEqual(body['error_codes'], [code]);
      const description = body['error_description'] as string;
      assert.match(
        description,
        /^AADSTS\d+: .+ Trace ID: \S+ Correlation ID: \S+ Timestamp: \S+ \S+Z$/,
      );
      assert.ok(description.startsWith(`AADSTS${code}: `));
    });
  }

  it('knows one tenant, by id and by domain', async () => {
    const unknown = '12345678-1234-1234-1234-123456789012';
    const refusal = await askToken({}, unknown);
    assert.deepEqual(members(refusal)['error_codes'], [90002]);
    assert.equal(members(refusal)['error'], 'invalid_request');
    const path = '/v2.0/.well-known/openid-configuration';
    const metadata = await call('GET', `/${unknown}${path}`);
    assert.equal(metadata.status, 400);
    assert.equal(members(metadata)['error'], 'invalid_tenant');
    const known = await call('GET', `/${world.tenant.domain}${path}`);
    assert.equal(members(known)['token_endpoint'], `${LOGIN}/${tenant}/oauth2/v2.0/token`);
  });

  it('describes the clouds', async () => {
    const endpoint = encodeURIComponent(`${LOGIN}/common/oauth2/authorize`);
    const path = `/common/discovery/instance?api-version=1.1&authorization_endpoint=${endpoint}`;
    const body = members(await call('GET', path));
    assert.equal(
      body['tenant_discovery_endpoint'],
      `${LOGIN}/common/.well-known/openid-configuration`,
    );
    assert.equal((body['metadata'] as unknown[]).length, 5);
  });

  it('accepts every spelling of an audience, and of another none', async () => {
    for (const resource of [ARM, `${ARM}/`, 'https://management.core.windows.net/']) {
      const token = await tokenFor(`${resource}/.default`);
      assert.equal((await callerOf(token, ARM))?.name, 'operator', resource);
      assert.equal(await failureOf(token, VAULT), 'audience');
    }
    const token = await tokenFor(`${VAULT}//.default`);
    assert.equal((await callerOf(token, VAULT))?.name, 'operator');
    assert.equal(await failureOf(token, ARM), 'audience');
  });

  it('says what is wrong with a header', async () => {
    const token = await tokenFor(`${ARM}/.default`);
    assert.equal(await failureOf(undefined, ARM), 'missing');
    assert.equal(await failureOf('Bearer', ARM), 'malformed');
    assert.equal(await failureOf('Bearer a.b.c', ARM), 'malformed');
    assert.equal(await failureOf(token.replace('Bearer', 'Basic'), ARM), 'malformed');
    const forged = { ...(await createSigningKey()), kid: key.kid };
    const claims = { tenantId: tenant, bearer: operator, audience: ARM, issuedAt: clock.now() };
    const sign = (by: SigningKey, changes = {}) => issueAccessToken(by, { ...claims, ...changes });
    assert.equal(await failureOf(`Bearer ${await sign(forged)}`, ARM), 'signature');
    const foreign = await sign(key, { tenantId: 'another-tenant' });
    assert.equal(await failureOf(`Bearer ${foreign}`, ARM), 'tenant');
  });

  it('does not take the public key for a shared secret', async () => {
    const claims = { appid: operator.clientId };
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(`https://sts.windows.net/${tenant}/`)
      .setAudience(ARM)
      .setExpirationTime('1h')
      .sign(Buffer.alloc(32, 1));
    assert.equal(await failureOf(`Bearer ${token}`, ARM), 'signature');
  });

  it('lets tokens expire by the sandbox clock', async () => {
    const token = await tokenFor(`${ARM}/.default`);
    clock.setOffset(3_590_000);
    assert.equal(await failureOf(token, ARM), undefined);
    clock.setOffset(3_600_000);
    assert.equal(await failureOf(token, ARM), 'expired');
    clock.setOffset(0);
  });

  async function callerOf(token: string, audience: typeof ARM | typeof VAULT) {
    const verdict = await verify(token, audience);
    return 'caller' in verdict ? verdict.caller.principal : undefined;
  }

  async function failureOf(token: string | undefined, audience: typeof ARM | typeof VAULT) {
    const verdict = await verify(token, audience);
    return 'failure' in verdict ? verdict.failure : undefined;
  }
});

function members(response: ApiResponse): Record<string, unknown> {
  return response.body as Record<string, unknown>;
}
