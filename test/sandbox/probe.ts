import { Resolver } from 'node:dns/promises';
import { request } from 'node:https';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { isAnswering } from './acme/pebble-probe.ts';
import { DIRECTORIES } from './ready.ts';
import type { Addresses } from './ready.ts';
import type { World } from './world.ts';

interface Probe {
  readonly what: string;
  readonly run: () => Promise<boolean>;
}

/**
 * Asks every part once, by the way that its users take: names through the proxy, packets to the
 * name servers.
 *
 * @throws Error that names the first part that does not answer as it should.
 */
export async function probeAll(
  world: World,
  addresses: Addresses & { readonly authoritative: readonly string[] },
  ca: string,
): Promise<void> {
  const agent = new HttpsProxyAgent(addresses.proxy);
  const vault = world.vaults[0]?.name ?? 'none';
  const https = (url: string, expected: number): Probe => ({
    what: url,
    run: async () => (await ask(url, ca, agent)) === expected,
  });
  const probes: readonly Probe[] = [
    https(
      `https://login.microsoftonline.com/${world.tenant.id}/v2.0/.well-known/openid-configuration`,
      200,
    ),
    https('https://management.azure.com/subscriptions?api-version=2022-12-01', 401),
    https(`https://${vault}.vault.azure.net/certificates?api-version=7.6`, 401),
    ...Object.values(DIRECTORIES).map((url) => https(url, 200)),
    ...[addresses.management, addresses.stagingManagement].map((url) => ({
      what: url,
      run: () => isAnswering(`${url}/roots/0`, ca),
    })),
    ...[addresses.resolver, ...addresses.authoritative].map((server) => ({
      what: `the name server at ${server}`,
      run: () => isResolving(server, world.zones[0]?.name ?? '.'),
    })),
    { what: addresses.control, run: async () => (await fetch(`${addresses.control}/faults`)).ok },
  ];
  const answers = await Promise.all(probes.map(async (probe) => probe.run().catch(() => false)));
  agent.destroy();
  const silent = probes.filter((_, index) => answers[index] !== true);
  if (silent.length > 0) {
    throw new Error(`Does not answer: ${silent.map((probe) => probe.what).join(', ')}.`);
  }
}

async function ask(
  url: string,
  ca: string,
  agent: HttpsProxyAgent<string>,
): Promise<number | undefined> {
  const headers = { 'User-Agent': 'kvcert-sandbox' };
  const signal = AbortSignal.timeout(5000);
  return new Promise((resolve, reject) => {
    request(url, { agent, ca, headers, signal }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

async function isResolving(server: string, zone: string): Promise<boolean> {
  const resolver = new Resolver({ timeout: 2000, tries: 1 });
  resolver.setServers([server]);
  return (await resolver.resolveNs(zone)).length > 0;
}
