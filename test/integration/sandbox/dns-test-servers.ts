import { Resolver } from 'node:dns/promises';
import type { TestContext } from 'node:test';
import { ZoneStore } from '../../sandbox/arm/zone-store.ts';
import type { InitialRecordSet, ZoneResource } from '../../sandbox/arm/resources.ts';
import { startNameServers } from '../../sandbox/dns/name-servers.ts';
import type { Endpoint, NameServers } from '../../sandbox/dns/name-servers.ts';
import { START } from './arm-test-world.ts';

export interface TestDns {
  readonly servers: NameServers;
  readonly store: ZoneStore;
  readonly clock: { now: number };
  /** node:dns with this one server and no retries. */
  readonly ask: (endpoint: Endpoint) => Resolver;
}

/** Name servers over these zones until the test ends. */
export async function serve(t: TestContext, zones: readonly ZoneResource[]): Promise<TestDns> {
  const clock = { now: START };
  const now = () => clock.now;
  const store = new ZoneStore(zones, now);
  const servers = await startNameServers({ zones: store, now });
  t.after(() => servers.close());
  const ask = ({ address }: Endpoint) => {
    const resolver = new Resolver({ timeout: 2000, tries: 1 });
    resolver.setServers([address]);
    return resolver;
  };
  return { servers, store, clock, ask };
}

export function txt(name: string, ...values: readonly string[]): InitialRecordSet {
  return { name, type: 'TXT', ttl: 60, records: values.map((value) => ({ value: [value] })) };
}

export function cname(name: string, target: string): InitialRecordSet {
  return { name, type: 'CNAME', ttl: 60, records: [{ cname: target }] };
}

export function delegation(name: string, hosts: readonly string[]): InitialRecordSet {
  return { name, type: 'NS', ttl: 3600, records: hosts.map((nsdname) => ({ nsdname })) };
}
