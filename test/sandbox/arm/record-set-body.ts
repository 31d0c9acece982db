import { isJsonObject, isStringRecord, memberIgnoringCase } from './json.ts';
import type { JsonObject } from './json.ts';
import { RECORD_TYPES, isDomainName, isTextArray, recordFault } from './record-types.ts';
import type { RecordType } from './record-types.ts';
import type { RecordSet, Zone } from './zone-store.ts';

/** Records in a set when the zone itself names no number (documents: Azure DNS limits). */
const RECORDS_PER_SET = 20;
/** Characters of one string in a TXT record (RFC 1035 section 3.3.14). */
const TXT_STRING_LENGTH = 255;
/** Characters of all strings in a TXT record set (quoted in terraform-provider-azurerm#24169). */
const TXT_TOTAL_LENGTH = 4096;
/** Largest TTL, in seconds (RFC 2181 section 8). */
const MAX_TTL = 2_147_483_647;

/** A record set as ARM shows it. */
export function recordSetResource(zone: Zone, recordSet: RecordSet): JsonObject {
  const { member, single } = RECORD_TYPES[recordSet.type];
  return {
    id: `${zone.resource.id}/${recordSet.type}/${recordSet.name}`,
    name: recordSet.name,
    type: `Microsoft.Network/dnszones/${recordSet.type}`,
    etag: recordSet.etag,
    properties: {
      ...(recordSet.metadata === undefined ? {} : { metadata: recordSet.metadata }),
      fqdn: fqdn(zone, recordSet.name),
      TTL: recordSet.ttl,
      [member]: single ? recordSet.records[0] : recordSet.records,
      targetResource: {},
      provisioningState: 'Succeeded',
    },
  };
}

/** What a request body asks for; members that it does not name are undefined. */
export interface RecordSetChange {
  readonly ttl?: number;
  readonly records?: readonly JsonObject[];
  readonly metadata?: Readonly<Record<string, string>>;
}

/** A body read for a record type, or the sentence that says what is wrong with it. */
export function readRecordSetChange(
  zone: Zone,
  type: RecordType,
  name: string,
  body: JsonObject | undefined,
): RecordSetChange | string {
  if (!isRelativeName(name)) return `The domain name '${name}.${zone.resource.name}' is invalid.`;
  const properties = body === undefined ? undefined : memberIgnoringCase(body, 'properties');
  if (!isJsonObject(properties)) return 'The request was invalid.';
  const ttl = memberIgnoringCase(properties, 'TTL');
  const metadata = memberIgnoringCase(properties, 'metadata');
  const sent = memberIgnoringCase(properties, RECORD_TYPES[type].member);
  const records = RECORD_TYPES[type].single && sent !== undefined ? [sent] : sent;
  if (ttl !== undefined && !isTtl(ttl)) return `The TTL ${JSON.stringify(ttl)} is invalid.`;
  if (metadata !== undefined && !isStringRecord(metadata)) return 'The metadata is invalid.';
  if (records !== undefined && !Array.isArray(records)) return 'The request was invalid.';
  const fault = records === undefined ? undefined : recordsFault(zone, type, name, records);
  if (fault !== undefined) return fault;
  return {
    ...(ttl === undefined ? {} : { ttl }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(records === undefined ? {} : { records: records.filter(isJsonObject) }),
  };
}

/** Absolute name with a trailing dot. */
function fqdn(zone: Zone, name: string): string {
  return name === '@' ? `${zone.resource.name}.` : `${name}.${zone.resource.name}.`;
}

function recordsFault(
  zone: Zone,
  type: RecordType,
  name: string,
  records: readonly unknown[],
): string | undefined {
  const limit = zone.resource.maxNumberOfRecordsPerRecordSet ?? RECORDS_PER_SET;
  if (records.length > limit) {
    return `The number of records in record set '${name}' exceeds the limit of ${limit}.`;
  }
  const fault = records.map((record) => recordFault(type, record)).find(Boolean);
  if (fault !== undefined || type !== 'TXT') return fault;
  const strings = records
    .filter(isJsonObject)
    .flatMap(({ value }) => (isTextArray(value) ? value : []));
  const long = strings.find((string) => string.length > TXT_STRING_LENGTH);
  if (long !== undefined) return `The value '${long}' is too long for a string of a TXT record.`;
  const total = strings.reduce((sum, string) => sum + string.length, 0);
  return total > TXT_TOTAL_LENGTH
    ? 'The combined length of all TXT records in a record set may not exceed 4096 characters.'
    : undefined;
}

function isTtl(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_TTL;
}

function isRelativeName(name: string): boolean {
  return name === '@' || isDomainName(name);
}
