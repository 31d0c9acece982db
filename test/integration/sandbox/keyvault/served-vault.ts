/** A vault behind TLS and the proxy, at its production name. */
import type { Api } from '../../../sandbox/api.ts';
import { FaultBook } from '../../../sandbox/faults/fault-book.ts';
import { RequestLog } from '../../../sandbox/log/request-log.ts';
import { startConnectProxy } from '../../../sandbox/proxy/connect-proxy.ts';
import { TunnelClients } from '../../../sandbox/proxy/tunnel-clients.ts';
import { SERVER_NAMES } from '../../../sandbox/server/hosts.ts';
import { startApiServer } from '../../../sandbox/server/server.ts';
import { createCertificateAuthority } from '../../../sandbox/tls/certificate-authority.ts';
import { requestThroughProxy } from '../proxied-request.ts';
import type { Answer, VaultUnderTest } from './vault-under-test.ts';

export interface ServedVault {
  readonly log: RequestLog;
  readonly faults: FaultBook;
  readonly proxyPort: number;
  /** PEM: whom a client has to trust. */
  readonly ca: string;
  /** One HTTPS request, nothing added but the token. */
  readonly send: (request: RawRequest) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

export interface RawRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body?: unknown;
  /** Who asks; an empty text asks without a token. */
  readonly as: string;
}

const notAsked: Api = () => Promise.reject(new Error('only Key Vault is asked here'));

/** @param current the vault that answers, asked for at each request */
export async function startServedVault(current: () => VaultUnderTest): Promise<ServedVault> {
  const authority = await createCertificateAuthority(Date.now());
  const ca = authority.certificatePem;
  const log = new RequestLog();
  const faults = new FaultBook();
  const clients = new TunnelClients();
  const server = await startApiServer({
    apis: {
      ...{ login: notAsked, arm: notAsked, acme: notAsked, doh: notAsked },
      keyvault: (request) => current().keyVault.api(request),
    },
    certificate: await authority.issue(SERVER_NAMES),
    log,
    faults,
    identities: [],
    clients,
  });
  const proxy = await startConnectProxy(server.port, clients);

  async function send({ method, path, body, as }: RawRequest): Promise<Answer> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const answer = await requestThroughProxy(`https://vaultname.vault.azure.net${path}`, {
      ...{ proxy: `http://127.0.0.1:${String(proxy.port)}`, ca, method },
      headers: {
        'Content-Type': 'application/json',
        'Content-Length': String(Buffer.byteLength(text)),
        ...(as === '' ? {} : { Authorization: `Bearer ${as}` }),
      },
      body: text,
    });
    const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
    return {
      status: answer.status,
      headers: Object.fromEntries(headers) as Record<string, string>,
      body: answer.text === '' ? undefined : (JSON.parse(answer.text) as unknown),
    };
  }

  const close = async () => {
    await proxy.close();
    await server.close();
  };
  return { log, faults, proxyPort: proxy.port, ca, send, close };
}
