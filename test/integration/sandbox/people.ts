/** A whole sandbox with people in it: their tokens, and requests with them. */
import { readFile } from 'node:fs/promises';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/start.ts';
import { requestThroughProxy, type ProxiedRequest } from './proxied-request.ts';

export const ARM = 'https://management.azure.com';
export const VAULT = 'https://vault.azure.net';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

export interface People {
  readonly sandbox: Sandbox;
  readonly tenant: Readonly<Record<'contoso' | 'fabrikam' | 'locked', string>>;
  readonly control: (method: string, path: string, body?: unknown) => Promise<Answer>;
  /** `POST /tokens` as the control endpoint answers it. */
  readonly askToken: (user: string, resource: string, rest?: object) => Promise<Answer>;
  /** @throws Error where no token is made */
  readonly tokenOf: (user: string, resource: string, rest?: object) => Promise<string>;
  readonly get: (url: string, token?: string) => Promise<Answer>;
  readonly sendForm: (url: string, form: URLSearchParams) => Promise<Answer>;
  readonly send: (method: string, url: string, token: string, body: unknown) => Promise<Answer>;
}

export async function startPeople(options: SandboxOptions = {}): Promise<People> {
  const sandbox = await startSandbox(options);
  const { ready } = sandbox;
  const ca = await readFile(ready.env['NODE_EXTRA_CA_CERTS'] ?? '', 'utf8');
  const tenantNamed = (name: string) => ready.tenants.find((each) => each.name === name)?.id ?? '';
  const control: People['control'] = async (method, path, body) => {
    const response = await fetch(ready.control + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: {}, body: await response.json() };
  };
  const askToken: People['askToken'] = (user, resource, rest = {}) =>
    control('POST', '/tokens', { user, scopes: [`${resource}/.default`], ...rest });
  const ask = async (
    url: string,
    options: Pick<ProxiedRequest, 'method' | 'headers' | 'body'>,
  ): Promise<Answer> => {
    const { proxy } = ready;
    const { status, headers, text } = await requestThroughProxy(url, { proxy, ca, ...options });
    return { status, headers, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  };
  const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
  return {
    sandbox,
    tenant: {
      contoso: tenantNamed('Contoso'),
      fabrikam: tenantNamed('Fabrikam'),
      locked: tenantNamed('Locked'),
    },
    control,
    askToken,
    tokenOf: async (user, resource, rest) => {
      const { status, body } = await askToken(user, resource, rest);
      if (status !== 200) throw new Error(JSON.stringify(body));
      return (body as { accessToken: string }).accessToken;
    },
    get: (url, token) => ask(url, token === undefined ? {} : { headers: bearer(token) }),
    send: (method, url, token, body) =>
      ask(url, {
        method,
        headers: { ...bearer(token), 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }),
    sendForm: (url, form) =>
      ask(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: form.toString(),
      }),
  };
}

/** What a token says, unverified. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
  return JSON.parse(payload) as Record<string, unknown>;
}

/** The error of a service or of Entra, from either's document. */
export function errorOf({ body }: Answer): {
  readonly code: unknown;
  readonly message: string;
  readonly inner: unknown;
} {
  const { error } = body as {
    error: { code: unknown; message: string; innererror?: { code: unknown } };
  };
  return { code: error.code, message: error.message, inner: error.innererror?.code };
}
