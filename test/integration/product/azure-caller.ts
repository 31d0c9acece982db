/**
 * Other people's hands in the sandbox: Azure's REST APIs, asked as any principal by the way that
 * every client takes. Knows nothing of the product.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Ready } from '../../sandbox/ready.ts';
import { requestThroughProxy } from '../sandbox/proxied-request.ts';

export interface AzureAnswer {
  readonly status: number;
  readonly etag: string | undefined;
  readonly body: unknown;
}

export interface AzureCaller {
  /** An access token for `https://vault.azure.net` or `https://management.azure.com`. */
  token(resource: string): Promise<string>;
  /** Resolves with whatever was answered. */
  send(
    method: string,
    url: string,
    body?: object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<AzureAnswer>;
  /** Like send, for a request that has to succeed; resolves with the body. */
  ask(method: string, url: string, body?: object): Promise<unknown>;
}

export function azureCaller(ready: Ready, principalName: string): AzureCaller {
  const principal = ready.principals.find(({ name }) => name === principalName);
  assert.ok(principal, `the sandbox has no principal ${principalName}`);
  const { clientId, clientSecret } = principal;
  const through = {
    proxy: ready.proxy,
    ca: readFileSync(ready.env['NODE_EXTRA_CA_CERTS'] ?? '', 'utf8'),
  };

  const tokenFor = async (resource: string): Promise<string> => {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: `${resource}/.default`,
    });
    const tenant = ready.env['AZURE_TENANT_ID'] ?? '';
    const { text } = await requestThroughProxy(
      `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`,
      {
        ...through,
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: form.toString(),
      },
    );
    return (JSON.parse(text) as { access_token: string }).access_token;
  };

  const send: AzureCaller['send'] = async (method, url, body, headers = {}) => {
    const isVault = new URL(url).hostname.endsWith('.vault.azure.net');
    const token = await tokenFor(
      isVault ? 'https://vault.azure.net' : 'https://management.azure.com',
    );
    const answer = await requestThroughProxy(url, {
      ...through,
      method,
      headers: { ...headers, Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { etag } = answer.headers;
    return {
      status: answer.status,
      etag: typeof etag === 'string' ? etag : undefined,
      body: answer.text === '' ? undefined : (JSON.parse(answer.text) as unknown),
    };
  };

  return {
    token: tokenFor,
    send,
    async ask(method, url, body) {
      const answer = await send(method, url, body);
      assert.ok(
        answer.status < 300,
        `${method} ${url}: ${String(answer.status)} ${JSON.stringify(answer.body)}`,
      );
      return answer.body;
    },
  };
}

/** A URL of a vault's data plane. */
export function vaultUrl(vault: string, path: string): string {
  return `https://${vault}.vault.azure.net${path}?api-version=7.6`;
}

/** The URL of a TXT record set; `record` is relative to the zone. */
export function txtUrl(zoneId: string, record: string): string {
  return `https://management.azure.com${zoneId}/TXT/${record}?api-version=2018-05-01`;
}
