/** Looking into a vault as somebody else: the principal who may read secrets. */
import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { Ready } from '../../test/sandbox/ready.ts';

/** The PKCS#12 behind a certificate's version; its password is empty. */
export async function secretOf(
  ready: Ready,
  {
    vault,
    name,
    version,
  }: { readonly vault: string; readonly name: string; readonly version: string },
): Promise<Buffer> {
  const { value } = await ask<{ value: string }>(ready, {
    url: `https://${vault}.vault.azure.net/secrets/${name}/${version}?api-version=2025-07-01`,
    headers: { Authorization: `Bearer ${await tokenOf(ready)}` },
  });
  return Buffer.from(value, 'base64');
}

async function tokenOf(ready: Ready): Promise<string> {
  const auditor = ready.principals.find(({ name }) => name === 'auditor');
  const { access_token: token } = await ask<{ access_token: string }>(ready, {
    url: `https://login.microsoftonline.com/${ready.env['AZURE_TENANT_ID'] ?? ''}/oauth2/v2.0/token`,
    form: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: auditor?.clientId ?? '',
      client_secret: auditor?.clientSecret ?? '',
      scope: 'https://vault.azure.net/.default',
    }),
  });
  return token;
}

interface Question {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Posted where it is there. */
  readonly form?: URLSearchParams;
}

async function ask<T>(ready: Ready, { url, headers, form }: Question): Promise<T> {
  const ca = await readFile(ready.env['NODE_EXTRA_CA_CERTS'] ?? '', 'utf8');
  const outgoing = request(url, {
    method: form === undefined ? 'GET' : 'POST',
    agent: new HttpsProxyAgent(ready.proxy),
    ca,
    headers: {
      ...headers,
      ...(form && { 'Content-Type': 'application/x-www-form-urlencoded' }),
    },
  });
  const body = await new Promise<string>((resolve, reject) => {
    outgoing.on('response', (answer) => {
      text(answer).then(resolve, reject);
    });
    outgoing.on('error', reject).end(form?.toString());
  });
  return JSON.parse(body) as T;
}
