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
  const told = (message: string, options: object = { claims }) =>
    signInError(new Error(message), 'azure-cli', [], {
      scopes: ['https://vault.azure.net/.default'],
      options,
    });
  const advice =
    "This credential doesn't support claims challenges. To authenticate with the required claims, please run the following command: ";
  const login = 'az login --claims-challenge eyJhIjp7fX0= --scope https://vault.azure.net/.default';

  it('comes with the command of the Azure CLI', () => {
    assert.deepEqual(told(advice + login).facts, {
      tenant: '',
      resource: 'vault.azure.net',
      command: login,
    });
    const error = told(`${advice}${login} --tenant contoso.example`, { claims, tenantId: 't' });
    assert.equal(error.code, 'SignInAgain');
    assert.deepEqual(error.facts, {
      tenant: 't',
      resource: 'vault.azure.net',
      command: `${login} --tenant contoso.example`,
    });
  });

  it('comes without a command that a shell would take for something else', () => {
    for (const tenant of ['a;reboot', '$(reboot)', 'a b', '`a`', 'a|b']) {
      assert.ok(!('command' in told(`${advice}${login} --tenant ${tenant}`).facts), tenant);
    }
  });

  it('is a failed sign-in where there was no challenge', () => {
    assert.equal(told('AADSTS50076: no.', {}).code, 'SignInFailed');
  });
});
