import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reasonOf, signInError } from '../../../src/azure/sign-in-errors.ts';

describe('reasonOf', () => {
  const table: [string, string][] = [
    [
      // MSAL's ServerError around Entra's text, separators of 2022
      'invalid_client: 7000215 - [2026-11-22 10:00:00Z]: AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value.\r\nTrace ID: 81beda46\r\nCorrelation ID: c1b9\r\nTimestamp: 2026-11-22 10:00:00Z',
      'AADSTS7000215: Invalid client secret provided.',
    ],
    [
      "AADSTS7000216: 'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type. Trace ID: 1 Correlation ID: 2 Timestamp: 3",
      "AADSTS7000216: 'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
    ],
    [
      "AADSTS90002: Tenant 'contoso.com' not found Trace ID: 1",
      "AADSTS90002: Tenant 'contoso.com' not found",
    ],
    ['ENOENT: no such file or directory', 'ENOENT: no such file or directory'],
  ];
  for (const [message, reason] of table) {
    it(reason, () => {
      assert.equal(reasonOf(message), reason);
    });
  }
});

describe('a claims challenge that a credential cannot meet', () => {
  const claims = '{"access_token":{}}';
  const told = (method: string, options: object) =>
    signInError(new Error('No.'), method, [], {
      scopes: ['https://vault.azure.net/.default'],
      options,
    });

  it('is told with the resource and the tenant', () => {
    const error = told('env', { claims, tenantId: 't' });
    assert.equal(error.code, 'SignInAgain');
    assert.deepEqual(error.facts, { tenant: 't', resource: 'vault.azure.net' });
  });

  it('is told with what the Azure CLI has to sign in with', () => {
    assert.deepEqual(told('azure-cli', { claims }).facts, {
      tenant: '',
      resource: 'vault.azure.net',
      azureCli: {
        scope: 'https://vault.azure.net/.default',
        claims: Buffer.from(claims).toString('base64'),
      },
    });
  });

  it('is a failed sign-in where there was no challenge', () => {
    assert.equal(told('env', {}).code, 'SignInFailed');
    assert.equal(told('env', { claims: '' }).code, 'SignInFailed');
    const facts = { method: 'env', reason: 'No.', tenant: 't' };
    assert.deepEqual(told('env', { tenantId: 't' }).facts, facts);
  });
});
