import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { ARM, errorOf, startPeople, VAULT, type Answer, type People } from './people.ts';

const OPERATOR = 'operator@contoso.com';
const READER = 'reader@contoso.com';
const CERTIFICATES = 'https://contoso-prod.vault.azure.net/certificates?api-version=2025-07-01';
const SUBSCRIPTIONS = `${ARM}/subscriptions?api-version=2022-12-01`;

describe('sign-in rules', () => {
  let people: People;
  before(async () => {
    people = await startPeople();
  });
  after(() => people.sandbox.close());
  afterEach(() => people.control('DELETE', '/sign-in-rules'));

  const addRule = async (rule: object) => {
    assert.equal((await people.control('POST', '/sign-in-rules', rule)).status, 201);
  };
  const listAs = (token: string) => people.get(CERTIFICATES, token);

  it('the tenant Locked refuses silent tokens until somebody has signed in interactively', async () => {
    const tenant = people.tenant.locked;
    const silent = await people.askToken(OPERATOR, ARM, { tenant });
    assertEntra(silent, 50076, 'invalid_grant', 'basic_action');
    assert.equal((await people.askToken(OPERATOR, ARM)).status, 200);
    const asked = await people.askToken(OPERATOR, ARM, { tenant, interactive: true });
    assert.equal(asked.status, 200);
    assert.equal((await people.askToken(OPERATOR, VAULT, { tenant })).status, 200);
    await people.control('DELETE', '/sign-in-rules');
    assert.equal((await people.askToken(OPERATOR, ARM, { tenant })).status, 400);
  });

  it('an interactive sign-in can be made to fail as well', async () => {
    await addRule({ effect: 'interaction', tenant: people.tenant.locked, interactive: 'refused' });
    const tenant = 'locked.onmicrosoft.com';
    const asked = await people.askToken(OPERATOR, ARM, { tenant, interactive: true });
    assertEntra(asked, 53003, 'invalid_grant', 'message_only');
    assertEntra(await people.askToken(OPERATOR, ARM, { tenant }), 50076, 'invalid_grant');
  });

  it('a rule concerns its user alone', async () => {
    await addRule({ effect: 'interaction', user: READER });
    assert.equal((await people.askToken(READER, ARM)).status, 400);
    assert.equal((await people.askToken(OPERATOR, ARM)).status, 200);
  });

  it('a vault challenges until a token is presented that was asked for with its claims', async () => {
    const before = await people.tokenOf(OPERATOR, VAULT);
    await addRule({ effect: 'claims', resource: 'keyvault' });
    const claims = challengeOf(await listAs(before), people.tenant.contoso);
    assert.equal((await listAs(await people.tokenOf(OPERATOR, VAULT))).status, 401);
    const after = await people.tokenOf(OPERATOR, VAULT, { claims });
    assert.equal((await listAs(after)).status, 200);
    assert.equal(
      (await people.get(SUBSCRIPTIONS, await people.tokenOf(OPERATOR, ARM))).status,
      200,
    );
  });

  it('claims may need an interactive sign-in', async () => {
    await addRule({ effect: 'claims', resource: 'arm', needs: 'interaction' });
    const token = await people.tokenOf(OPERATOR, ARM);
    const claims = challengeOf(await people.get(SUBSCRIPTIONS, token), people.tenant.contoso);
    const silent = await people.askToken(OPERATOR, ARM, { claims });
    assertEntra(silent, 50076, 'invalid_grant', 'basic_action');
    assert.equal((silent.body as { claims: string }).claims, claims);
    const asked = await people.tokenOf(OPERATOR, ARM, { claims, interactive: true });
    assert.equal((await people.get(SUBSCRIPTIONS, asked)).status, 200);
    assert.equal((await people.askToken(OPERATOR, ARM, { claims })).status, 200);
  });

  it('a revocation is a challenge to older tokens only', async () => {
    const before = await people.tokenOf(OPERATOR, VAULT);
    await addRule({ effect: 'revoke', user: OPERATOR, needs: 'interaction' });
    const claims = challengeOf(await listAs(before), people.tenant.contoso);
    assert.match(claims, /^\{"access_token":\{"nbf":\{"essential":true,"value":"\d{10}"\}\}\}$/);
    const silent = await people.askToken(OPERATOR, VAULT, { claims });
    assertEntra(silent, 50173, 'invalid_grant', 'bad_token');
    const asked = await people.tokenOf(OPERATOR, VAULT, { claims, interactive: true });
    assert.equal((await listAs(asked)).status, 200);
  });

  it('tokens expire by a rule, or soon', async () => {
    const before = await people.tokenOf(OPERATOR, VAULT);
    await addRule({ effect: 'expire' });
    const refused = await listAs(before);
    assert.equal(refused.status, 401);
    assert.match(errorOf(refused).message, /^\[TokenExpired\]/);
    assert.match(String(refused.headers['www-authenticate']), /^Bearer authorization=/);
    assert.equal((await listAs(await people.tokenOf(OPERATOR, VAULT))).status, 200);

    await addRule({ effect: 'lifetime', seconds: 90 });
    for (const [rest, seconds] of [
      [{}, 90],
      [{ lifetimeSeconds: 30 }, 30],
    ] as const) {
      const { body } = await people.askToken(OPERATOR, VAULT, rest);
      const left = Date.parse((body as { expiresOn: string }).expiresOn) - Date.now();
      assert.ok(left > (seconds - 5) * 1000 && left <= seconds * 1000, `${left} ms`);
    }
  });

  it('service principals are concerned, too, and may send claims', async () => {
    const { env } = people.sandbox.ready;
    const ask = async (claims?: string) => {
      const url = `https://login.microsoftonline.com/${people.tenant.contoso}/oauth2/v2.0/token`;
      const form = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: env['AZURE_CLIENT_ID'] ?? '',
        client_secret: env['AZURE_CLIENT_SECRET'] ?? '',
        scope: `${VAULT}/.default`,
        ...(claims === undefined ? {} : { claims }),
      });
      const { body } = await people.sendForm(url, form);
      return (body as { access_token: string }).access_token;
    };
    await addRule({ effect: 'claims', user: 'operator' });
    const claims = challengeOf(await listAs(await ask()), people.tenant.contoso);
    assert.equal((await listAs(await ask(claims))).status, 200);
  });

  it('rules are listed and removed one by one', async () => {
    await addRule({ effect: 'lifetime', seconds: 60 });
    const { body } = await people.control('GET', '/sign-in-rules');
    const rules = body as { id: string; rule: object }[];
    assert.deepEqual(
      rules.map(({ rule }) => rule),
      [
        { effect: 'interaction', tenant: people.tenant.locked },
        { effect: 'lifetime', seconds: 60 },
      ],
    );
    const path = `/sign-in-rules/${rules[0]?.id ?? ''}`;
    assert.equal((await people.control('DELETE', path)).status, 200);
    assert.equal((await people.control('DELETE', path)).status, 404);
    const tenant = people.tenant.locked;
    assert.equal((await people.askToken(OPERATOR, ARM, { tenant })).status, 200);
  });

  for (const [name, user, resource, rest, code, error] of [
    ['an unknown user', 'none@contoso.com', ARM, {}, 50034, undefined],
    ['an unknown user here', 'x@x.x', ARM, { tenant: 'contoso.onmicrosoft.com' }, 50034, undefined],
    ['a foreign tenant', READER, ARM, { tenant: 'fabrikam.onmicrosoft.com' }, 50020, undefined],
    ['an unknown tenant', READER, ARM, { tenant: 'none.example' }, 90002, 'invalid_request'],
    ['an unknown resource', READER, 'https://x.net', {}, 500011, 'invalid_resource'],
    ['two resources', READER, ARM, { scopes: ['a/.default', 'b/.default'] }, 70011, undefined],
    ['claims that are none', READER, ARM, { claims: '[]' }, 50143, 'invalid_request'],
  ] as const) {
    it(`refuses ${name} with AADSTS${code}`, async () => {
      assertEntra(await people.askToken(user, resource, rest), code, error);
    });
  }

  it('says what is wrong with a request of its own', async () => {
    for (const [path, body] of [
      ['/tokens', { user: OPERATOR }],
      ['/tokens', { scopes: [] }],
      ['/tokens', { user: OPERATOR, scopes: [], interactive: 'yes' }],
      ['/sign-in-rules', { effect: 'none' }],
      ['/sign-in-rules', { effect: 'lifetime' }],
      ['/sign-in-rules', { effect: 'revoke', seconds: 5 }],
      ['/sign-in-rules', { effect: 'revoke', resource: 'graph' }],
    ] as const) {
      const { status, body: answer } = await people.control('POST', path, body);
      assert.equal(status, 400, JSON.stringify(body));
      assert.match((answer as { error: string }).error, /^`\w+` /);
    }
  });
});

function assertEntra(answer: Answer, code: number, error?: string, suberror?: string): void {
  const body = answer.body as Record<string, unknown>;
  assert.equal(answer.status, 400, JSON.stringify(body));
  assert.deepEqual(body['error_codes'], [code]);
  assert.match(String(body['error_description']), new RegExp(`^AADSTS${code}: `));
  if (error !== undefined) assert.equal(body['error'], error);
  if (suberror !== undefined) assert.equal(body['suberror'], suberror);
}

/** The claims of a challenge, decoded; asserts its form. */
function challengeOf({ status, headers }: Answer, tenant: string): string {
  assert.equal(status, 401);
  const header = String(headers['www-authenticate']);
  const parts =
    /^Bearer realm="", authorization_uri="([^"]+)", error="insufficient_claims", claims="([^"]+)"$/.exec(
      header,
    );
  assert.ok(parts, header);
  assert.equal(parts[1], `https://login.microsoftonline.com/${tenant}/oauth2/authorize`);
  return Buffer.from(parts[2] ?? '', 'base64').toString('utf8');
}
