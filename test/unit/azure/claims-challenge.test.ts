import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AccessToken, GetTokenOptions } from '@azure/core-auth';
import type { AzureContext } from '../../../src/azure/context.ts';
import { createTxtRecordSets } from '../../../src/azure/dns-record-sets.ts';
import { createInventory } from '../../../src/azure/inventory.ts';
import { createCertificateVault } from '../../../src/azure/key-vault.ts';
import { cachedTokens } from '../../../src/azure/token-cache.ts';
import { CertError, isCertError } from '../../../src/domain/errors.ts';
import { fixtures, scriptedAzure, type Answer, type Responder } from './scripted-azure.ts';
import { recorded as recordedOfVault, VAULT } from './scripted-vault.ts';

const recorded = fixtures('arm');
const TENANT = '72f988bf-0000-4000-8000-000000000001';
const CLAIMS = '{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}';

/** As ARM and Key Vault word it (Entra: "Claims challenges, claims requests and client capabilities"). */
const CHALLENGE: Answer = {
  status: 401,
  headers: {
    'www-authenticate': `Bearer realm="", authorization_uri="https://login.microsoftonline.com/${TENANT}", error="insufficient_claims", claims="${Buffer.from(CLAIMS).toString('base64')}"`,
  },
  body: {
    error: {
      code: 'TokenIssuedBeforeRevocationTimestamp',
      message: 'The user session has been revoked.',
    },
  },
};

const ZONE = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/dnsZones/a.example';

/** One read through each kind of client, and what the service says to a token that it takes. */
const CLIENTS: readonly (readonly [
  client: string,
  host: string,
  answer: Answer,
  read: (context: AzureContext) => Promise<unknown>,
])[] = [
  [
    'subscriptions',
    'management.azure.com',
    { status: 200, body: { value: [] } },
    (context) => createInventory(context).subscriptions(),
  ],
  [
    'Resource Graph',
    'management.azure.com',
    { status: 200, body: { count: 0, data: [] } },
    (context) => createInventory(context).vaults(),
  ],
  [
    'Azure DNS',
    'management.azure.com',
    { ...recorded('txt-put-201'), status: 200 },
    (context) => createTxtRecordSets(context).get(ZONE, '_acme-challenge'),
  ],
  [
    'Key Vault',
    'vaultname.vault.azure.net',
    recordedOfVault('policy-get-200'),
    (context) => createCertificateVault(VAULT, context).get('www'),
  ],
];

/** A service that takes the tokens of `accepted`; the first one that is given is `t1`. */
function serviceTaking(accepted: readonly string[], answer: Answer): Responder {
  return ({ url, headers }) => {
    const token = headers['authorization']?.replace('Bearer ', '');
    if (token === undefined && url.host.endsWith('vault.azure.net')) {
      return recordedOfVault('challenge-401-2025');
    }
    return accepted.includes(token ?? '') ? answer : CHALLENGE;
  };
}

function signedInTo(respond: Responder, withClaims?: () => never) {
  const azure = scriptedAzure(respond);
  const asked: GetTokenOptions[] = [];
  const getToken = (_: string | string[], options: GetTokenOptions = {}): Promise<AccessToken> => {
    asked.push(options);
    if (options.claims !== undefined) withClaims?.();
    const expiresOnTimestamp = Date.now() + 3_600_000;
    return Promise.resolve({ token: `t${String(asked.length)}`, expiresOnTimestamp });
  };
  // The SDK's clients look at the machine's own clock.
  const clock = { ...azure.context.clock, now: () => Date.now() };
  const credential = cachedTokens({ getToken }, clock);
  return { ...azure, asked, context: { ...azure.context, clock, credential } };
}

for (const [client, host, answer, read] of CLIENTS) {
  describe(`a claims challenge of ${client}`, () => {
    it('is answered with a token for these claims, and with that only once', async () => {
      const { context, asked, sent } = signedInTo(serviceTaking(['t2'], answer));
      await read(context);
      assert.deepEqual(
        asked.map(({ claims, enableCae }) => [claims, enableCae]),
        [
          [undefined, true],
          [CLAIMS, true],
        ],
      );
      const { length } = sent;
      await read(context);
      assert.equal(asked.length, 2, 'the new token is for all clients');
      assert.ok(sent.length <= 2 * length - 1, 'and nobody is challenged with the old one');
    });

    it('that is made again ends in SignInAgain, without asking on and on', async () => {
      const { context, asked, sent } = signedInTo(serviceTaking([], answer));
      await assert.rejects(read(context), (error) => {
        assert.ok(isCertError(error, 'SignInAgain'), String(error));
        assert.deepEqual(error.facts, { tenant: TENANT, resource: host });
        return true;
      });
      assert.equal(asked.length, 2);
      assert.ok(sent.length <= 3, `${String(sent.length)} requests`);
    });

    it('that the credential cannot meet keeps the reason', async () => {
      const needed = new CertError('SignInNeeded', { account: 'ada@a.example', tenant: TENANT });
      const { context, asked } = signedInTo(serviceTaking([], answer), () => {
        throw needed;
      });
      await assert.rejects(read(context), needed);
      assert.equal(asked.length, 2);
    });

    it('keeps the reason where there is no token at all', async () => {
      const needed = new CertError('SignInNeeded', { account: 'ada@a.example', tenant: TENANT });
      const azure = scriptedAzure(serviceTaking([], answer));
      const credential = cachedTokens(
        { getToken: () => Promise.reject(needed) },
        azure.context.clock,
      );
      await assert.rejects(read({ ...azure.context, credential }), needed);
    });
  });
}

describe('a claims challenge of sixteen vaults at once', () => {
  it('asks for one token', async () => {
    const { context, asked } = signedInTo(serviceTaking(['t2'], recordedOfVault('list-200')));
    const names = Array.from({ length: 16 }, (_, index) => `vault${String(index)}`);
    await Promise.all(
      names.map(async (name) => {
        const vault = createCertificateVault(
          { ...VAULT, name, uri: `https://${name}.vault.azure.net` },
          context,
        );
        for await (const page of vault.list()) assert.equal(page.length, 2);
      }),
    );
    assert.equal(asked.length, 2);
  });
});

describe('a token that was refused', () => {
  it('is not used again by clients that have sent it before', async () => {
    let accepted = ['t1'];
    const { context, asked, sent } = signedInTo((request, raw) =>
      serviceTaking(accepted, recordedOfVault('policy-get-200'))(request, raw),
    );
    const [one, other] = ['one', 'other'].map((name) =>
      createCertificateVault({ ...VAULT, name, uri: `https://${name}.vault.azure.net` }, context),
    );
    await one?.get('www');
    await other?.get('www');
    accepted = ['t2'];
    await one?.get('www');
    const { length } = sent;
    await other?.get('www');
    assert.equal(sent.length, length + 1);
    assert.equal(asked.length, 2);
  });
});

describe('a 401 of another kind', () => {
  it('is a failed sign-in', async () => {
    const { context } = signedInTo(() => ({
      status: 401,
      headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
      body: {
        error: { code: 'InvalidAuthenticationToken', message: 'The access token is invalid.' },
      },
    }));
    await assert.rejects(createInventory(context).subscriptions(), { code: 'SignInFailed' });
  });
});
