import { randomUUID } from 'node:crypto';
import type { Now } from '../api.ts';
import type { JsonObject } from './json.ts';
import type { RecordType } from './record-types.ts';
import type { ZoneResource } from './resources.ts';

/** A record set as it stood after one write. Never changed in place. */
export interface RecordSet {
  /** Relative to the zone, in the case it was created with; `@` for the zone itself. */
  readonly name: string;
  readonly type: RecordType;
  /** Seconds. */
  readonly ttl: number;
  readonly records: readonly JsonObject[];
  readonly metadata?: Readonly<Record<string, string>>;
  readonly etag: string;
}

/** A moment in the life of a record set; `recordSet` is undefined from a deletion on. */
interface Version {
  /** Milliseconds since the epoch; -Infinity for what was there from the start. */
  readonly changedAt: number;
  readonly recordSet: RecordSet | undefined;
}

/** All zones of the world, also those that bear the same name. */
export class ZoneStore {
  readonly zones: Zone[] = [];
  readonly #now: Now;

  constructor(zones: readonly ZoneResource[], now: Now) {
    this.#now = now;
    for (const zone of zones) this.add(zone);
  }

  add(resource: ZoneResource): Zone {
    const zone = new Zone(resource, this.#now);
    this.zones.push(zone);
    return zone;
  }

  /** By ARM id, whose case does not matter. */
  find(id: string): Zone | undefined {
    const wanted = id.toLowerCase();
    return this.zones.find((zone) => zone.resource.id.toLowerCase() === wanted);
  }
}

/** The record sets of one zone, with every version they have had. */
export class Zone {
  readonly resource: ZoneResource;
  readonly etag: string = randomUUID();
  readonly #now: Now;
  readonly #histories = new Map<string, Version[]>();

  constructor(resource: ZoneResource, now: Now) {
    this.resource = resource;
    this.#now = now;
    const initial = [...apexRecordSets(resource), ...(resource.recordSets ?? [])];
    for (const recordSet of initial) this.#append({ ...recordSet, etag: randomUUID() }, -Infinity);
  }

  /** Lower case, without a trailing dot. */
  get name(): string {
    return this.resource.name.toLowerCase();
  }

  get(type: RecordType, name: string): RecordSet | undefined {
    return this.#histories.get(key(type, name))?.at(-1)?.recordSet;
  }

  /** `@` first, then by name, then by type: the order of the service's lists. */
  recordSets(): readonly RecordSet[] {
    return this.recordSetsAsOf(() => true);
  }

  /** The newest version of every record set whose change passes `isVisible`. */
  recordSetsAsOf(isVisible: (changedAt: number) => boolean): readonly RecordSet[] {
    return [...this.#histories.values()]
      .map((versions) => versions.findLast(({ changedAt }) => isVisible(changedAt))?.recordSet)
      .filter((recordSet) => recordSet !== undefined)
      .sort(byNameAndType);
  }

  /** Writes a whole record set, under the name it was created with, and gives it a new ETag. */
  put(recordSet: Omit<RecordSet, 'etag'>): RecordSet {
    const name = this.get(recordSet.type, recordSet.name)?.name ?? recordSet.name;
    const written = { ...recordSet, name, etag: randomUUID() };
    this.#append(written, this.#now());
    return written;
  }

  remove(type: RecordType, name: string): void {
    this.#histories.get(key(type, name))?.push({ changedAt: this.#now(), recordSet: undefined });
  }

  #append(recordSet: RecordSet, changedAt: number): void {
    const id = key(recordSet.type, recordSet.name);
    const versions = this.#histories.get(id) ?? [];
    versions.push({ changedAt, recordSet });
    this.#histories.set(id, versions);
  }
}

/** What the service makes with every zone; values and TTLs as recorded. */
function apexRecordSets(zone: ZoneResource): readonly Omit<RecordSet, 'etag'>[] {
  const soa = {
    email: 'azuredns-hostmaster.microsoft.com',
    expireTime: 2_419_200,
    host: zone.nameServers[0] ?? '',
    minimumTTL: 300,
    refreshTime: 3600,
    retryTime: 300,
    serialNumber: 1,
  };
  return [
    {
      name: '@',
      type: 'NS',
      ttl: 172_800,
      records: zone.nameServers.map((nsdname) => ({ nsdname })),
    },
    { name: '@', type: 'SOA', ttl: 3600, records: [soa] },
  ];
}

function key(type: RecordType, name: string): string {
  return `${type}/${name.toLowerCase()}`;
}

function byNameAndType(a: RecordSet, b: RecordSet): number {
  return inOrder(sortName(a), sortName(b)) || inOrder(a.type, b.type);
}

function sortName({ name }: RecordSet): string {
  return name === '@' ? '' : name.toLowerCase();
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
