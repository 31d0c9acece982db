import type { JsonObject } from './json.ts';
import type { RecordType } from './record-types.ts';
import type { ZoneStore } from './zone-store.ts';

/** What a zone holds, for tests that look at what was left behind. */
export interface ZoneSnapshot {
  readonly id: string;
  readonly name: string;
  readonly recordSets: readonly RecordSetSnapshot[];
}

export interface RecordSetSnapshot {
  readonly name: string;
  readonly type: RecordType;
  readonly ttl: number;
  /** The strings of each TXT record joined; the record itself as JSON for the other types. */
  readonly values: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly etag: string;
}

export function snapshotZones({ zones }: ZoneStore): readonly ZoneSnapshot[] {
  return zones.map((zone) => ({
    id: zone.resource.id,
    name: zone.resource.name,
    recordSets: zone.recordSets().map(({ name, type, ttl, records, metadata, etag }) => ({
      name,
      type,
      ttl,
      values: records.map(valueText),
      metadata: metadata ?? {},
      etag,
    })),
  }));
}

function valueText(record: JsonObject): string {
  const { value } = record;
  return Array.isArray(value) ? value.join('') : JSON.stringify(record);
}
