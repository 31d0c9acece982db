/** Azure DNS TXT record sets, and the port that the Azure layer implements. */

/** Real zones answer null; the limit of the service is documented as this. */
export const USUAL_RECORD_LIMIT = 20;

/** A public DNS zone of Azure. `name` is lower case without a trailing dot. */
export interface DnsZone {
  /** ARM resource id. */
  readonly id: string;
  readonly name: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /**
   * Host names, lower case, without trailing dots; what Azure serves the zone from. undefined: it was
   * given by hand, and the account may not read it.
   */
  readonly nameServers: readonly string[] | undefined;
  /** The tenant whose tokens open it; absent: the account's own here. */
  readonly tenantId?: string;
  /** `maxNumberOfRecordsPerRecordSet`; real zones answer null, which means 20. */
  readonly recordLimit: number;
}

/** What a TXT record set holds. Every value is one string, its 255-byte chunks joined. */
export interface TxtRecordSet {
  /** Seconds. */
  readonly ttl: number;
  readonly values: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** `name` is relative to the zone. */
export interface NamedTxtRecordSet extends TxtRecordSet {
  readonly name: string;
}

/** All record sets of a zone, of one type. */
export interface RecordSetLists {
  txt(zoneId: string, signal?: AbortSignal): Promise<readonly NamedTxtRecordSet[]>;
  /** CNAMEs; targets in lower case, without trailing dots. */
  aliases(
    zoneId: string,
    signal?: AbortSignal,
  ): Promise<readonly { readonly name: string; readonly target: string }[]>;
}

/** A read set with the tag that a write has to present. */
export interface StoredTxtRecordSet extends TxtRecordSet {
  readonly etag: string;
}

/**
 * Reading and writing single record sets. `name` is relative to the zone (`@` for the apex).
 * Writes are conditional without exception; `conflict` says that somebody was faster (412).
 */
export interface TxtRecordSets {
  /** The same for zones of another tenant than the account's own here. */
  inTenant(tenantId: string): TxtRecordSets;
  get(zoneId: string, name: string, signal?: AbortSignal): Promise<StoredTxtRecordSet | undefined>;
  /** `etag: undefined` means that the set must not exist yet (If-None-Match: *). */
  put(
    zoneId: string,
    name: string,
    set: TxtRecordSet,
    etag: string | undefined,
    signal?: AbortSignal,
  ): Promise<'written' | 'conflict'>;
  delete(
    zoneId: string,
    name: string,
    etag: string,
    signal?: AbortSignal,
  ): Promise<'deleted' | 'conflict'>;
}
