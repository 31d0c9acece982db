import { ApiError, type Api } from '../../sandbox/api.ts';
import { ProviderBook } from '../../sandbox/keyvault/providers.ts';
import { LockBook } from '../../sandbox/arm/lock-book.ts';
import { RoleBook } from '../../sandbox/arm/role-book.ts';
import { createClock } from '../../sandbox/clock.ts';
import { startControlServer } from '../../sandbox/control/control-server.ts';
import type { NameServerBehaviour } from '../../sandbox/dns/authoritative-server.ts';
import { FaultBook, type FaultState } from '../../sandbox/faults/fault-book.ts';
import { IssuedTokens } from '../../sandbox/identity/issued-tokens.ts';
import { SignInBook } from '../../sandbox/identity/sign-in-book.ts';
import { RequestLog, type LogEntry } from '../../sandbox/log/request-log.ts';
import type { Principal } from '../../sandbox/principals.ts';
import { startConnectProxy } from '../../sandbox/proxy/connect-proxy.ts';
import { TunnelClients } from '../../sandbox/proxy/tunnel-clients.ts';
import { SERVER_NAMES } from '../../sandbox/server/hosts.ts';
import { startApiServer } from '../../sandbox/server/server.ts';
import { createCertificateAuthority } from '../../sandbox/tls/certificate-authority.ts';
import { requestThroughProxy, type ProxiedAnswer, type ProxiedRequest } from './proxied-request.ts';

export const ALICE: Principal = {
  name: 'alice',
  clientId: 'a11ce000-0000-4000-8000-000000000001',
  objectId: 'a11ce000-0000-4000-8000-000000000002',
  clientSecret: 'alice-secret',
  roles: [],
};

/** The sandbox's sockets, log, faults and control around an API that only counts. */
export interface Front {
  readonly proxy: string;
  readonly control: string;
  /** Requests that reached the API. */
  readonly effects: () => number;
  /** What PUT /dns/{server} delegated. */
  readonly behaviours: readonly (readonly [string, NameServerBehaviour])[];
  readonly now: () => number;
  readonly request: (url: string, options?: Partial<ProxiedRequest>) => Promise<ProxiedAnswer>;
  readonly ask: (path: string, method?: string, body?: unknown) => Promise<ControlAnswer>;
  readonly addFault: (fault: object) => Promise<FaultState>;
  readonly log: () => Promise<readonly LogEntry[]>;
  readonly providers: ProviderBook;
  readonly close: () => Promise<void>;
}

export interface ControlAnswer {
  readonly status: number;
  readonly body: unknown;
}

export async function startFront(): Promise<Front> {
  let effects = 0;
  const api: Api = async ({ url, body, headers }) => {
    effects += 1;
    if (url.pathname === '/refuse') throw new ApiError({ status: 409, body: { code: 'Taken' } });
    if (url.pathname === '/defect') throw new TypeError('nobody thought of this');
    const type = headers['content-type'] ?? 'text/plain';
    return Promise.resolve({ status: 200, headers: { 'Content-Type': type }, body });
  };
  const authority = await createCertificateAuthority(Date.now());
  const ca = authority.certificatePem;
  const log = new RequestLog();
  const faults = new FaultBook();
  const clock = createClock();
  const clients = new TunnelClients();
  const server = await startApiServer({
    apis: { login: api, arm: api, keyvault: api, acme: api, doh: api },
    certificate: await authority.issue(SERVER_NAMES),
    log,
    faults,
    identities: [ALICE],
    clients,
  });
  const proxy = await startConnectProxy(server.port, clients);
  const providers = new ProviderBook();
  const behaviours: (readonly [string, NameServerBehaviour])[] = [];
  const control = await startControlServer({
    log,
    faults,
    clock,
    refused: proxy.refused,
    state: () => ({ vaults: ['a vault'], zones: ['a zone'] }),
    dnsQueries: () => [],
    providers,
    signIns: new SignInBook([], new IssuedTokens(), clock.now),
    azure: { locks: new LockBook([]), roles: new RoleBook([], clock.now) },
    issueUserToken: () => Promise.reject(new Error('Nobody signs in here.')),
    nameServers: {
      first: (behaviour) => {
        behaviours.push(['first', behaviour]);
      },
    },
  });
  const proxyUrl = `http://127.0.0.1:${proxy.port}`;
  const ask: Front['ask'] = async (path, method = 'GET', body) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(control.url + path, {
      method,
      ...(body === undefined ? {} : { body: text }),
    });
    return { status: response.status, body: await response.json() };
  };
  return {
    proxy: proxyUrl,
    control: control.url,
    effects: () => effects,
    behaviours,
    providers,
    now: clock.now,
    request: (url, options = {}) => requestThroughProxy(url, { proxy: proxyUrl, ca, ...options }),
    ask,
    addFault: async (fault) => (await ask('/faults', 'POST', fault)).body as FaultState,
    log: async () => (await ask('/log')).body as readonly LogEntry[],
    close: async () => {
      await control.close();
      await proxy.close();
      await server.close();
    },
  };
}
