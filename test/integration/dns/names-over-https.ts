/** The sandbox's resolver over HTTPS, behind its proxy, and a machine on which port 53 is closed. */
import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import type { TestContext } from 'node:test';
import { setDefaultCACertificates } from 'node:tls';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { createNameServers } from '../../../src/dns/name-servers.ts';
import type { NameServers } from '../../../src/domain/name-servers.ts';
import type { ZoneResource } from '../../sandbox/arm/resources.ts';
import { createDohApi } from '../../sandbox/dns/doh-api.ts';
import { FaultBook } from '../../sandbox/faults/fault-book.ts';
import { RequestLog } from '../../sandbox/log/request-log.ts';
import { startConnectProxy } from '../../sandbox/proxy/connect-proxy.ts';
import { TunnelClients } from '../../sandbox/proxy/tunnel-clients.ts';
import { SERVER_NAMES } from '../../sandbox/server/hosts.ts';
import { startApiServer } from '../../sandbox/server/server.ts';
import { createCertificateAuthority } from '../../sandbox/tls/certificate-authority.ts';
import { serve, type TestDns } from '../sandbox/dns-test-servers.ts';

const authority = await createCertificateAuthority(Date.now());
// What NODE_EXTRA_CA_CERTS does for a whole process; a test file is one.
setDefaultCACertificates([authority.certificatePem]);

export const DOH_URL = 'https://dns.example-doh.test/dns-query';

export interface WorldOverHttps {
  readonly names: NameServers;
  readonly dns: TestDns;
  readonly faults: FaultBook;
  readonly log: RequestLog;
  /** What was logged as a warning. */
  readonly warnings: readonly string[];
}

interface Closed {
  /** Milliseconds for an answer over HTTPS. */
  readonly timeoutMs?: number;
  /** Name servers on port 53 that do answer. */
  readonly open?: boolean;
  readonly url?: string;
}

export async function startOverHttps(
  t: TestContext,
  zones: readonly ZoneResource[],
  { timeoutMs = 5000, open = false, url = DOH_URL }: Closed = {},
): Promise<WorldOverHttps> {
  const dns = await serve(t, zones);
  const log = new RequestLog();
  const faults = new FaultBook();
  const clients = new TunnelClients();
  const notAsked = () => Promise.resolve({ status: 404 });
  const server = await startApiServer({
    apis: {
      ...{ login: notAsked, arm: notAsked, keyvault: notAsked, acme: notAsked },
      doh: createDohApi(dns.servers.askOverHttps),
    },
    certificate: await authority.issue(SERVER_NAMES),
    log,
    faults,
    identities: [],
    clients,
  });
  const proxy = await startConnectProxy(server.port, clients);
  const agent = new HttpsProxyAgent(`http://127.0.0.1:${proxy.port}`);
  t.after(async () => {
    agent.destroy();
    await proxy.close();
    await server.close();
  });
  const warnings: string[] = [];
  const { host, port } = dns.servers.authoritative[0];
  const names = createNameServers({
    configured: [open ? { host, port } : await silentServer(t)],
    doh: { urls: [url], agentFor: () => agent, version: '1.2.3', timeoutMs },
    timeoutMs: 200,
    log: { debug: () => undefined, warn: (message) => void warnings.push(message) },
  });
  return { names, dns, faults, log, warnings };
}

/** Takes every question and answers none, as a firewall does. */
async function silentServer(t: TestContext): Promise<{ host: string; port: number }> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  t.after(() => {
    socket.close();
  });
  return { host: '127.0.0.1', port: socket.address().port };
}
