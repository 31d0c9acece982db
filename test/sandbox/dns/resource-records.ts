import type { Answer, BaseAnswer } from 'dns-packet';
import type { JsonObject } from '../arm/json.ts';
import type { RecordSet } from '../arm/zone-store.ts';
import { isTextArray } from '../arm/record-types.ts';

/** A record set as resource records of an owner. */
export function toAnswers(owner: string, recordSet: RecordSet): readonly Answer[] {
  return recordSet.records.map((record) => toAnswer(owner, recordSet, record));
}

/** The SOA record that goes with a negative answer; its TTL is the negative one (RFC 2308, 3). */
export function negativeSoa(zoneName: string, soa: RecordSet): readonly Answer[] {
  const minimum = Math.min(soa.ttl, ...soa.records.map(({ minimumTTL }) => Number(minimumTTL)));
  return toAnswers(zoneName, { ...soa, ttl: minimum });
}

function toAnswer(name: string, { type, ttl }: RecordSet, record: JsonObject): Answer {
  const base = { name, ttl, class: 'IN' } as const;
  const named = <T extends string, D>(each: T, data: D): BaseAnswer<T, D> => ({
    ...base,
    type: each,
    data,
  });
  switch (type) {
    case 'A':
      return named(type, String(record['ipv4Address']));
    case 'AAAA':
      return named(type, String(record['ipv6Address']));
    case 'CNAME':
      return named(type, String(record['cname']));
    case 'NS':
      return named(type, String(record['nsdname']));
    case 'PTR':
      return named(type, String(record['ptrdname']));
    case 'CAA':
      return named(type, {
        flags: Number(record['flags']),
        tag: record['tag'] as 'issue' | 'issuewild' | 'iodef',
        value: String(record['value']),
      });
    case 'MX':
      return named(type, {
        preference: Number(record['preference']),
        exchange: String(record['exchange']),
      });
    case 'SRV':
      return named(type, {
        priority: Number(record['priority']),
        weight: Number(record['weight']),
        port: Number(record['port']),
        target: String(record['target']),
      });
    case 'SOA':
      return named(type, {
        mname: String(record['host']),
        rname: String(record['email']),
        serial: Number(record['serialNumber']),
        refresh: Number(record['refreshTime']),
        retry: Number(record['retryTime']),
        expire: Number(record['expireTime']),
        minimum: Number(record['minimumTTL']),
      });
    case 'TXT':
      return named(type, isTextArray(record['value']) ? record['value'].flatMap(pieces) : []);
  }
}

/** A character-string holds 255 bytes at most (RFC 1035 section 3.3). */
function pieces(text: string): readonly Buffer[] {
  const bytes = Buffer.from(text);
  const count = Math.max(1, Math.ceil(bytes.length / 255));
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * 255, index * 255 + 255),
  );
}
