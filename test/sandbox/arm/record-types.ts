import { isIPv4, isIPv6 } from 'node:net';
import { isJsonObject } from './json.ts';

export type RecordType =
  'A' | 'AAAA' | 'CAA' | 'CNAME' | 'MX' | 'NS' | 'PTR' | 'SOA' | 'SRV' | 'TXT';

export interface RecordTypeShape {
  /** The member of `properties` that carries the records. */
  readonly member: string;
  /** One object instead of an array: CNAME and SOA. */
  readonly single: boolean;
  /** Fields of one record, each with the check that it has to pass. */
  readonly fields: Readonly<Record<string, (value: unknown) => boolean>>;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown) => Number.isSafeInteger(value);

/** Azure DNS 2018-05-01, `RecordSetProperties`. */
export const RECORD_TYPES: Readonly<Record<RecordType, RecordTypeShape>> = {
  A: list('ARecords', { ipv4Address: (value) => isText(value) && isIPv4(value) }),
  AAAA: list('AAAARecords', { ipv6Address: (value) => isText(value) && isIPv6(value) }),
  CAA: list('caaRecords', { flags: isNumber, tag: isText, value: isText }),
  CNAME: { member: 'CNAMERecord', single: true, fields: { cname: isDomainName } },
  MX: list('MXRecords', { preference: isNumber, exchange: isDomainName }),
  NS: list('NSRecords', { nsdname: isDomainName }),
  PTR: list('PTRRecords', { ptrdname: isDomainName }),
  SOA: {
    member: 'SOARecord',
    single: true,
    fields: {
      email: isText,
      expireTime: isNumber,
      host: isText,
      minimumTTL: isNumber,
      refreshTime: isNumber,
      retryTime: isNumber,
      serialNumber: isNumber,
    },
  },
  SRV: list('SRVRecords', {
    priority: isNumber,
    weight: isNumber,
    port: isNumber,
    target: isDomainName,
  }),
  TXT: list('TXTRecords', { value: isTextArray }),
};

/** The record type that a path or query names, in any case. */
export function recordTypeOf(name: string): RecordType | undefined {
  const upper = name.toUpperCase();
  return Object.keys(RECORD_TYPES).find((type): type is RecordType => type === upper);
}

/** What stops one record from being taken, or undefined. */
export function recordFault(type: RecordType, record: unknown): string | undefined {
  if (!isJsonObject(record)) return `The ${type} record is not an object.`;
  for (const [field, check] of Object.entries(RECORD_TYPES[type].fields)) {
    const value = record[field];
    if (check(value)) continue;
    if (check === isDomainName) return `The domain name '${String(value)}' is invalid.`;
    return `The value of '${field}' in the ${type} record is invalid.`;
  }
  return undefined;
}

/** Letters, digits, hyphen and underscore in labels of 1 to 63; `*` as the first label. */
export function isDomainName(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const name = value.endsWith('.') ? value.slice(0, -1) : value;
  if (name === '' || name.length > 253) return false;
  return name
    .split('.')
    .every((label, index) => (index === 0 && label === '*') || /^[\w-]{1,63}$/.test(label));
}

/** The strings of one TXT record. */
export function isTextArray(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every(isText);
}

function list(member: string, fields: RecordTypeShape['fields']): RecordTypeShape {
  return { member, single: false, fields };
}
