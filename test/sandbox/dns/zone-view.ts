import type { RecordType } from '../arm/record-types.ts';
import type { RecordSet, Zone } from '../arm/zone-store.ts';
import { isAtOrBelow, ownerOf, parentOf } from './domain-name.ts';

/** A zone as one name server shows it at one moment. Names are canonical. */
export class ZoneView {
  readonly zone: Zone;
  readonly #recordSets: readonly { readonly owner: string; readonly recordSet: RecordSet }[];

  constructor(zone: Zone, isVisible: (changedAt: number) => boolean) {
    this.zone = zone;
    this.#recordSets = zone
      .recordSetsAsOf(isVisible)
      // Azure DNS keeps empty record sets and does not serve them.
      .filter(({ records }) => records.length > 0)
      .map((recordSet) => ({ owner: ownerOf(recordSet.name, zone.name), recordSet }));
  }

  /** The record set that answers for a name, wildcards included (RFC 4592 section 3.3.1). */
  find(name: string, type: RecordType): RecordSet | undefined {
    return this.get(this.exists(name) ? name : this.#wildcardFor(name), type);
  }

  /** A record set at exactly this owner. */
  get(owner: string, type: RecordType): RecordSet | undefined {
    return this.#recordSets.find((each) => each.owner === owner && each.recordSet.type === type)
      ?.recordSet;
  }

  /** Whether there is anything at or below a name: then it is no NXDOMAIN (RFC 8020). */
  exists(name: string): boolean {
    return this.#recordSets.some(({ owner }) => isAtOrBelow(owner, name));
  }

  /** Whether a wildcard stands for a name that does not exist. */
  isCovered(name: string): boolean {
    return this.exists(this.#wildcardFor(name));
  }

  #wildcardFor(name: string): string {
    let encloser = parentOf(name);
    while (encloser !== this.zone.name && !this.exists(encloser)) encloser = parentOf(encloser);
    return `*.${encloser}`;
  }
}
