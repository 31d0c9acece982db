import assert from 'node:assert/strict';
import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';
import { createCredential, type SignInMethod } from '../../../src/azure/credentials.ts';
import { CHINA } from '../../../src/domain/cloud.ts';
import { CertError, isCertError } from '../../../src/domain/errors.ts';
import { fixtures, scriptedAzure, type Answer } from './scripted-azure.ts';

const recorded = fixtures('entra');
const SCOPE = 'https://management.azure.com/.default';
const PRINCIPAL = {
  AZURE_TENANT_ID: '11111111-2222-3333-4444-555555555555',
  AZURE_CLIENT_ID: 'a-client',
  AZURE_CLIENT_SECRET: 'a-secret',
};
const TOKEN: Answer = {
  status: 200,
  body: { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: 'a.b.c' },
};

function entra(answer: Answer | Error) {
  const asked: { url: string; body: string }[] = [];
  const httpClient: HttpClient = {
    sendRequest(request) {
      const { url, body } = request;
      asked.push({ url, body: typeof body === 'string' ? body : '' });
      if (answer instanceof Error) return Promise.reject(answer);
      const headers = createHttpHeaders({ 'content-type': 'application/json' });
      const bodyAsText = JSON.stringify(answer.body);
      return Promise.resolve({ request, status: answer.status, headers, bodyAsText });
    },
  };
  return { asked, httpClient };
}

function credentialOf(
  method: SignInMethod | undefined,
  env: Record<string, string>,
  answer: Answer | Error = TOKEN,
) {
  const { asked, httpClient } = entra(answer);
  const { context } = scriptedAzure(() => ({ status: 500 }));
  return { asked, credential: createCredential({ ...context, method, env, httpClient }) };
}

/** A stand-in for `az` first on the PATH; the credential starts whatever is there. */
async function azSaying(test: TestContext, script: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'az-'));
  await writeFile(join(folder, 'az'), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, 'az'), 0o755);
  const before = process.env['PATH'];
  process.env['PATH'] = folder;
  test.after(() => {
    process.env['PATH'] = before;
  });
}

describe("the environment's principal", () => {
  it('gets its token from Entra through our client', async () => {
    const { asked, credential } = credentialOf(undefined, PRINCIPAL);
    assert.equal((await credential.getToken(SCOPE))?.token, 'a.b.c');
    const tokenRequests = asked.filter(({ url }) => url.includes('/oauth2/v2.0/token'));
    assert.equal(tokenRequests.length, 1);
    assert.ok(asked.every(({ url }) => new URL(url).host === 'login.microsoftonline.com'));
    const form = new URLSearchParams(tokenRequests[0]?.body);
    assert.equal(form.get('client_id'), 'a-client');
    assert.equal(form.get('client_secret'), 'a-secret');
  });

  it('signs in where its cloud says, or AZURE_AUTHORITY_HOST', async () => {
    const hosts = async (env: Record<string, string>): Promise<readonly string[]> => {
      const { asked, httpClient } = entra(TOKEN);
      const { context } = scriptedAzure(() => ({ status: 500 }));
      const options = { ...context, cloud: CHINA, method: undefined, env, httpClient };
      await createCredential(options).getToken(CHINA.armScope);
      return [...new Set(asked.map(({ url }) => new URL(url).host))];
    };
    // MSAL knows a newer name of login.chinacloudapi.cn, and takes that.
    assert.deepEqual(await hosts(PRINCIPAL), ['login.partner.microsoftonline.cn']);
    const named = { ...PRINCIPAL, AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.us/' };
    assert.deepEqual(await hosts(named), ['login.microsoftonline.us']);
  });

  it('may be asked for a token of any tenant', async () => {
    const { asked, credential } = credentialOf('env', PRINCIPAL);
    await credential.getToken(SCOPE, { tenantId: '99999999-2222-3333-4444-555555555555' });
    assert.ok(asked.some(({ url }) => url.includes('/99999999-2222-3333-4444-555555555555/')));
  });

  it('that is refused does not fall back to anybody else', async () => {
    const { credential } = credentialOf(undefined, PRINCIPAL, recorded('token-401-AADSTS7000216'));
    await assert.rejects(
      async () => credential.getToken(SCOPE),
      (error) => {
        assert.ok(isCertError(error, 'SignInFailed'), String(error));
        assert.equal(error.facts.method, 'env');
        assert.match(error.facts.reason, /^AADSTS7000216: [^\r\n]*\.$/);
        assert.ok(!/trace|correlation/i.test(error.facts.reason));
        return true;
      },
    );
  });

  it('keeps the reason why Entra could not be reached', async () => {
    const failure = new CertError('ProxyRefused', { proxy: 'p:1', host: 'login', status: 403 });
    const { credential } = credentialOf('env', PRINCIPAL, failure);
    await assert.rejects(async () => credential.getToken(SCOPE), failure);
  });

  it('that is not there is named variable by variable', async () => {
    const { asked, credential } = credentialOf('env', { AZURE_CLIENT_ID: 'x' });
    await assert.rejects(
      async () => credential.getToken(SCOPE),
      (error) => {
        assert.ok(isCertError(error, 'NotSignedIn'));
        assert.deepEqual(error.facts.tried, [
          {
            kind: 'variables-missing',
            variables: [
              ['AZURE_TENANT_ID'],
              ['AZURE_CLIENT_SECRET', 'AZURE_CLIENT_CERTIFICATE_PATH'],
            ],
          },
        ]);
        return true;
      },
    );
    assert.deepEqual(asked, []);
  });
});

describe("the Azure CLI's account", () => {
  it('serves where the environment has no principal', async (test) => {
    await azSaying(test, `echo '{"accessToken":"from-az","expires_on":4102444800}'`);
    const { asked, credential } = credentialOf(undefined, {});
    assert.equal((await credential.getToken(SCOPE))?.token, 'from-az');
    assert.deepEqual(asked, []);
  });

  it('is not there without az', async (test) => {
    await azSaying(test, 'exit 0');
    process.env['PATH'] = '/nowhere';
    const { credential } = credentialOf('azure-cli', PRINCIPAL);
    await assert.rejects(
      async () => credential.getToken(SCOPE),
      (error) => {
        assert.ok(isCertError(error, 'NotSignedIn'), String(error));
        assert.deepEqual(error.facts.tried, [{ kind: 'cli-missing' }]);
        return true;
      },
    );
  });

  it('is not there before az login, which is said next to what was looked at before', async (test) => {
    await azSaying(test, 'echo "ERROR: Please run \'az login\' to setup account." >&2; exit 1');
    const { credential } = credentialOf(undefined, {});
    await assert.rejects(
      async () => credential.getToken(SCOPE),
      (error) => {
        assert.ok(isCertError(error, 'NotSignedIn'), String(error));
        const [first, ...others] = error.facts.tried;
        assert.ok(first?.kind === 'variables-missing');
        assert.deepEqual(first.variables[0], ['AZURE_TENANT_ID']);
        assert.deepEqual(others, [{ kind: 'cli-signed-out' }]);
        return true;
      },
    );
  });
});
