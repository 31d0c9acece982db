import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reasonOf } from '../../../src/azure/sign-in-errors.ts';

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
