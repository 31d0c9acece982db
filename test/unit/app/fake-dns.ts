/** Azure DNS in memory: zones, TXT record sets with ETags, and name servers that serve them. */
import type { Inventory } from '../../../src/domain/inventory.ts';
import type { Vault } from '../../../src/domain/key-vault.ts';
import type { NameServers } from '../../../src/domain/name-servers.ts';
import type {
  DnsZone,
  StoredTxtRecordSet,
  TxtRecordSet,
  TxtRecordSets,
} from '../../../src/domain/txt-record-sets.ts';
import type { Wire } from './wire.ts';

export class FakeDns implements TxtRecordSets {
  readonly zones: readonly DnsZone[];
  readonly #wire: Wire;
  readonly #sets = new Map<string, StoredTxtRecordSet>();
  #etags = 0;

  constructor(zoneNames: readonly string[], wire: Wire) {
    this.zones = zoneNames.map((name) => ({
      id: `/zones/${name}`,
      name,
      subscriptionId: 'subscription',
      resourceGroup: 'group',
      nameServers: [`ns1.${name}`, `ns2.${name}`],
      recordLimit: 20,
    }));
    this.#wire = wire;
  }

  /** All record sets, by zone and name. */
  get contents(): Readonly<Record<string, TxtRecordSet>> {
    const all = [...this.#sets].map(([key, { ttl, values, metadata }]) => {
      return [key, { ttl, values, metadata }] as const;
    });
    return Object.fromEntries(all);
  }

  /** Somebody else's change; undefined: the set is deleted. */
  change(zoneId: string, name: string, set: TxtRecordSet | undefined): void {
    const key = `${zoneId} ${name}`;
    this.#etags += 1;
    if (set) this.#sets.set(key, { ...set, etag: `etag-${this.#etags}` });
    else this.#sets.delete(key);
  }

  /** What the name servers answer for a record. */
  valuesAt(record: string): readonly string[] {
    return this.zones.flatMap(({ id, name }) => {
      return this.#sets.get(`${id} ${record.slice(0, -name.length - 1)}`)?.values ?? [];
    });
  }

  inTenant(): this {
    return this;
  }

  get(zoneId: string, name: string, signal?: AbortSignal) {
    return this.#wire.pass('dns.get', () => this.#sets.get(`${zoneId} ${name}`), signal);
  }

  put(
    zoneId: string,
    name: string,
    set: TxtRecordSet,
    etag: string | undefined,
    signal?: AbortSignal,
  ): Promise<'written' | 'conflict'> {
    const write = (): 'written' | 'conflict' => {
      if (this.#sets.get(`${zoneId} ${name}`)?.etag !== etag) return 'conflict';
      this.change(zoneId, name, set);
      return 'written';
    };
    return this.#wire.pass('dns.put', write, signal);
  }

  delete(
    zoneId: string,
    name: string,
    etag: string,
    signal?: AbortSignal,
  ): Promise<'deleted' | 'conflict'> {
    const remove = (): 'deleted' | 'conflict' => {
      if (this.#sets.get(`${zoneId} ${name}`)?.etag !== etag) return 'conflict';
      this.change(zoneId, name, undefined);
      return 'deleted';
    };
    return this.#wire.pass('dns.delete', remove, signal);
  }

  /** Both servers of every zone, each always up to date. */
  get nameServers(): NameServers {
    return {
      delegation: (name, signal) => {
        const zone = this.zones.find((candidate) => candidate.name === name);
        return this.#wire.pass('names.delegation', () => zone?.nameServers ?? [], signal);
      },
      lookTxt: (record, { nameServers }, signal) => {
        const look = () => ({
          chain: [record],
          servers: nameServers.map((server) => {
            return { server, values: this.valuesAt(record), failure: undefined };
          }),
          loop: false,
        });
        return this.#wire.pass('names.lookTxt', look, signal);
      },
      absenceSeconds: () => Promise.resolve(0),
      cnameChain: (record) => Promise.resolve([record]),
      caa: () => Promise.resolve({ kind: 'none' }),
    };
  }

  inventoryWith(vaults: readonly Vault[]): Inventory {
    return {
      vaults: (signal) => this.#wire.pass('inventory.vaults', () => vaults, signal),
      zones: (signal) => this.#wire.pass('inventory.zones', () => this.zones, signal),
      zonesElsewhere: () => Promise.resolve({ zones: [], unseen: [] }),
      zonesGiven: () => Promise.resolve({ zones: [], absent: [] }),
    };
  }
}
